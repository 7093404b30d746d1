// Mean and deviation of the score of standard normal vectors, by the sums of cos Δθ and cos² Δθ over the
// pairs. Source: docs/spec-attention.md, decay_curves (d), with unrotated components and the attention
// factor.
#pragma once

#include <cmath>

#include "core/measure/decay.h"

namespace rope {

struct RandomScore {
    double mean = 0, mean_per_cosine = 0;
    double variance = 0, variance_per_cosine_square = 0;

    double mean_at(double cosines) const { return mean + mean_per_cosine * cosines; }
    double deviation_at(double cosine_squares) const {
        return std::sqrt(variance + variance_per_cosine_square * cosine_squares);
    }
};

bool is_random(DecayMeasure measure);
RandomScore random_score(const DecayInputs& inputs);  // of a random measure

}  // namespace rope
