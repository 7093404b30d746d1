// Waves that turn little within a block, all of them together as one polynomial of the place in the block.
//
// With y = x/kHalfBlock in [−1, 1] and a = kHalfBlock·θ, e^{ixθ} = Σ_k ε_k i^k J_k(a) T_k(y), ε_0 = 1, else 2
// (Jacobi–Anger: DLMF 10.12.3 with y = cos of its angle). What n coefficients leave out is at most
// 2 Σ_{k≥n} |J_k(a)| ≤ 2 (a/2)^n / n! / (1 − a/(2n + 2)) (DLMF 10.14.4): below 1e-15 of the weight, because
// waves get as many coefficients as they need.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/measure/wave_centres.h"

namespace rope {

// The largest |a| for which 8, 16, 24 and 32 coefficients leave out at most 1e-15.
constexpr std::array<double, 4> kSlowEnough{0.0918, 1.499, 4.498, 8.469};

// |a| = kHalfBlock·|θ|, θ in (−π, π] as whole lags see it.
double turn_in_half_block(const Wave& wave);

class SlowWaves {
  public:
    // Waves from the fastest to the slowest, none faster than kSlowEnough[groups − 1].
    SlowWaves(std::span<const Wave> waves, std::size_t groups);

    // Coefficients of even degree, and as many of odd degree.
    std::size_t terms() const { return waves_.size() * kGroupCoefficients; }

    // From waves at block centres, re and im [blocks][waves], to the polynomials, even and odd
    // [blocks][terms], rows `stride` apart: Σ_i Re Z_i e^{ixθ_i} = Σ_m (even_m T_2m(y) − odd_m T_2m+1(y)).
    // Cost: one multiplication and one addition a block, wave and coefficient.
    void coefficients(const double* re, const double* im, std::size_t blocks, std::size_t stride,
                      double* even, double* odd) const;

    // T_2m(y_j) and T_2m+1(y_j) at y_j = (j + ½)/kHalfBlock: [terms][kHalfBlock], in the places of cos and
    // sin of one wave.
    WaveOffsets values() const;

  private:
    std::vector<std::size_t> waves_;  // [groups] how many waves, from the first, need this group
    std::vector<double> even_, odd_;  // as wave_coefficients() wants them
};

}  // namespace rope
