// Positive random features: their products estimate exp(q·k/√d), so that softmax attention becomes linear.
// Source: Choromanski et al. 2021 (arXiv:2009.14794), lemma 1; performer-pytorch's softmax_kernel.
#pragma once

#include "core/base/matrix.h"

namespace rope {

// φ_r(x) = exp(w_r·x' − |x'|²/2)/√M with x' = x/d^¼, for every row of x [rows, M]. `projection` [M, d]: rows
// from N(0, I) make φ(q)·φ(k) an unbiased estimate.
Matrix positive_random_features(const Matrix& x, const Matrix& projection);

// The form of the public program, which cannot overflow: the largest w·x' is taken off the exponent (of each
// query by itself; over all keys at once, so that keys keep their proportions) and `eps`, customary 1e-4, is
// added before 1/√M. Factors common to a row cancel in attention; eps does not, so results differ slightly.
enum class FeatureSide { query, key };
Matrix stabilised_random_features(const Matrix& x, const Matrix& projection, FeatureSide side, double eps);

// exp(q·k/√d) [queries, keys]: what the features estimate.
Matrix softmax_kernel(const Matrix& q, const Matrix& k);

}  // namespace rope
