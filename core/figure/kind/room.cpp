#include "core/figure/kind/room.h"

#include <algorithm>
#include <cmath>

namespace rope {
namespace {

// Beyond this a difference of two scale ends would overflow.
constexpr double kLargest = 1e300;

}  // namespace

Size room_inside(const FigureInputs& inputs, const Around& around) {
    const double em = inputs.font_size;
    return {std::max(1.0, inputs.size.width - em * (around.left + around.right)),
            std::max(1.0, inputs.size.height - em * (around.top + around.bottom))};
}

Range padded(double lo, double hi, double share) {
    lo = std::clamp(lo, -kLargest, kLargest);
    hi = std::clamp(hi, -kLargest, kLargest);
    double air = (hi - lo) * share;
    // A range that rounding would swallow counts as empty.
    if (!(hi - lo > 1e-12 * std::max(std::abs(lo), std::abs(hi)))) air = hi == 0 ? 1 : std::abs(hi) * 0.5;
    return {lo - air, hi + air};
}

double rounded_up(double value) {
    if (!(value > 0)) return 1;
    if (value >= kLargest) return kLargest;
    const double power = std::pow(10.0, std::floor(std::log10(std::max(value, 1e-300))));
    for (const double step : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0}) {
        if (step * power >= value) return step * power;
    }
    return 10 * power;
}

}  // namespace rope
