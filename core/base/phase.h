// Angles at exact positions: fixed-point turns, 2⁶⁴ units a turn, so that integer positions wrap for free.
#pragma once

#include <cstdint>

#include "core/base/checked.h"

namespace rope {

using TurnFraction = std::uint64_t;  // turns × 2⁶⁴ modulo one turn

constexpr double kUnitsPerTurn = 18446744073709551616.0;  // 2⁶⁴
constexpr double kLargestPosition = 4294967296.0;         // 2³²; larger |positions| are refused

// The phase of `step` at a position, |position| ≤ 2³³ (a difference of two positions); whole positions are
// exact, the fraction is added in double (θ in rad/token).
TurnFraction phase_at(TurnFraction step, double theta, double position);
inline TurnFraction phase_at(TurnFraction step, std::int64_t position) {
    return step * static_cast<std::uint64_t>(position);
}

// The phase of an angle [rad], |angle| ≤ 1e6; 0 for one that is not finite. Error: that of one double
// product.
TurnFraction phase_of(double radians);

// The angle in [−π, π] rad.
double angle(TurnFraction phase);

}  // namespace rope
