// Laws that every scheme keeps, and those that its facts promise.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/measure/scores.h"
#include "core/measure/toeplitz.h"
#include "core/scheme/attention.h"
#include "core/scheme/scheme.h"
#include "core/scheme/sinusoidal.h"
#include "tests/property/generators.h"
#include "tests/support/scheme_inputs.h"

namespace rope {
namespace {

using namespace property;

const Scheme* any_scheme() {
    return *rc::gen::elementOf(std::vector<const Scheme*>(schemes().begin(), schemes().end()));
}

// Heads of even width: Transformer-XL's two blocks are equally wide.
HeadShape even_shape() {
    return *rc::gen::suchThat(any_shape(), [](const HeadShape& shape) { return shape.head_dim % 2 == 0; });
}

double largest_entry(const Matrix& map) {
    double largest = 0;
    for (const double entry : map.values) {
        if (!std::isnan(entry)) largest = std::max(largest, std::abs(entry));
    }
    return largest;
}

double largest_difference_of(const Matrix& a, const Matrix& b) {
    RC_ASSERT(a.rows == b.rows && a.columns == b.columns);
    double largest = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        RC_ASSERT(std::isnan(a.values[i]) == std::isnan(b.values[i]));
        if (!std::isnan(a.values[i])) largest = std::max(largest, std::abs(a.values[i] - b.values[i]));
    }
    return largest;
}

Matrix map_of(const Scheme& scheme, const SchemeInputs& inputs) {
    const Checked<Matrix> map = scheme_scores(scheme, inputs);
    if (!map.ok()) RC_FAIL(sentence(map.fault()));
    return map.value();
}

RC_GTEST_PROP(SchemeLaws, EveryVisibleScoreIsFiniteAndTheCausalMaskHidesExactlyTheFuture, ()) {
    const Scheme& scheme = *any_scheme();
    const HeadShape shape = even_shape();
    const FrequencyTable table = table_for(shape, *any_base());
    SchemeInputs inputs = scheme_inputs(shape, table, *rc::gen::inRange(0, 400), 12);
    inputs.key_positions.resize(7);
    inputs.causal = true;
    const Matrix map = map_of(scheme, inputs);
    RC_ASSERT(map.rows == 12u && map.columns == 7u);
    for (std::size_t r = 0; r < map.rows; ++r) {
        for (std::size_t c = 0; c < map.columns; ++c) {
            const bool future = inputs.key_positions[c] > inputs.query_positions[r];
            RC_ASSERT(std::isfinite(map(r, c)) != future);
        }
    }
}

RC_GTEST_PROP(SchemeLaws, OneVectorStandsForTheSameVectorEverywhere, ()) {
    const Scheme& scheme = *any_scheme();
    const HeadShape shape = even_shape();
    const FrequencyTable table = table_for(shape, *any_base());
    SchemeInputs inputs = scheme_inputs(shape, table, 3, 6);
    const Matrix single = map_of(scheme, inputs);
    for (Matrix* x : {&inputs.q, &inputs.k}) {
        const std::vector<double> row = x->values;
        for (int copies = 1; copies < 6; ++copies)
            x->values.insert(x->values.end(), row.begin(), row.end());
        x->rows = 6;
    }
    RC_ASSERT(largest_difference_of(single, map_of(scheme, inputs)) == 0);
}

// What `use` promises, measured. Positions stay below 2²⁰ so that a seeded table covers the learned ones.
RC_GTEST_PROP(SchemeLaws, RelativeSchemesGiveToeplitzMapsThatKeepWhenAllTokensMove, ()) {
    const Scheme& scheme = *any_scheme();
    RC_PRE(scheme.facts.use != PositionUse::absolute);
    const HeadShape shape = even_shape();
    const FrequencyTable table = table_for(shape, *any_base());
    const Matrix map = map_of(scheme, scheme_inputs(shape, table, 0, 24));
    const double tolerance = 1e-12 * (1 + largest_entry(map)) * shape.head_dim;
    RC_ASSERT(toeplitz_deviation(map).largest <= tolerance);
    const std::int64_t shift = *position(std::int64_t{1} << 20);
    const Matrix moved = map_of(scheme, scheme_inputs(shape, table, shift, 24));
    RC_ASSERT(largest_difference_of(map, moved) <= 1e-8 * (1 + largest_entry(map)) * shape.head_dim);
}

RC_GTEST_PROP(SchemeLaws, AbsoluteSchemesDoNot, ()) {
    const Scheme& scheme = *any_scheme();
    RC_PRE(scheme.facts.use == PositionUse::absolute);
    const HeadShape shape{.head_dim = 16, .rotary_dim = 16};
    const FrequencyTable table = table_for(shape, 10000);
    const auto seed = static_cast<std::uint64_t>(*rc::gen::inRange(1, 1000000));
    const Matrix map = map_of(scheme, scheme_inputs(shape, table, 0, 24, seed));
    RC_ASSERT(toeplitz_deviation(map).relative > 0.01);
}

// Moving tokens and positions together only reorders the map; without positions, moving tokens alone does.
RC_GTEST_PROP(SchemeLaws, WithoutPositionsAttentionIsBlindToOrder, ()) {
    const HeadShape shape{.head_dim = 8, .rotary_dim = 8};
    const FrequencyTable table = table_for(shape, 10000);
    SchemeInputs inputs = scheme_inputs(shape, table, 0, 6);
    inputs.k = gaussian_rows(6, 8, static_cast<std::uint64_t>(*rc::gen::inRange(1, 1000000)));
    const Matrix v = gaussian_rows(6, 3, 9);
    const auto output = [&](const Scheme& scheme, const SchemeInputs& tokens, const Matrix& values) {
        return product(attention_weights(map_of(scheme, tokens)), values);
    };
    // Tokens 1 and 4 change places; positions stay.
    SchemeInputs swapped = inputs;
    Matrix swapped_v = v;
    std::ranges::swap_ranges(swapped.k.row(1), swapped.k.row(4));
    std::ranges::swap_ranges(swapped_v.row(1), swapped_v.row(4));
    for (const Scheme* scheme : schemes()) {
        const double moved =
            largest_difference_of(output(*scheme, inputs, v), output(*scheme, swapped, swapped_v));
        if (scheme->facts.use == PositionUse::none) {
            RC_ASSERT(moved <= 1e-13);
        } else {
            RC_ASSERT(moved > 1e-9);
        }
    }
}

RC_GTEST_PROP(SchemeLaws, RopeAmongTheSchemesIsTheRopeOfTheScoreMap, ()) {
    const HeadShape shape = *any_shape();
    const FrequencyTable table = table_for(shape, *any_base(), *magnitude(0.5, 2));
    const SchemeInputs inputs = scheme_inputs(shape, table, *position(1 << 20), 5);
    const PairParts parts = pair_parts(inputs.q.row(0), inputs.k.row(0), shape);
    const ScoreInputs score{.table = &table, .parts = &parts, .head_dim = shape.head_dim};
    const Matrix map = map_of(*find_scheme("rope"), inputs);
    for (int r = 0; r < 5; ++r) {
        for (int c = 0; c < 5; ++c) {
            const double entry = map(static_cast<std::size_t>(r), static_cast<std::size_t>(c));
            RC_ASSERT(std::abs(entry - score_at(score, r - c)) <= 1e-8 * shape.head_dim);
        }
    }
}

RC_GTEST_PROP(SchemeLaws, AnOffsetMovesEverySinusoidByOneMatrix, ()) {
    const auto order = *rc::gen::element(SinusoidOrder::vaswani_interleaved, SinusoidOrder::concat_t2t,
                                         SinusoidOrder::concat_2i_over_d);
    const int width =
        2 * *rc::gen::inRange(1, 33) + (order == SinusoidOrder::concat_t2t ? *rc::gen::inRange(0, 2) : 0);
    const Checked<Sinusoids> sinusoids = make_sinusoids(order, width, *any_base());
    RC_ASSERT(sinusoids.ok());
    const auto m = static_cast<double>(*position(1 << 30)), k = static_cast<double>(*position(1 << 30));
    const Checked<Matrix> shift = shift_matrix(sinusoids.value(), k);
    RC_ASSERT(shift.ok());
    const std::vector<double> from = encode(sinusoids.value(), m), to = encode(sinusoids.value(), m + k);
    for (std::size_t c = 0; c < to.size(); ++c)
        RC_ASSERT(std::abs(dot_product(shift.value().row(c), from) - to[c]) <= 3e-9);
    RC_ASSERT(std::abs(dot_product(from, to) - encoding_similarity(sinusoids.value(), k)) <= 3e-9 * width);
}

}  // namespace
}  // namespace rope
