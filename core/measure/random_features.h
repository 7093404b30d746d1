// Positive random features: their products estimate exp(q·k/√d), so that softmax attention becomes linear.
// Source: Choromanski et al. 2021 (arXiv:2009.14794), lemma 1; performer-pytorch's softmax_kernel.
#pragma once

#include <vector>

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

// The weights [keys] that the query in row 0 of q gives to every key by positive_random_features as float32
// programs form them: exponents, features, products and sums rounded, nothing taken off the exponents. Where
// |x'|²/2 is large features underflow to 0; with none left a weight is 0/0, which is NaN.
struct Float32Weights {
    std::vector<double> weights{};
    std::size_t features = 0, vanished = 0;  // of query and keys together; those that are 0
    double smallest = 0, largest = 0;        // exponents
};
Float32Weights float32_feature_weights(const Matrix& q, const Matrix& k, const Matrix& projection);

// exp(q·k/√d) [queries, keys]: what the features estimate.
Matrix softmax_kernel(const Matrix& q, const Matrix& k);

}  // namespace rope
