#include "core/scheme/learned_absolute.h"

#include <cmath>
#include <string>

#include "core/scheme/scheme_values.h"

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

namespace learned_absolute_scheme {
namespace {

constexpr ParamSpec kLength{.id = "scheme.table_length",
                            .label = "Length of table",
                            .unit = "tokens",
                            .type = ParamType::integer,
                            .min = 1,
                            .max = 65536,
                            .scale = SliderScale::logarithmic,
                            .initial = 512,
                            .help = "How many positions have a vector: 512 in BERT, 1024 in GPT-2."};
constexpr ParamSpec kParams[] = {kLength, kSpreadParam, kSeedParam};

std::int64_t learned_numbers(const SchemeInputs& inputs) {
    return whole(inputs, kLength) * inputs.shape.head_dim;
}

// x + p for every row.
Checked<Matrix> with_positions(const Matrix& table, const std::vector<std::int64_t>& positions,
                               const Matrix& x) {
    Matrix sum(positions.size(), x.columns);
    for (std::size_t r = 0; r < sum.rows; ++r) {
        const Checked<std::span<const double>> p = table_row(table, positions[r]);
        if (!p.ok()) return p.fault();
        for (std::size_t c = 0; c < sum.columns; ++c)
            sum(r, c) = x(x.rows == 1 ? 0 : r, c) + p.value()[c];
    }
    return sum;
}

Checked<Matrix> scores(const SchemeInputs& inputs) {
    const Checked<Matrix> table =
        seeded_table(inputs, static_cast<std::size_t>(whole(inputs, kLength)), inputs.q.columns, 0);
    if (!table.ok()) return table;
    Checked<Matrix> q = with_positions(table.value(), inputs.query_positions, inputs.q);
    if (!q.ok()) return q;
    const Checked<Matrix> k = with_positions(table.value(), inputs.key_positions, inputs.k);
    if (!k.ok()) return k;
    const double root = inputs.divisor();
    for (double& value : q.value().values)
        value /= root;
    return row_products(q.value(), k.value());
}

}  // namespace
}  // namespace learned_absolute_scheme

extern const Scheme kLearnedAbsoluteScheme;
const Scheme kLearnedAbsoluteScheme{
    .id = "learned",
    .label = "Learned",
    .source = "Devlin et al. 2019 (arXiv:1810.04805); GPT-2",
    .help = "A learned vector per position, out of a table of fixed length, is added to the token's vector.",
    .facts = {.use = PositionUse::absolute,
              .enters = "added to the token's vector, before the projections",
              .when_moved = "every moved token in every layer: keys and values hold its position",
              .linear_attention = true,
              .linear_attention_reason = "positions are inside q and k before the feature map",
              .beyond_training = "not at all: beyond the table there is no vector"},
    .params = learned_absolute_scheme::kParams,
    .learned_numbers = learned_absolute_scheme::learned_numbers,
    .scores = learned_absolute_scheme::scores};

}  // namespace rope
