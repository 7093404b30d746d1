#include "core/base/phase.h"

#include <cmath>
#include <numbers>

namespace rope {
namespace {

constexpr double kRadiansPerUnit = 2 * std::numbers::pi / kUnitsPerTurn;

// GCC and clang have 128 bits, ISO C++ does not.
__extension__ using Signed128 = __int128;
__extension__ using Unsigned128 = unsigned __int128;

ExactPhase halves(Unsigned128 units) {
    return {static_cast<TurnFraction>(units >> 64), static_cast<std::uint64_t>(units)};
}
Unsigned128 whole(ExactPhase phase) {
    return Unsigned128{phase.turns} << 64 | phase.rest;
}

// [−½, ½) turns as radians, rounded from all bits.
double radians(Unsigned128 units) {
    return static_cast<double>(static_cast<Signed128>(units)) * (kRadiansPerUnit / kUnitsPerTurn);
}

// All 53 bits of an angle [rad] that is not reduced; 0 for one that is not finite.
ExactPhase exact_phase_of(double angle) {
    if (!std::isfinite(angle)) return {};
    const double turns = angle / (2 * std::numbers::pi);
    const double units = std::abs(turns - std::nearbyint(turns)) * kUnitsPerTurn;  // in [0, 2⁶³]
    const double high = std::floor(units);
    const ExactPhase size{static_cast<TurnFraction>(high),
                          static_cast<std::uint64_t>((units - high) * kUnitsPerTurn)};
    return turns < std::nearbyint(turns) ? ExactPhase{} - size : size;
}

// The phase less the nearest quarter turn, and which quarter that is: sines and cosines of what is left keep
// their relative accuracy where those of the whole angle pass through 0.
struct Quadrant {
    unsigned quarter = 0;
    double rest = 0;  // in [−π/4, π/4] rad
};
Quadrant quadrant(ExactPhase phase) {
    const TurnFraction quarter = (phase.turns + (TurnFraction{1} << 61)) >> 62;
    return {static_cast<unsigned>(quarter), radians(whole({phase.turns - (quarter << 62), phase.rest}))};
}

}  // namespace

TurnFraction phase_of(double radians) {
    if (!std::isfinite(radians)) return 0;
    const double turns = radians / (2 * std::numbers::pi);
    const double units = (turns - std::nearbyint(turns)) * kUnitsPerTurn;  // in [−2⁶³, 2⁶³]
    return static_cast<TurnFraction>(static_cast<std::int64_t>(units / 2)) * 2;
}

double angle(TurnFraction phase) {
    return static_cast<double>(static_cast<std::int64_t>(phase)) * kRadiansPerUnit;
}

ExactPhase phase_at(ExactStep step, double theta, double position) {
    require(std::abs(position) <= 2 * kLargestExactPosition, "position beyond the exact range");
    const double nearest = std::nearbyint(position);
    const auto tokens = static_cast<std::int64_t>(nearest);
    const auto rest = static_cast<Unsigned128>(Signed128{step.rest} * tokens);
    const ExactPhase phase = halves(rest + (Unsigned128{phase_at(step.step, tokens)} << 64));
    return position == nearest ? phase : phase + exact_phase_of(theta * (position - nearest));
}

double angle(ExactPhase phase) {
    return radians(whole(phase));
}

double cosine(ExactPhase phase) {
    const Quadrant at = quadrant(phase);
    const double value = at.quarter % 2 == 0 ? std::cos(at.rest) : std::sin(at.rest);
    return at.quarter == 1 || at.quarter == 2 ? -value : value;
}

double sine(ExactPhase phase) {
    const Quadrant at = quadrant(phase);
    const double value = at.quarter % 2 == 0 ? std::sin(at.rest) : std::cos(at.rest);
    return at.quarter >= 2 ? -value : value;
}

}  // namespace rope
