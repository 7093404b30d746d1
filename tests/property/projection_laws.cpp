// Laws of projections, of words as text, and of what another order does to a map.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/measure/order_change.h"
#include "core/scheme/scheme.h"
#include "core/vectors/generator.h"
#include "core/vectors/projection.h"
#include "core/vectors/token.h"
#include "core/vectors/vector_source.h"
#include "tests/property/generators.h"

namespace rope {
namespace {

using namespace property;

Projection any_projection(const HeadShape& shape) {
    std::string text = "orthogonal:seed=" + std::to_string(*rc::gen::inRange(0, 1000));
    const int size = *rc::gen::element(0, 2, shape.head_dim);
    if (size > 0) {
        text.clear();
        for (int r = 0; r < size; ++r) {
            const auto row =
                *rc::gen::container<std::vector<double>>(static_cast<std::size_t>(size), number(-3, 3));
            text += (r > 0 ? ";" : "") + typed_vector(row).text;
        }
    }
    const auto made = make_projection({text}, shape, "W");
    if (!made.ok()) RC_FAIL(sentence(made.fault()));
    return made.value();
}

RC_GTEST_PROP(ProjectionLaw, AnOrthogonalOneKeepsLengthsAndProducts, ()) {
    const int size = *rc::gen::inRange(1, 200);
    const auto seed = *rc::gen::inRange(0, 1 << 20);
    const HeadShape shape{.head_dim = size, .rotary_dim = size};
    const auto made = make_projection({"orthogonal:seed=" + std::to_string(seed)}, shape, "W");
    RC_ASSERT(made.ok());
    const std::vector<double> x = gaussian_vector(size, 1), y = gaussian_vector(size, 2);
    const std::vector<double> wx = made.value().apply(x), wy = made.value().apply(y);
    RC_ASSERT(std::abs(norm(wx) - norm(x)) <= 1e-14 * norm(x));
    const double before = std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
    const double after = std::inner_product(wx.begin(), wx.end(), wy.begin(), 0.0);
    RC_ASSERT(std::abs(after - before) <= 1e-13 * norm(x) * norm(y));
}

RC_GTEST_PROP(ProjectionLaw, IsLinear, ()) {
    const HeadShape shape = *any_shape();
    const Projection w = any_projection(shape);
    const std::vector<double> x = gaussian_vector(shape.head_dim, 5), y = gaussian_vector(shape.head_dim, 6);
    const double a = *number(-2, 2);
    std::vector<double> sum = x;
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += a * y[i];
    const std::vector<double> whole = w.apply(sum), wx = w.apply(x), wy = w.apply(y);
    for (std::size_t i = 0; i < whole.size(); ++i)
        RC_ASSERT(std::abs(whole[i] - (wx[i] + a * wy[i])) <= 1e-12 * (1 + norm(wx) + norm(wy)));
}

RC_GTEST_PROP(ProjectionLaw, SolveGivesWhatApplyTook, ()) {
    const HeadShape shape = *any_shape();
    const Projection w = any_projection(shape);
    const std::vector<double> x = gaussian_vector(shape.head_dim, 7), y = w.apply(x);
    const auto back = w.solve(y);
    if (!back) return;  // singular
    // Ill-conditioned matrices give another x of nearly the same image.
    const std::vector<double> again = w.apply(*back);
    for (std::size_t i = 0; i < y.size(); ++i)
        RC_ASSERT(std::abs(again[i] - y[i]) <= 1e-9 * (1 + norm(y)) * (1 + norm(*back)));
}

RC_GTEST_PROP(TokenLaw, TextOfWordsReadsBack, ()) {
    const auto letters = rc::gen::container<std::string>(
        rc::gen::element('a', ':', '=', '\\', ' ', '\n', '\t', '\xff', '[', ','));
    std::vector<Token> tokens;
    for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
        Token token{*letters, *letters};
        if (!token.word.empty() || !token.vector.empty()) tokens.push_back(std::move(token));
    }
    const std::string text = tokens_text(tokens);
    RC_ASSERT(parse_tokens(text) == tokens);
    RC_ASSERT(tokens_text(parse_tokens(text)) == text);
}

RC_GTEST_PROP(TokenLaw, AnyTextIsWords, ()) {
    const auto text = *rc::gen::container<std::string>(rc::gen::element('a', ':', '=', '\\', ' ', '\n'));
    const std::vector<Token> tokens = parse_tokens(text);
    RC_ASSERT(parse_tokens(tokens_text(tokens)) == tokens);
}

// Vaswani et al. 2017, section 3.5: attention without positions does not see the order of its tokens.
RC_GTEST_PROP(OrderLaw, WithoutPositionsEveryOrderMerelyPermutes, ()) {
    const int count = *rc::gen::inRange(1, 12);
    SchemeInputs inputs;
    inputs.shape = {.head_dim = 8, .rotary_dim = 8};
    const FrequencyTable table = make_table(default_frequencies(10000, 8), 1);
    inputs.table = &table;
    std::vector<int> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    for (int i = count - 1; i > 0; --i)
        std::swap(order[static_cast<std::size_t>(i)],
                  order[static_cast<std::size_t>(*rc::gen::inRange(0, i + 1))]);
    const auto scores = [&](bool moved) {
        inputs.q = Matrix(order.size(), 8);
        inputs.k = Matrix(order.size(), 8);
        inputs.query_positions.clear();
        for (std::size_t i = 0; i < order.size(); ++i) {
            const auto token = static_cast<std::uint64_t>(moved ? order[i] : static_cast<int>(i));
            std::ranges::copy(gaussian_vector(8, 2 * token), inputs.q.row(i).begin());
            std::ranges::copy(gaussian_vector(8, 2 * token + 1), inputs.k.row(i).begin());
            inputs.query_positions.push_back(static_cast<std::int64_t>(i));
        }
        inputs.key_positions = inputs.query_positions;
        return scheme_scores(*find_scheme("nope"), inputs).value();
    };
    const OrderChange change = order_change(scores(true), scores(false), order);
    RC_ASSERT(change.largest == 0.0);
    RC_ASSERT(change.merely_permuted());
}

}  // namespace
}  // namespace rope
