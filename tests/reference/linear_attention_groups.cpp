// linear_attention: elu + 1 with and without rotation, positive random features.
#include <cmath>

#include "core/measure/linear_attention.h"
#include "core/measure/random_features.h"
#include "core/rope/exact_frequencies.h"
#include "core/scheme/attention.h"
#include "tests/reference/case_head.h"
#include "tests/reference/matrix_json.h"

namespace rope::reference {
namespace {

using nlohmann::json;

struct Tokens {
    Matrix q, k, v;
    bool causal = false;
};

Tokens tokens_of(const CaseInput& input) {
    Tokens tokens{.q = matrix_of(input, "q"),
                  .k = matrix_of(input, "k"),
                  .v = matrix_of(input, "v"),
                  .causal = input.flag_or("causal", false)};
    if (tokens.q.columns != tokens.k.columns || tokens.k.rows != tokens.v.rows)
        throw CaseError("q, k and v must fit each other");
    return tokens;
}

LinearAttention attend(const Matrix& phi_q, const Matrix& phi_k, const Tokens& tokens) {
    return linear_attention({phi_q, phi_k, phi_q, phi_k}, tokens.v, tokens.causal);
}

json elu_answer(const CaseInput& input) {
    const Tokens tokens = tokens_of(input);
    const int dim = even_dim(input.count_or("dim", static_cast<int>(tokens.q.columns)), "dim");
    if (static_cast<std::size_t>(dim) != tokens.q.columns) throw CaseError("dim must be the width of q");
    const HeadShape shape{.head_dim = dim, .rotary_dim = dim, .layout = input.layout_or(Layout::interleaved)};
    const FrequencyTable table = make_table(default_frequencies(base_of(input), dim), 1);
    const Matrix phi_q = elu_plus_one(tokens.q), phi_k = elu_plus_one(tokens.k);
    const Matrix turned_q = rotate_rows(phi_q, shape, table), turned_k = rotate_rows(phi_k, shape, table);
    const LinearAttention rotated =
        linear_attention({turned_q, turned_k, phi_q, phi_k}, tokens.v, tokens.causal);
    const LinearAttention before = attend(elu_plus_one(rotate_rows(tokens.q, shape, table)),
                                          elu_plus_one(rotate_rows(tokens.k, shape, table)), tokens);
    return {{"phi_q", json_of(phi_q)},
            {"phi_k", json_of(phi_k)},
            {"denominator", rotated.denominator},
            {"output", json_of(rotated.output)},
            {"weight_sum", rotated.weight_sum},
            {"output_no_rope", json_of(attend(phi_q, phi_k, tokens).output)},
            {"output_rotate_before_features", json_of(before.output)}};
}

json performer_answer(const CaseInput& input) {
    const Tokens tokens = tokens_of(input);
    const Matrix projection = matrix_of(input, "projection");
    if (projection.columns != tokens.q.columns) throw CaseError("projection must have d columns");
    const double eps = input.number_or("stabilised_eps", 1e-4);
    const Matrix phi_q = positive_random_features(tokens.q, projection);
    const Matrix phi_k = positive_random_features(tokens.k, projection);
    const Matrix stable_q = stabilised_random_features(tokens.q, projection, FeatureSide::query, eps);
    const Matrix stable_k = stabilised_random_features(tokens.k, projection, FeatureSide::key, eps);
    Matrix scores = row_products(tokens.q, tokens.k);
    for (double& score : scores.values)
        score /= std::sqrt(static_cast<double>(tokens.q.columns));
    if (tokens.causal) mask_future(scores);
    return {{"phi_q", json_of(phi_q)},
            {"phi_k", json_of(phi_k)},
            {"kernel_estimate", json_of(row_products(phi_q, phi_k))},
            {"output", json_of(attend(phi_q, phi_k, tokens).output)},
            {"stabilised_phi_q", json_of(stable_q)},
            {"stabilised_phi_k", json_of(stable_k)},
            {"stabilised_output", json_of(attend(stable_q, stable_k, tokens).output)},
            {"exact_softmax_output", json_of(product(attention_weights(scores), tokens.v))},
            {"exact_kernel", json_of(softmax_kernel(tokens.q, tokens.k))}};
}

}  // namespace

json answer_linear_attention(const CaseInput& input) {
    const std::string map = input.text_or("feature_map", "elu_plus_one");
    if (map == "elu_plus_one") return elu_answer(input);
    if (map == "positive_random_features") return performer_answer(input);
    throw CaseError("unknown feature_map " + map);
}

}  // namespace rope::reference
