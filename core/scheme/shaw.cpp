#include "core/scheme/shaw.h"

#include <algorithm>
#include <cmath>

#include "core/scheme/scheme_values.h"

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

namespace shaw_scheme {
namespace {

constexpr ParamSpec kClip{.id = "scheme.clip",
                          .label = "Clip",
                          .symbol = "*k*",
                          .unit = "tokens",
                          .type = ParamType::integer,
                          .min = 0,
                          .max = 4096,
                          .initial = 16,
                          .help = "Distances beyond share one vector; 16 in the paper.",
                          .slider_min = 0,
                          .slider_max = 128};
// In the order of ShawIndex.
constexpr ParamChoice kConventions[] = {{"key_minus_query", "Key minus query (Shaw)"},
                                        {"query_minus_key", "Query minus key (RoFormer, equation 5)"}};
constexpr ParamSpec kConvention{.id = "scheme.shaw_index",
                                .label = "Sign of distance",
                                .type = ParamType::choice,
                                .initial_text = "key_minus_query",
                                .choices = kConventions,
                                .help = "Which way the table is read; the other way mirrors it."};
constexpr ParamSpec kParams[] = {kClip, kConvention, kSpreadParam, kSeedParam};

std::int64_t learned_numbers(const SchemeInputs& inputs) {
    return 2 * (2 * whole(inputs, kClip) + 1) * inputs.shape.head_dim;  // for keys and for values
}

Checked<Matrix> scores(const SchemeInputs& inputs) {
    const std::int64_t clip = whole(inputs, kClip);
    Checked<Matrix> key = seeded_table(inputs, static_cast<std::size_t>(2 * clip + 1), inputs.q.columns, 0);
    if (!key.ok()) return key;
    const ShawTables tables{.key = std::move(key).value(),
                            .clip = clip,
                            .convention = static_cast<ShawIndex>(choice(inputs, kConvention))};
    const double own = std::sqrt(static_cast<double>(inputs.shape.head_dim)) / inputs.divisor();
    return score_map(inputs, [&](std::span<const double> q, std::span<const double> k, std::int64_t m,
                                 std::int64_t n) { return own * shaw_score(q, k, tables, m, n); });
}

}  // namespace
}  // namespace shaw_scheme

extern const Scheme kShawScheme;
const Scheme kShawScheme{
    .id = "shaw",
    .label = "Shaw",
    .source = "Shaw et al. 2018 (arXiv:1803.02155)",
    .help = "A learned vector per clipped distance is added to the key, and another to the value.",
    .facts = {.use = PositionUse::relative,
              .enters = "added to key and value, for every pair of tokens",
              .when_moved =
                  "nothing when all tokens move alike; else q·a for every pair whose distance changed",
              .linear_attention = false,
              .linear_attention_reason = "the key differs from query to query",
              .beyond_training = "constant beyond the clip: far distances are not told apart"},
    .params = shaw_scheme::kParams,
    .learned_numbers = shaw_scheme::learned_numbers,
    .scores = shaw_scheme::scores};

}  // namespace rope
