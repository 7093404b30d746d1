// Waves weight_i·e^{i(phase_i + Δθ_i)} at runs of whole Δ: the loops under every score row, block mean and
// decay curve.
//
// A block is 64 lags around a centre halfway between two of them. With Z_i the wave at the centre and
// u_ij = e^{i(j+½)θ_i}, the two lags at ±(j+½) share their products: Re Z u = Re Z Re u − Im Z Im u and
// Re Z u* = Re Z Re u + Im Z Im u. That is one multiplication and one addition per lag and term, without a
// chain of dependent steps, and the loop over j vectorises.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "core/measure/phasor.h"

namespace rope {

struct Wave {
    double weight = 1;
    TurnFraction origin = 0;  // phase at Δ = 0
    TurnFraction step = 0;    // phase per Δ
};

class LagBlocks {
  public:
    static constexpr std::size_t kHalf = 32;
    static constexpr std::size_t kLength = 2 * kHalf;

    explicit LagBlocks(std::span<const Wave> waves);

    std::size_t terms() const { return waves_.size(); }
    // cos and sin of (j + ½)θ_i, j = 0 … kHalf − 1.
    const double* cosine(std::size_t i) const { return &cosine_[i * kHalf]; }
    const double* sine(std::size_t i) const { return &sine_[i * kHalf]; }

    // Calls body(offset, re, im) for offset = 0, 64, 128, … < count with the waves at the centre of the 64
    // lags that begin at first + offset. Exact every fourth block, three rotations in between.
    template <class Body>
    void for_each_block(std::int64_t first, std::size_t count, Body&& body) const {
        std::vector<double> re(terms()), im(terms());
        for (std::size_t offset = 0; offset < count; offset += kLength) {
            if (offset % (4 * kLength) == 0) {
                anchor(first + static_cast<std::int64_t>(offset), re.data(), im.data());
            } else {
                advance(re.data(), im.data());
            }
            body(offset, re.data(), im.data());
        }
    }

    // out[j] = Σ_i weight_i cos(phase_i + (first + j)θ_i). |error| ≤ 1e-12 Σ|weight|.
    void sums(std::int64_t first, std::span<double> out) const;

  private:
    void anchor(std::int64_t block_first, double* re, double* im) const;
    void advance(double* re, double* im) const;

    std::vector<Wave> waves_;
    std::vector<double> cosine_, sine_;                  // [terms][kHalf]
    std::vector<double> advance_cosine_, advance_sine_;  // [terms] one block further
};

}  // namespace rope
