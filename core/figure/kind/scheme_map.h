// What the kinds that draw maps of schemes share, and one scheme's scores of q and k at the positions that
// the figure `schemes` shows.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/matrix.h"
#include "core/figure/figure_inputs.h"
#include "core/scheme/scheme.h"

namespace rope {

// Whose scores SchemeInputs::scale_multiplier multiplies, for captions.
inline constexpr std::string_view kScaledSchemes = "Of all schemes, the scores of RoPE and xPos";

// Model A and the rows of schemes as the figure has them; without vectors and positions.
SchemeInputs scheme_head(const FigureInputs& inputs, bool causal);

// Softmax over each row; NaN where the scores are: hidden keys weigh nothing and are drawn as hidden.
Matrix visible_weights(const Matrix& scores);

struct SchemeMap {
    Matrix scores;         // what the softmax sees [positions, positions]; NaN where hidden
    double deviation = 0;  // from Toeplitz, over the map's range; NaN where it cannot be measured
    std::string fault;     // instead of scores
    std::string key;       // of the raster: a digest of exactly what decides the scores
};

// Of model A: schemes.positions of them from schemes.from on (fewer where the head is wide), and every
// scheme.* row. Points into `inputs`.
SchemeInputs scheme_inputs(const FigureInputs& inputs);

// Null when cancelled. Cost of a miss O(positions²·head_dim), some 20 ms at most.
std::shared_ptr<const SchemeMap> scheme_map(const Scheme& scheme, const SchemeInputs& inputs,
                                            ResultCache& cache, Progress& progress);

}  // namespace rope
