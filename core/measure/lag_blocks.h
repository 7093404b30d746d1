// Waves weight_i·e^{i(phase_i + Δθ_i)} at runs of whole Δ: the loops under every score row, block mean and
// decay curve.
//
// A block is 64 lags around a centre halfway between two of them. With Z_i the wave at the centre and
// u_ij = e^{i(j+½)θ_i}, the two lags at ±(j+½) share their products: Re Z u = Re Z Re u − Im Z Im u and
// Re Z u* = Re Z Re u + Im Z Im u. That is one multiplication and one addition per lag and term, without a
// chain of dependent steps, and vectors hold consecutive j (wave_sums.h).
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/phase.h"
#include "core/measure/wave_sums.h"

namespace rope {

struct Wave {
    double weight = 1;
    TurnFraction origin = 0;  // phase at Δ = 0
    TurnFraction step = 0;    // phase per Δ
};

class LagBlocks {
  public:
    static constexpr std::size_t kHalf = kHalfBlock;
    static constexpr std::size_t kLength = 2 * kHalf;
    static constexpr std::size_t kRun = 4;  // blocks from one exact anchor to the next

    explicit LagBlocks(std::span<const Wave> waves);

    std::size_t terms() const { return waves_.size(); }
    // cos and sin of (j + ½)θ_i, j = 0 … kHalf − 1.
    const double* cosine(std::size_t i) const { return &cosine_[i * kHalf]; }
    const double* sine(std::size_t i) const { return &sine_[i * kHalf]; }

    // Calls body(offset, blocks, re, im) for runs of up to kRun blocks, offset = 0, 256, … < count, with the
    // waves at the centres of the 64 lags each that begin at first + offset: re, im [blocks][terms]. The
    // first centre of a run is exact, the others are rotations away.
    template <class Body>
    void for_each_run(std::int64_t first, std::size_t count, Body&& body) const {
        Centres centres{std::vector<TurnFraction>(terms()), std::vector<double>(kRun * terms()),
                        std::vector<double>(kRun * terms())};
        for (std::size_t offset = 0; offset < count; offset += kRun * kLength) {
            const std::size_t blocks = std::min(kRun, (count - offset + kLength - 1) / kLength);
            find_centres(first + static_cast<std::int64_t>(offset), blocks, centres);
            body(offset, blocks, centres.re.data(), centres.im.data());
        }
    }

    // out[j] = Σ_i weight_i cos(phase_i + (first + j)θ_i). |error| ≤ 1e-14 Σ|weight|; the same bits on every
    // machine.
    void sums(std::int64_t first, std::span<double> out) const;

  private:
    struct Centres {
        std::vector<TurnFraction> phase;  // [terms] of the first
        std::vector<double> re, im;       // [kRun][terms] times the weight
    };
    void find_centres(std::int64_t run_first, std::size_t blocks, Centres& centres) const;

    std::vector<Wave> waves_;
    std::vector<double> cosine_, sine_;                  // [terms][kHalf]
    std::vector<double> advance_cosine_, advance_sine_;  // [terms] one block further
};

}  // namespace rope
