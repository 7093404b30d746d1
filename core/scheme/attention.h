// From scores to attention. NaN stands for a score that the mask hides.
#pragma once

#include "core/base/matrix.h"

namespace rope {

// Hides the keys after each query: both are numbered from 0, query r sees the keys 0 … r.
void mask_future(Matrix& scores);

// Softmax along every row over its visible scores; hidden ones, and rows that see nothing, weigh 0. A score
// may be of any size.
Matrix attention_weights(const Matrix& scores);

}  // namespace rope
