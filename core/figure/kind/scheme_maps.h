// What the kinds that draw maps of schemes share.
#pragma once

#include "core/figure/figure_inputs.h"
#include "core/scheme/scheme.h"

namespace rope {

// Model A and the rows of schemes as the figure has them; without vectors and positions.
SchemeInputs scheme_head(const FigureInputs& inputs, bool causal);

// Softmax over each row; NaN where the scores are: hidden keys weigh nothing and are drawn as hidden.
Matrix visible_weights(const Matrix& scores);

}  // namespace rope
