// Linear attention: sums over keys are kept instead of a score per pair of tokens.
// Source: Katharopoulos et al. 2020 (arXiv:2006.16236); with rotation Su et al. 2021 (arXiv:2104.09864),
// equations 17–19.
#pragma once

#include <vector>

#include "core/base/matrix.h"
#include "core/rope/frequencies.h"
#include "core/rope/layout.h"

namespace rope {

// φ(x) = elu(x) + 1: x + 1 above 0, eˣ below; always positive. Entry by entry.
Matrix elu_plus_one(const Matrix& x);

// Every row rotated to its own position 0, 1, 2, ...
Matrix rotate_rows(const Matrix& x, const HeadShape& shape, const FrequencyTable& table);

// Features of queries [queries, f] and keys [keys, f]. Equation 18: the same in both places. Equation 19: the
// rotated features make the weights, the plain ones the denominator, which so stays positive.
struct LinearFeatures {
    const Matrix& weight_q;
    const Matrix& weight_k;
    const Matrix& denominator_q;
    const Matrix& denominator_k;
};
struct LinearAttention {
    Matrix output{};                    // [queries, width of v]
    std::vector<double> denominator{};  // [queries]
    std::vector<double> weight_sum{};   // [queries] Σ of the weights: 1 in equation 18, in 19 any number
};
// out_m = Σ_n (wq_m·wk_n) v_n / Σ_n dq_m·dk_n; causal: over n ≤ m, of which there is at least one. Cost
// O((queries + keys)·f·width), by running sums.
LinearAttention linear_attention(const LinearFeatures& features, const Matrix& v, bool causal);

}  // namespace rope
