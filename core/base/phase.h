// Angles at exact positions: fixed-point turns, 2⁶⁴ units a turn, so that integer positions wrap for free.
#pragma once

#include <cstdint>

#include "core/base/checked.h"

namespace rope {

using TurnFraction = std::uint64_t;  // turns × 2⁶⁴ modulo one turn

constexpr double kUnitsPerTurn = 18446744073709551616.0;  // 2⁶⁴
constexpr double kLargestPosition = 4294967296.0;         // 2³²: as far as figures and kernels reach
constexpr double kLargestExactPosition = 0x1p53;          // as far as each whole number is a double

// The phase of `step` at a whole position, as kernels take it: the 2⁻⁶⁵ turns that `step` may be off by grow
// with the position, to 7.4e-10 rad at 2³².
inline TurnFraction phase_at(TurnFraction step, std::int64_t position) {
    return step * static_cast<std::uint64_t>(position);
}

// The phase of an angle [rad], |angle| ≤ 1e6; 0 for one that is not finite. Error: that of one double
// product.
TurnFraction phase_of(double radians);

// The angle in [−π, π] rad.
double angle(TurnFraction phase);

// ---- The same with twice the digits, for numbers that stand as truth at any position.

// θ in turns per token, modulo one: step·2⁻⁶⁴ + rest·2⁻¹²⁸, so that `step` is the nearest that kernels can
// take.
struct ExactStep {
    TurnFraction step = 0;
    std::int64_t rest = 0;
};

// A phase in units of 2⁻¹²⁸ turns, modulo one turn.
struct ExactPhase {
    TurnFraction turns = 0;  // × 2⁻⁶⁴
    std::uint64_t rest = 0;  // × 2⁻¹²⁸

    friend ExactPhase operator+(ExactPhase a, ExactPhase b) {
        const std::uint64_t sum = a.rest + b.rest;
        return {a.turns + b.turns + (sum < a.rest ? 1 : 0), sum};
    }
    friend ExactPhase operator-(ExactPhase a, ExactPhase b) {
        return {a.turns - b.turns - (a.rest < b.rest ? 1 : 0), a.rest - b.rest};
    }
    friend bool operator==(const ExactPhase&, const ExactPhase&) = default;
};

// The phase at a position, |position| ≤ 2⁵⁴ (a difference of two positions). Whole positions are exact but
// for the 2⁻¹²⁸ turns a token that the step is off by: < 1e-16 rad. The fraction is added in double (θ in
// rad/token).
ExactPhase phase_at(ExactStep step, double theta, double position);

// The angle in [−π, π] rad, its cosine and its sine: each rounded from the phase, with a relative error of a
// few 1e-16 near their zeros too.
double angle(ExactPhase phase);
double cosine(ExactPhase phase);
double sine(ExactPhase phase);

}  // namespace rope
