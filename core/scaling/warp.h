// Warps of the frequency axis: maps that bend θ itself, so that scores still depend on m − n alone and one
// token's turn is still one step. Our definitions, docs/spec-attention.md "warp_frequencies".
#pragma once

#include "core/base/checked.h"
#include "core/base/extended.h"

namespace rope {

// First-order all-pass: W(t) = t + 2 atan2(ρ sin t, 1 − ρ cos t), that is tan(W/2) = c tan(t/2) with
// c = (1 + ρ)/(1 − ρ). An increasing bijection of [0, π] that fixes both ends; beyond it W(t + 2π) = W(t) +
// 2π. ρ < 0 slows the slow pairs; its inverse is −ρ. |ρ| < 1.
Extended allpass_warp(const Extended& theta, double rho);
double allpass_slope(double theta, double rho);  // dW/dt = (1 − ρ²)/(1 + ρ² − 2ρ cos t): c at 0, 1/c at π
double composed_rho(double first, double second);  // ρ of one warp after another
double scale_of_rho(double rho);                   // 1/c: the s of linear scaling that slow pairs see
double rho_of_scale(double scale);                 // (1 − s)/(1 + s)
Checked<double> checked_rho(double rho);           // Fault rho_out_of_range, NaN too

// Bilinear transform with sampling period T > 0 [tokens].
struct Bilinear {
    double period = 1;
    // (2/T) tan(ωT/2). Fault beyond_nyquist for |ωT| ≥ π: the pair would turn by half a turn or more a step.
    Checked<Extended> prewarp(const Extended& omega) const;
    // (2/T) atan(ω_a T/2): the inverse, of the whole axis into (−π/T, π/T).
    Extended compress(const Extended& analogue) const;
    double limit() const;  // π/T
};
Checked<Bilinear> bilinear(double period);  // Fault period_not_positive

}  // namespace rope
