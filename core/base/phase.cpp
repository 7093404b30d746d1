#include "core/base/phase.h"

#include <cmath>
#include <numbers>

namespace rope {
namespace {

constexpr double kRadiansPerUnit = 2 * std::numbers::pi / kUnitsPerTurn;

}  // namespace

TurnFraction phase_of(double radians) {
    if (!std::isfinite(radians)) return 0;
    const double turns = radians / (2 * std::numbers::pi);
    const double units = (turns - std::nearbyint(turns)) * kUnitsPerTurn;  // in [−2⁶³, 2⁶³]
    return static_cast<TurnFraction>(static_cast<std::int64_t>(units / 2)) * 2;
}

TurnFraction phase_at(TurnFraction step, double theta, double position) {
    require(std::abs(position) <= 2 * kLargestPosition, "position beyond the exact range");
    const double whole = std::nearbyint(position);
    return phase_at(step, static_cast<std::int64_t>(whole)) + phase_of(theta * (position - whole));
}

double angle(TurnFraction phase) {
    return static_cast<double>(static_cast<std::int64_t>(phase)) * kRadiansPerUnit;
}

}  // namespace rope
