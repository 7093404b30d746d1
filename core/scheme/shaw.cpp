#include "core/scheme/shaw.h"

#include <algorithm>
#include <cmath>

namespace rope {

std::string_view id(ShawIndex convention) {
    return convention == ShawIndex::key_minus_query ? "key_minus_query" : "query_minus_key";
}

std::int64_t shaw_index(ShawIndex convention, std::int64_t clip, std::int64_t m, std::int64_t n) {
    const std::int64_t difference = convention == ShawIndex::key_minus_query ? n - m : m - n;
    return std::clamp(difference, -clip, clip) + clip;
}

double shaw_score(std::span<const double> q, std::span<const double> k, const ShawTables& tables,
                  std::int64_t m, std::int64_t n) {
    const std::int64_t index = shaw_index(tables.convention, tables.clip, m, n);
    return (dot_product(q, k) + dot_product(q, tables.key.row(static_cast<std::size_t>(index)))) /
           std::sqrt(static_cast<double>(q.size()));
}

Matrix shaw_output(const Matrix& attention, const Matrix& v, const ShawTables& tables) {
    Matrix output = product(attention, v);
    for (std::size_t m = 0; m < attention.rows; ++m) {
        for (std::size_t n = 0; n < attention.columns; ++n) {
            const std::int64_t index = shaw_index(tables.convention, tables.clip,
                                                  static_cast<std::int64_t>(m), static_cast<std::int64_t>(n));
            const auto relative = tables.value.row(static_cast<std::size_t>(index));
            for (std::size_t c = 0; c < output.columns; ++c)
                output(m, c) += attention(m, n) * relative[c];
        }
    }
    return output;
}

}  // namespace rope
