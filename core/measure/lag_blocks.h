// Σ_i weight_i cos(phase_i + Δθ_i) at runs of whole Δ: the loop under every score row, block mean and decay
// curve.
//
// A block is 64 lags around a centre halfway between two of them. With Z_i the wave at the centre and
// u_ij = e^{i(j+½)θ_i}, the two lags at ±(j+½) share their products: Re Z u = Re Z Re u − Im Z Im u and
// Re Z u* = Re Z Re u + Im Z Im u. That is one multiplication and one addition per lag and term, without a
// chain of dependent steps, and vectors hold consecutive j (wave_sums.h). Slow waves, which are most of a
// head's, share the few terms of one polynomial instead (slow_waves.h).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/measure/slow_waves.h"
#include "core/measure/wave_centres.h"

namespace rope {

class LagBlocks {
  public:
    explicit LagBlocks(std::span<const Wave> waves);

    // out[j] = Σ_i weight_i cos(phase_i + (first + j)θ_i). |error| ≤ 1e-14 Σ|weight|; the same bits on every
    // machine, and wherever a multiple of kRunLags cuts a run in two. Cost per lag: a multiplication and an
    // addition a fast wave, 4 to 16 for all slow ones and a share of 1/64 of 8 to 32 for each of them.
    void sums(std::int64_t first, std::span<double> out) const;

    // What is summed for each lag: the fast waves and the polynomial's pairs of coefficients.
    std::size_t terms() const { return centres_.terms() - slow_ + polynomial_.terms(); }

  private:
    struct Split {
        std::vector<Wave> waves;  // the slow ones, from the fastest to the slowest, then the fast ones
        std::size_t slow = 0;
        std::size_t groups = 0;  // of the polynomial's coefficients
    };
    explicit LagBlocks(const Split& split);
    static Split split(std::span<const Wave> waves);

    std::size_t slow_;  // waves
    WaveCentres centres_;
    SlowWaves polynomial_;
    std::vector<double> cosine_, sine_;  // [fast waves, then the polynomial][kHalfBlock]
};

}  // namespace rope
