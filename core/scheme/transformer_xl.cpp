#include "core/scheme/transformer_xl.h"

#include <cmath>
#include <limits>
#include <unordered_map>

#include "core/scheme/scheme_values.h"

namespace rope {

std::vector<double> position_key(const TransformerXl& scheme, double distance) {
    const std::vector<double> sinusoid = encode(scheme.sinusoids, distance);
    std::vector<double> key;
    key.reserve(scheme.key_from_sinusoid.rows);
    for (std::size_t r = 0; r < scheme.key_from_sinusoid.rows; ++r)
        key.push_back(dot_product(scheme.key_from_sinusoid.row(r), sinusoid));
    return key;
}

TransformerXlTerms transformer_xl_terms(const TransformerXl& scheme, std::span<const double> q,
                                        std::span<const double> k, std::span<const double> position_key) {
    return {.content = dot_product(q, k),
            .content_position = dot_product(q, position_key),
            .global_content = dot_product(scheme.u, k),
            .global_position = dot_product(scheme.v, position_key)};
}

namespace transformer_xl_scheme {
namespace {

constexpr ParamSpec kParams[] = {kSinusoidBaseParam, kSpreadParam, kSeedParam};

std::int64_t learned_numbers(const SchemeInputs& inputs) {
    return (2 + inputs.shape.head_dim) * static_cast<std::int64_t>(inputs.shape.head_dim);  // u, v, W_kR
}

Checked<Matrix> scores(const SchemeInputs& inputs) {
    const std::size_t width = inputs.q.columns;
    Checked<Sinusoids> sinusoids = make_sinusoids(SinusoidOrder::concat_2i_over_d, inputs.shape.head_dim,
                                                  number(inputs, kSinusoidBaseParam));
    if (!sinusoids.ok()) return sinusoids.fault();
    Checked<Matrix> projection = seeded_table(inputs, width, width, 0);
    if (!projection.ok()) return projection;
    Checked<Matrix> global = seeded_table(inputs, 2, width, 1);
    if (!global.ok()) return global;
    const auto u = global.value().row(0), v = global.value().row(1);
    TransformerXl scheme{.u = {u.begin(), u.end()},
                         .v = {v.begin(), v.end()},
                         .key_from_sinusoid = std::move(projection).value(),
                         .sinusoids = std::move(sinusoids).value()};
    // Projected keys keep the size of u and v.
    for (double& weight : scheme.key_from_sinusoid.values)
        weight /= std::sqrt(static_cast<double>(width));
    const double root = inputs.divisor();
    std::unordered_map<std::int64_t, std::vector<double>> keys;
    return score_map(
        inputs, [&](std::span<const double> q, std::span<const double> k, std::int64_t m, std::int64_t n) {
            if (n > m) return std::numeric_limits<double>::quiet_NaN();
            auto found = keys.find(m - n);
            if (found == keys.end())
                found = keys.emplace(m - n, position_key(scheme, static_cast<double>(m - n))).first;
            return transformer_xl_terms(scheme, q, k, found->second).sum() / root;
        });
}

}  // namespace
}  // namespace transformer_xl_scheme

extern const Scheme kTransformerXlScheme;
const Scheme kTransformerXlScheme{
    .id = "transformer_xl",
    .label = "Transformer-XL",
    .short_label = "TrXL",
    .source = "Dai et al. 2019 (arXiv:1901.02860)",
    .help =
        "The query meets a projected sinusoid of the distance; two global vectors stand for its position.",
    .facts = {.use = PositionUse::relative,
              .enters = "two more products in the score, for every pair of tokens",
              .when_moved = "nothing when all tokens move alike; else one product with q + v for every pair "
                            "whose distance changed",
              .linear_attention = false,
              .linear_attention_reason = "the position term belongs to the pair, not to a token",
              .beyond_training = "computable at any distance; made for a memory longer than in training"},
    .params = transformer_xl_scheme::kParams,
    .learned_numbers = transformer_xl_scheme::learned_numbers,
    .scores = transformer_xl_scheme::scores};

}  // namespace rope
