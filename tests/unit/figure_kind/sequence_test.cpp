#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/figure/caption.h"
#include "core/scheme/scheme.h"
#include "tests/unit/figure_kind/kind_inputs.h"
#include "tests/unit/figure_kind/page_laws.h"

namespace rope {
namespace {

// Words whose vectors are given, in a head of two components: one pair, which turns by 1 rad a token.
FigureInputs two_words() {
    FigureInputs inputs = kind_inputs(2);
    inputs.tokens = {{"a", "1,0", true, {1, 0}}, {"b", "0,1", true, {0, 1}}};
    inputs.token_order = {1, 0};
    return inputs;
}

double entry(const Figure& figure, const char* name, double m, double n) {
    const std::vector<double>&at_m = column(figure, "m").values, &at_n = column(figure, "n").values,
          &values = column(figure, name).values;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (at_m[i] == m && at_n[i] == n) return values[i];
    }
    ADD_FAILURE() << "no entry " << m << ", " << n;
    return 0;
}

// "a b" becomes "b a". (1, 0)·R(n − m)(0, 1) = −sin(n − m): as written q = a stands at 0 and k = b at 1, now
// at 1 and 0, and so the sign turns. Without positions the product is 0 in both orders.
TEST(SequenceFigure, OnePairCanBeFollowedByHand) {
    const Figure figure = build_figure("sequence", two_words());
    const double root = std::sqrt(2.0);
    EXPECT_EQ(column(figure, "query").texts, (std::vector<std::string>{"b", "b", "a", "a"}));
    EXPECT_EQ(column(figure, "key").texts, (std::vector<std::string>{"b", "a", "b", "a"}));
    EXPECT_NEAR(entry(figure, "with_positions", 1, 0), std::sin(1.0) / root, 1e-15);
    EXPECT_NEAR(entry(figure, "with_positions_change", 1, 0), 2 * std::sin(1.0) / root, 1e-15);
    EXPECT_NEAR(entry(figure, "with_positions_change", 0, 0), 0, 1e-15) << "a word with itself";
    EXPECT_EQ(entry(figure, "without_positions", 1, 0), 0);
    EXPECT_NEAR(entry(figure, "without_positions", 0, 0), 1 / root, 1e-15);
}

// "Without a position signal, reordering the tokens only reorders the outputs."
TEST(SequenceFigure, WithoutPositionsTheMapIsMerelyPermuted) {
    for (const bool softmax : {false, true}) {
        FigureInputs inputs = kind_inputs(8);
        set(inputs, "sequence.softmax", softmax);
        inputs.token_order = {3, 1, 4, 0, 2};
        const Figure figure = build_figure("sequence", inputs);
        for (const double change : column(figure, "without_positions_change").values)
            EXPECT_NEAR(change, 0, softmax ? 1e-15 : 0);
        const std::vector<double>& with = column(figure, "with_positions_change").values;
        EXPECT_GT(std::abs(*std::ranges::max_element(with, {}, [](double x) { return std::abs(x); })), 0.01);
        EXPECT_NE(caption_text(figure).find("Without positions the map is merely permuted"),
                  std::string::npos)
            << caption_text(figure);
        EXPECT_NE(caption_text(figure).find("with RoPE it is not."), std::string::npos);
    }
}

TEST(SequenceFigure, CaptionMeasuresTheChange) {
    const Figure figure = build_figure("sequence", two_words());
    // 2 sin(1)/√2 = 1.19; the maps hold ±sin(1)/√2 and 1/√2, a range of 1.302: 91.4 %.
    EXPECT_NE(caption_text(figure).find("“b a” against “a b” as written"), std::string::npos)
        << caption_text(figure);
    EXPECT_NE(caption_text(figure).find("Without positions the largest change is 0."), std::string::npos)
        << caption_text(figure);
    EXPECT_NE(caption_text(figure).find("change by up to 1.19, 91 % of the map's range"), std::string::npos)
        << caption_text(figure);
}

TEST(SequenceFigure, OrderAsWrittenHasNothingToCompare) {
    FigureInputs inputs = kind_inputs(16);
    inputs.token_order = {0, 1, 2, 3, 4};
    const Figure figure = build_figure("sequence", inputs);
    EXPECT_NE(caption_text(figure).find("“The cat chased the mouse”, in the order as written."),
              std::string::npos)
        << caption_text(figure);
    for (const double change : column(figure, "with_positions_change").values)
        EXPECT_EQ(change, 0);
}

// Any scheme tells the order but the one without positions; of its scores all change at least somewhere.
TEST(SequenceFigure, AnySchemeCanTellPositions) {
    FigureInputs inputs = kind_inputs(16);
    for (const Scheme* scheme : schemes()) {
        set(inputs, "sequence.scheme", std::string(scheme->id));
        const Figure figure = build_figure("sequence", inputs);
        double largest = 0;
        for (const double change : column(figure, "with_positions_change").values)
            largest = std::max(largest, std::abs(change));
        EXPECT_EQ(largest > 0, scheme->facts.use != PositionUse::none) << scheme->id;
        EXPECT_NE(caption_text(figure).find("with " + std::string(scheme->label)), std::string::npos);
    }
}

// The mask hides what comes after the query, and that is another pair of words in another order.
TEST(SequenceFigure, ACausalMaskTellsOrderToo) {
    FigureInputs inputs = two_words();
    set(inputs, "sequence.causal", true);
    const Figure figure = build_figure("sequence", inputs);
    EXPECT_TRUE(std::isnan(entry(figure, "without_positions", 0, 1)));
    EXPECT_FALSE(std::isnan(entry(figure, "without_positions", 1, 0)));
    EXPECT_NE(caption_text(figure).find("2 pairs that the mask hides in one order are seen in the other"),
              std::string::npos)
        << caption_text(figure);
}

// q = W_q x: a quarter turn of a = (1, 0) is b, which then meets b.
TEST(SequenceFigure, ProjectionsMakeQAndK) {
    FigureInputs inputs = two_words();
    const HeadShape& shape = inputs.models[0].spec.shape;
    inputs.w_q = std::make_shared<const Projection>(make_projection({"0,-1;1,0"}, shape, "").value());
    inputs.w_q_text = "0,-1;1,0";
    const Figure figure = build_figure("sequence", inputs);
    EXPECT_NEAR(entry(figure, "without_positions", 1, 0), 1 / std::sqrt(2.0), 1e-15);
    EXPECT_NE(caption_text(figure).find("q = W_q x with W_q = 0,-1;1,0 and k = x"), std::string::npos)
        << caption_text(figure);
}

TEST(SequenceFigure, WordsStandOnBothAxesOfTheTable) {
    FigureInputs inputs = kind_inputs(4);
    inputs.tokens[1].word = "a \"cat\", really";
    const Figure figure = build_figure("sequence", inputs);
    ASSERT_EQ(column(figure, "query").texts.size(), 25U);
    EXPECT_EQ(column(figure, "query").texts[20], "a \"cat\", really");
    EXPECT_EQ(column(figure, "query").values[20], 1) << "as written";
    EXPECT_EQ(column(figure, "key").texts[21], "mouse");
    const Panel& map = figure.panels.at(1);
    ASSERT_EQ(map.x->ticks.size(), 5U);
    EXPECT_EQ(map.x->ticks[1].label, "mouse");
    EXPECT_EQ(map.y->ticks[4].label, "a \"cat\", rea…");
}

TEST(SequenceFigure, NoWordsAreASentence) {
    FigureInputs inputs = kind_inputs(4);
    inputs.tokens.clear();
    inputs.token_order.clear();
    EXPECT_NE(build_figure("sequence", inputs).sentence.find("There are no words"), std::string::npos);
}

std::vector<int> backwards(std::size_t count) {
    std::vector<int> order;
    for (std::size_t i = count; i-- > 0;)
        order.push_back(static_cast<int>(i));
    return order;
}

// One word, two hundred, emoji, words of 300 letters, markup and bytes that are no text, on every page.
TEST(SequenceFigure, ExtremeWordsDrawSomethingSensible) {
    const FixedWidthText text;
    const FigureInputs usual = kind_inputs(8);
    std::vector<std::vector<std::string>> sentences{{"one"},
                                                    {"😀", "👩‍👩‍👧", "猫は鼠を追う", "عربي", "é"},
                                                    {std::string(300, 'w'), std::string(300, 'i'), "x"},
                                                    {"*a*", "_b", "^{c}", "\\", "", "\xff\n", "a\tb"},
                                                    {"the", "the", "the", "the"},
                                                    std::vector<std::string>(200, "word"),
                                                    std::vector<std::string>(1024, "w")};
    for (const std::vector<std::string>& words : sentences) {
        FigureInputs inputs = kind_inputs(8);
        inputs.tokens.clear();
        for (std::size_t i = 0; i < words.size(); ++i) {
            inputs.tokens.push_back({words[i], "test", false, usual.tokens[i % 5].values});
            if (words.size() > 3 && i == 3) inputs.tokens.back().values[0] = 1e308;
        }
        inputs.token_order = backwards(words.size());
        for (const Size page : {Size{640, 400}, {460, 300}, {250, 900}, {1500, 500}, {120, 60}, {1, 1}}) {
            // A table of many words takes seconds, and each page more shows nothing new.
            if (words.size() > 100 && page.width != 250) continue;
            inputs.size = page;
            for (const bool change : {false, true}) {
                set(inputs, "sequence.change", change);
                const Figure figure = build_figure("sequence", inputs);
                EXPECT_FALSE(figure.panels.empty());
                for (const std::string& law :
                     broken_page_laws(figure, page, theme(ThemeId::light), text, true))
                    ADD_FAILURE() << words.size() << " words on " << page.width << " x " << page.height
                                  << ": " << law;
            }
        }
    }
}

TEST(SequenceFigure, LeavesOutWordsThatTheHeadIsTooWideFor) {
    FigureInputs inputs = kind_inputs(1024);
    const FigureToken word = inputs.tokens[0];
    inputs.tokens.assign(200, word);
    inputs.token_order = backwards(200);
    const Figure figure = build_figure("sequence", inputs);
    EXPECT_EQ(column(figure, "m").values.back(), 127) << "128² · 1024 = 2²⁴";
    ASSERT_FALSE(figure.notes.empty());
    EXPECT_NE(figure.notes[0].find("The last 72 of 200 words are left out"), std::string::npos);
}

// T5 hides nothing here, ALiBi's slopes are 2^(−1) for the first of 8 heads: the scheme's own rows count.
TEST(SequenceFigure, ReadsTheRowsOfSchemes) {
    FigureInputs inputs = two_words();
    set(inputs, "sequence.scheme", std::string("alibi"));
    const Figure first = build_figure("sequence", inputs);
    EXPECT_NEAR(entry(first, "with_positions", 1, 0), -0.5, 1e-15);
    inputs.params["scheme.alibi_heads"] = std::int64_t{4};
    EXPECT_NEAR(entry(build_figure("sequence", inputs), "with_positions", 1, 0), -0.25, 1e-15);
    EXPECT_TRUE(find_figure_kind("sequence")->reads("scheme.alibi_heads"));
    EXPECT_TRUE(find_figure_kind("sequence")->reads("sequence.tokens"));
    EXPECT_FALSE(find_figure_kind("schemes")->reads("sequence.tokens"));
}

}  // namespace
}  // namespace rope
