#include "core/measure/interpolation_bound.h"

#include <algorithm>
#include <cmath>

namespace rope {

double waves_at(const FrequencyTable& table, std::span<const Phasor> h, double s) {
    require(h.size() == table.theta.size(), "waves_at: one h per pair");
    double sum = 0;
    for (std::size_t i = 0; i < h.size(); ++i)
        sum += (h[i] * unit_phasor(table.phase(i, s))).re;
    return sum;
}

InterpolationBounds interpolation_bounds(const FrequencyTable& table, double base, double largest_h,
                                         double product) {
    require(base > 0 && base != 1, "interpolation_bounds: the bound divides by ln(base)");
    double squares = 0;
    for (const double theta : table.theta)
        squares += theta * theta;
    return {.published = 2.0 * table.pairs() * largest_h * product / (8 * std::log(base)),
            .rigorous = largest_h * squares / 2 * product};
}

InterpolationError interpolation_error(const FrequencyTable& table, double base, std::span<const Phasor> h,
                                       double s1, double s2, double s) {
    require(s1 < s2, "interpolation_error: an empty interval");
    double largest = 0;
    for (const Phasor& each : h)
        largest = std::max(largest, std::hypot(each.re, each.im));
    InterpolationError found;
    found.value = waves_at(table, h, s);
    found.linear = ((s2 - s) * waves_at(table, h, s1) + (s - s1) * waves_at(table, h, s2)) / (s2 - s1);
    found.error = std::abs(found.value - found.linear);
    found.bounds = interpolation_bounds(table, base, largest, (s - s1) * (s2 - s));
    return found;
}

}  // namespace rope
