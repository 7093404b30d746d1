// Waves weight_i·e^{i(phase_i + Δθ_i)} at the centres of blocks of whole Δ. A block is 64 lags, its centre is
// halfway between the two in the middle.
#pragma once

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

constexpr std::size_t kBlockLags = 2 * kHalfBlock;
constexpr std::size_t kRunLags = kRunBlocks * kBlockLags;  // from one exact anchor to the next

class WaveCentres {
  public:
    explicit WaveCentres(std::span<const Wave> waves);

    std::size_t terms() const { return waves_.size(); }

    // re + i·im of every wave at the centres of the kRunBlocks blocks that begin at first:
    // [kRunBlocks][terms], rows `stride` ≥ terms apart. The first is exact, each other at most two rotations
    // away: |error| ≤ 1e-15 weight.
    void find(std::int64_t first, std::size_t stride, double* re, double* im) const;

  private:
    std::vector<Wave> waves_;
    std::vector<double> turn_re_, turn_im_;  // as turn_waves() wants them
};

// cos and sin of (j + ½)θ_i for j = 0 … kHalfBlock − 1: [waves][kHalfBlock].
struct WaveOffsets {
    std::vector<double> cosine, sine;
};
WaveOffsets wave_offsets(std::span<const Wave> waves);

}  // namespace rope
