#include "core/scheme/learned_absolute.h"

#include <string>

namespace rope {

Checked<std::span<const double>> table_row(const Matrix& table, std::int64_t position) {
    if (position >= 0 && static_cast<std::uint64_t>(position) < table.rows)
        return table.row(static_cast<std::size_t>(position));
    return Fault{.id = "position_beyond_table",
                 .subject = "position " + std::to_string(position),
                 .rule = "must be from 0 to " + std::to_string(static_cast<std::int64_t>(table.rows) - 1) +
                         ", because a learned table has no vector for other positions",
                 .remedy = "use a longer table, or a scheme that computes positions",
                 .where = ""};
}

Matrix AbsoluteTerms::sum() const {
    Matrix total(xx.rows, xx.columns);
    for (std::size_t i = 0; i < total.values.size(); ++i)
        total.values[i] = xx.values[i] + xp.values[i] + px.values[i] + pp.values[i];
    return total;
}

AbsoluteTerms absolute_terms(const Matrix& query_x, const Matrix& query_p, const Matrix& key_x,
                             const Matrix& key_p) {
    return {.xx = row_products(query_x, key_x),
            .xp = row_products(query_x, key_p),
            .px = row_products(query_p, key_x),
            .pp = row_products(query_p, key_p)};
}

}  // namespace rope
