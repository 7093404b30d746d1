// A score map as a constant and waves: what lags, block means and softmax share.
#pragma once

#include <vector>

#include "core/measure/lag_blocks.h"
#include "core/measure/scores.h"

namespace rope {

struct ScoreWaves {
    double constant = 0;
    std::vector<Wave> waves;        // terms of weight 0 are left out
    std::vector<std::size_t> pair;  // [waves] the pair of each, for Δ beyond the kernels' range or fractional
};
ScoreWaves score_waves(const ScoreInputs& inputs);

// The phase of a pair at a whole position, rounded once to what a wave holds. Where lags are counted from a
// far one, waves that start there are as exact as near 0; their step alone would be off by 2⁻⁶⁵ turns a
// token.
inline TurnFraction wave_phase(const FrequencyTable& table, std::size_t pair, std::int64_t position) {
    const ExactPhase phase = table.phase(pair, static_cast<double>(position));
    return phase.turns + (phase.rest >> 63);
}

}  // namespace rope
