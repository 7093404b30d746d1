// The registry, and what one scheme adds to another on the same q and k.
#include "core/scheme/scheme.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "core/scheme/alibi.h"
#include "tests/support/scheme_inputs.h"

namespace rope {
namespace {

const HeadShape kShape{.head_dim = 16, .rotary_dim = 16};
const FrequencyTable kTable = make_table(default_frequencies(10000, 16), 1);

SchemeInputs inputs_at(std::int64_t first = 0, int count = 8) {
    return scheme_inputs(kShape, kTable, first, count);
}

Matrix scores_of(std::string_view id, const SchemeInputs& inputs) {
    const Checked<Matrix> scores = scheme_scores(*find_scheme(id), inputs);
    EXPECT_TRUE(scores.ok()) << id;
    return scores.value();
}

std::string refusal(std::string_view id, const SchemeInputs& inputs) {
    const Checked<Matrix> scores = scheme_scores(*find_scheme(id), inputs);
    return scores.ok() ? "accepted" : scores.fault().id;
}

TEST(Schemes, AreFoundByTheirIdsAndSayWhatTheyAre) {
    std::set<std::string_view> ids;
    for (const Scheme* scheme : schemes()) {
        EXPECT_EQ(find_scheme(scheme->id), scheme);
        EXPECT_TRUE(ids.insert(scheme->id).second) << scheme->id;
        for (const std::string_view words :
             {scheme->label, scheme->source, scheme->help, scheme->facts.enters, scheme->facts.when_moved,
              scheme->facts.linear_attention_reason, scheme->facts.beyond_training})
            EXPECT_FALSE(words.empty()) << scheme->id;
    }
    EXPECT_EQ(find_scheme("ALiBi"), nullptr);
    EXPECT_EQ(find_scheme(""), nullptr);
}

TEST(Schemes, RowsOfOneNameAreTheSameRowAndTheirDefaultsAreAllowed) {
    std::map<std::string_view, const ParamSpec*> seen;
    for (const Scheme* scheme : schemes()) {
        SchemeInputs inputs = inputs_at();
        for (const ParamSpec& row : scheme->params) {
            EXPECT_TRUE(row.id.starts_with("scheme.")) << row.id;
            EXPECT_FALSE(row.label.empty()) << row.id;
            EXPECT_FALSE(row.help.empty()) << row.id;
            const auto [first, is_new] = seen.emplace(row.id, &row);
            if (!is_new) {
                EXPECT_EQ(first->second->help, row.help);
                EXPECT_EQ(first->second->initial, row.initial);
            }
            inputs.values.emplace(row.id, initial_value(row));
        }
        EXPECT_EQ(scores_of(scheme->id, inputs).values.size(), 64u);
    }
}

TEST(Schemes, ValuesOutsideTheirRowAreRefused) {
    SchemeInputs inputs = inputs_at();
    inputs.values = {{"scheme.clip", std::int64_t{-1}}};
    EXPECT_EQ(refusal("shaw", inputs), "value_out_of_range");
    EXPECT_EQ(refusal("rope", inputs), "accepted") << "another scheme's row";
    inputs.values = {{"scheme.clip", 2.0}};
    EXPECT_EQ(refusal("shaw", inputs), "value_out_of_range");
    inputs.values = {{"scheme.shaw_index", std::string("sideways")}};
    EXPECT_EQ(refusal("shaw", inputs), "value_out_of_range");
    inputs.values = {{"scheme.scale_base", std::nan("")}};
    EXPECT_EQ(refusal("xpos", inputs), "value_out_of_range");
    inputs.values = {{"scheme.alibi_heads", std::int64_t{4}}, {"scheme.alibi_head", std::int64_t{4}}};
    EXPECT_EQ(refusal("alibi", inputs), "no_such_head");
    inputs.values = {{"scheme.max_distance", std::int64_t{8}}};
    EXPECT_EQ(refusal("t5", inputs), "max_distance_too_small");
}

TEST(Schemes, PositionsThatCannotBeAreRefused) {
    EXPECT_EQ(refusal("rope", inputs_at(std::int64_t{1} << 33)), "position_too_large");
    EXPECT_EQ(refusal("learned", inputs_at(508)), "position_beyond_table");
    EXPECT_EQ(refusal("learned", inputs_at(504)), "accepted");
    EXPECT_EQ(refusal("learned", inputs_at(-1)), "position_beyond_table");
    EXPECT_EQ(refusal("rope", inputs_at(0, 5000)), "too_many_scores");
}

TEST(Schemes, BiasesAreWhatStandsBetweenThemAndNoPositions) {
    const SchemeInputs inputs = inputs_at(100);
    const Matrix plain = scores_of("nope", inputs), alibi = scores_of("alibi", inputs);
    for (std::size_t m = 0; m < 8; ++m) {
        for (std::size_t n = 0; n <= m; ++n)
            EXPECT_NEAR(alibi(m, n) - plain(m, n), -0.5 * static_cast<double>(m - n), 1e-12);
    }
    EXPECT_TRUE(std::isnan(alibi(0, 1)));
    // T5 does not divide q·k by √d = 4, and one bucket holds one number.
    const Matrix t5 = scores_of("t5", inputs);
    const double bias = t5(3, 3) - 4 * plain(3, 3);
    EXPECT_NEAR(t5(5, 5) - 4 * plain(5, 5), bias, 1e-12);
    EXPECT_GT(std::abs(t5(5, 4) - 4 * plain(5, 4) - bias), 1e-6);
}

// A decoder's T5 tells no key after the query from the query itself; a DeBERTa table of two rows tells no key
// before it.
TEST(Schemes, DistancesHaveTheirSign) {
    SchemeInputs inputs = inputs_at();
    inputs.values = {{"scheme.bidirectional", false},
                     {"scheme.span", std::int64_t{1}},
                     {"scheme.bucket_size", std::int64_t{-1}}};
    const Matrix t5 = scores_of("t5", inputs), deberta = scores_of("deberta", inputs);
    for (std::size_t m = 0; m < 8; ++m) {
        for (std::size_t n = 0; n < 8; ++n) {
            EXPECT_EQ(t5(m, n) == t5(0, 0), n >= m) << m << ", " << n;
            EXPECT_EQ(deberta(m, n) == deberta(0, 0), n <= m) << m << ", " << n;
        }
    }
}

TEST(Schemes, OnlyThoseMadeForDecodersHideTheFutureUnasked) {
    const std::set<std::string_view> hiding{"transformer_xl", "alibi"};
    for (const Scheme* scheme : schemes()) {
        const Matrix scores = scores_of(scheme->id, inputs_at());
        for (std::size_t m = 0; m < 8; ++m) {
            for (std::size_t n = 0; n < 8; ++n)
                EXPECT_EQ(std::isnan(scores(m, n)), n > m && hiding.contains(scheme->id)) << scheme->id;
        }
    }
    SchemeInputs inputs = inputs_at();
    inputs.values = {{"scheme.alibi_form", std::string("symmetric")}};
    const Matrix both_ways = scores_of("alibi", inputs);
    EXPECT_NEAR(both_ways(0, 5), both_ways(5, 0), 1e-14) << "the slope is the same both ways";
}

TEST(Schemes, WithoutSpreadLearnedTablesSayNothing) {
    SchemeInputs inputs = inputs_at();
    inputs.values = {{"scheme.spread", 0.0}};
    const Matrix plain = scores_of("nope", inputs);
    const std::map<std::string, double> divisor{
        {"learned", 1}, {"shaw", 1}, {"t5", 0.25}, {"deberta", std::sqrt(3.0)}};
    for (const auto& [id, factor] : divisor) {
        const Matrix scores = scores_of(id, inputs);
        for (std::size_t i = 0; i < plain.values.size(); ++i)
            EXPECT_NEAR(scores.values[i], plain.values[i] / factor, 1e-12) << id;
    }
}

TEST(Schemes, CountWhatTheyLearn) {
    const SchemeInputs inputs = inputs_at();
    const std::map<std::string_view, std::int64_t> learned{
        {"nope", 0},
        {"sinusoidal", 0},
        {"learned", 512 * 16},
        {"shaw", 2 * 33 * 16},
        {"transformer_xl", 2 * 16 + 16 * 16},
        {"t5", 32},
        {"deberta", 2 * 512 * 16},
        {"alibi", 0},
        {"xpos", 0},
        {"rope", 0},
    };
    ASSERT_EQ(learned.size(), schemes().size());
    for (const Scheme* scheme : schemes())
        EXPECT_EQ(scheme->learned_numbers(inputs), learned.at(scheme->id)) << scheme->id;
}

TEST(Schemes, ASeedChoosesTheTables) {
    SchemeInputs inputs = inputs_at();
    const Matrix first = scores_of("shaw", inputs);
    EXPECT_EQ(scores_of("shaw", inputs), first);
    inputs.values = {{"scheme.seed", std::int64_t{2}}};
    EXPECT_NE(scores_of("shaw", inputs), first);
}

TEST(Schemes, TableTooLargeIsRefusedBeforeItIsMade) {
    const HeadShape wide{.head_dim = 512, .rotary_dim = 512};
    const FrequencyTable table = make_table(default_frequencies(10000, 512), 1);
    SchemeInputs inputs = scheme_inputs(wide, table, 0, 2);
    inputs.values = {{"scheme.table_length", std::int64_t{65536}}};
    EXPECT_EQ(refusal("learned", inputs), "table_too_large");
}

}  // namespace
}  // namespace rope
