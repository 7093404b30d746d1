// A score map as a constant and waves: what lags, block means and softmax share.
#pragma once

#include <vector>

#include "core/measure/lag_blocks.h"
#include "core/measure/scores.h"

namespace rope {

struct ScoreWaves {
    double constant = 0;
    std::vector<Wave> waves;    // terms of weight 0 are left out
    std::vector<double> theta;  // [waves] rad/token, for fractional Δ
};
ScoreWaves score_waves(const ScoreInputs& inputs);

}  // namespace rope
