// Shaw's relative positions: a learned vector per clipped distance, added to the key, and another to the
// value. Source: Shaw et al. 2018 (arXiv:1803.02155), equations 3 and 4; indices as in tensor2tensor.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/matrix.h"

namespace rope {

enum class ShawIndex {
    key_minus_query,  // the paper
    query_minus_key,  // as RoFormer restates it in equation 5: the table mirrored
};
std::string_view id(ShawIndex convention);

// Row of the table for a query at m and a key at n: clip(difference, −clip, clip) + clip, in [0, 2 clip].
std::int64_t shaw_index(ShawIndex convention, std::int64_t clip, std::int64_t m, std::int64_t n);

// The tables of one head: 2·clip + 1 rows each.
struct ShawTables {
    Matrix key{};    // [2 clip + 1, d]
    Matrix value{};  // [2 clip + 1, width of v]
    std::int64_t clip = 0;
    ShawIndex convention = ShawIndex::key_minus_query;
};

// e(m, n) = q·(k + aK[c]) / √d for one pair of tokens.
double shaw_score(std::span<const double> q, std::span<const double> k, const ShawTables& tables,
                  std::int64_t m, std::int64_t n);

// z_m = Σ_n attention(m, n)(v_n + aV[c]); tokens stand at 0, 1, 2, ...
Matrix shaw_output(const Matrix& attention, const Matrix& v, const ShawTables& tables);

}  // namespace rope
