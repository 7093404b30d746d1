#include "core/figure/kind/sequence_maps.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/figure/kind/scheme_map.h"

namespace rope {
namespace {

constexpr double kMostMapWork = 1 << 24;  // tokens² · head_dim of one map

std::size_t drawn_tokens(const FigureInputs& inputs) {
    const double head_dim = inputs.models.front().spec.shape.head_dim;
    const double most = std::max(2.0, std::floor(std::sqrt(kMostMapWork / head_dim)));
    return static_cast<std::size_t>(std::min(static_cast<double>(inputs.tokens.size()), most));
}

// W x of every token, as written. Nothing when cancelled.
std::optional<Matrix> projected_tokens(const FigureInputs& inputs, std::size_t count,
                                       const Projection& projection, Progress& progress) {
    Matrix rows(count, static_cast<std::size_t>(inputs.models.front().spec.shape.head_dim));
    for (std::size_t i = 0; i < count; ++i) {
        if (progress.cancelled()) return {};
        const std::vector<double> x = projection.apply(inputs.tokens[i].values);
        std::copy(x.begin(), x.end(), rows.row(i).begin());
    }
    return rows;
}

Matrix in_order(const Matrix& rows, const std::vector<int>& order) {
    Matrix out(rows.rows, rows.columns);
    for (std::size_t i = 0; i < out.rows; ++i)
        std::ranges::copy(rows.row(static_cast<std::size_t>(order[i])), out.row(i).begin());
    return out;
}

struct Tokens {
    Matrix q, k;  // as written
    std::vector<int> written, order;
};

Checked<SequenceMap> one_map(const FigureInputs& inputs, const Scheme& scheme, const Tokens& tokens) {
    SchemeInputs head = scheme_head(inputs, inputs.flag("sequence.causal"));
    for (const int place : tokens.written)
        head.query_positions.push_back(place);
    head.key_positions = head.query_positions;
    SequenceMap map;
    for (const bool now : {false, true}) {
        const std::vector<int>& order = now ? tokens.order : tokens.written;
        head.q = in_order(tokens.q, order);
        head.k = in_order(tokens.k, order);
        Checked<Matrix> scores = scheme_scores(scheme, head);
        if (!scores.ok()) return scores.fault();
        (now ? map.now : map.as_written) =
            inputs.flag("sequence.softmax") ? visible_weights(scores.value()) : std::move(scores).value();
    }
    map.change = order_change(map.now, map.as_written, tokens.order);
    return map;
}

}  // namespace

std::optional<SequenceMaps> sequence_maps(const FigureInputs& inputs, Progress& progress) {
    const std::size_t count = drawn_tokens(inputs);
    const auto q = projected_tokens(inputs, count, *inputs.w_q, progress);
    const auto k = q ? projected_tokens(inputs, count, *inputs.w_k, progress) : std::nullopt;
    if (!k) return {};
    Tokens tokens{*q, *k, std::vector<int>(count), inputs.token_order};
    std::iota(tokens.written.begin(), tokens.written.end(), 0);
    std::erase_if(tokens.order, [&](int token) { return token >= static_cast<int>(count); });

    SequenceMaps maps;
    maps.scheme = find_scheme(inputs.choice("sequence.scheme"));
    require(maps.scheme != nullptr, "a choice that is no scheme");
    maps.order = tokens.order;
    maps.moved = tokens.order != tokens.written;
    maps.left_out = inputs.tokens.size() - count;
    const Scheme* none = find_scheme("nope");
    require(none != nullptr, "attention without positions is a scheme");
    Checked<SequenceMap> without = one_map(inputs, *none, tokens);
    require(without.ok(), "attention without positions can fail");
    maps.without = std::move(without).value();
    if (progress.cancelled()) return {};
    Checked<SequenceMap> with = one_map(inputs, *maps.scheme, tokens);
    if (with.ok())
        maps.with = std::move(with).value();
    else
        maps.fault = sentence(with.fault());
    if (progress.cancelled()) return {};
    return maps;
}

}  // namespace rope
