#include "core/rope/frequencies.h"
#include "core/rope/exact_frequencies.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace rope {

std::vector<Extended> default_frequencies(double base, int rotary_dim) {
    require(std::isfinite(base) && base > 0, "base must be positive and finite");
    require(rotary_dim >= 2 && rotary_dim % 2 == 0, "rotary_dim must be even and at least 2");
    const Extended ratio = pow(Extended(base), Extended(-2) / rotary_dim);
    std::vector<Extended> theta;
    theta.reserve(static_cast<std::size_t>(rotary_dim / 2));
    Extended power = 1;
    for (int i = 0; i < rotary_dim / 2; ++i) {
        theta.push_back(power);
        power *= ratio;
    }
    return theta;
}

double FrequencyTable::wavelength(int i) const {
    const double speed = theta.at(static_cast<std::size_t>(i));
    return speed == 0 ? std::numeric_limits<double>::infinity() : 2 * std::numbers::pi / speed;
}

FrequencyTable make_table(std::span<const Extended> theta, double attention_factor) {
    FrequencyTable table;
    table.attention_factor = attention_factor;
    table.theta.reserve(theta.size());
    table.step.reserve(theta.size());
    table.rest.reserve(theta.size());
    for (const Extended& speed : theta) {
        table.theta.push_back(speed.to_double());
        const ExactStep exact = exact_step(speed);
        table.step.push_back(exact.step);
        table.rest.push_back(exact.rest);
    }
    return table;
}

FrequencyTable make_table(std::span<const double> theta, double attention_factor) {
    return make_table(std::vector<Extended>(theta.begin(), theta.end()), attention_factor);
}

}  // namespace rope
