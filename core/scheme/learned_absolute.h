// Learned absolute positions: a vector per position out of a table of fixed length, added to the token's
// vector before the projections. Source: BERT, GPT-2; the four products are Su et al. 2021, equation 6.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/checked.h"
#include "core/base/matrix.h"

namespace rope {

// The row of a position. Fault position_beyond_table: the model has never had a vector for it, and none is
// made up.
Checked<std::span<const double>> table_row(const Matrix& table, std::int64_t position);

// q_m·k_n with q = Wq(x + p) and k = Wk(x + p), multiplied out; the first letter is the query's side. Each
// [queries, keys], not divided by √d.
struct AbsoluteTerms {
    Matrix xx{}, xp{}, px{}, pp{};
    Matrix sum() const;
};

// From projected rows: Wq x, Wq p of the queries and Wk x, Wk p of the keys.
AbsoluteTerms absolute_terms(const Matrix& query_x, const Matrix& query_p, const Matrix& key_x,
                             const Matrix& key_p);

}  // namespace rope
