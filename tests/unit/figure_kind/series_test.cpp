// Series of one axis are told apart by hue and dash on a screen, by dash and lightness on grey paper.
#include "core/figure/kind/series.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numeric>

#include "core/figure/kind/words.h"
#include "tests/unit/figure/colour_science.h"

namespace rope {
namespace {

constexpr std::size_t kMostSeries = 8;        // models of a document; no kind draws more of its own
constexpr double kClearlyLighter = 20;        // CIELAB L*; black and white are 100 apart
constexpr double kClearlyAnotherColour = 12;  // CIELAB ΔE; 2.3 is just noticeable

TEST(Series, AnyTwoDifferOnEveryPaperAndScreen) {
    for (const ThemeId which : themes()) {
        const Theme& look = theme(which);
        for (std::size_t a = 0; a < kMostSeries; ++a)
            for (std::size_t b = a + 1; b < kMostSeries; ++b) {
                const LineMark one = series_line(a, ""), other = series_line(b, "");
                const Colour ink = look.colour(one.ink), other_ink = look.colour(other.ink);
                const bool by_colour =
                    look.grey
                        ? std::abs(test::lightness(ink) - test::lightness(other_ink)) > kClearlyLighter
                        : test::difference(test::cielab(test::linear_rgb(ink)),
                                           test::cielab(test::linear_rgb(other_ink))) > kClearlyAnotherColour;
                EXPECT_TRUE(one.dash != other.dash || by_colour)
                    << id(which) << ": series " << a << " and " << b;
            }
    }
}

// As the eye has a broken line: how long it is before the pattern comes again, how much of that is ink, in
// how many pieces.
struct Rhythm {
    double period, share;
    std::size_t pieces;
};

Rhythm rhythm_of(Dash dash, double width) {
    const std::vector<double> lengths = dash_lengths({{}, width, dash});
    double ink = 0;
    for (std::size_t i = 0; i < lengths.size(); i += 2)
        ink += lengths[i];
    const double period = std::accumulate(lengths.begin(), lengths.end(), 0.0);
    return {period, lengths.empty() ? 1 : ink / period, lengths.size() / 2};
}

TEST(Series, AnyTwoDashesDifferInRhythm) {
    for (const double width : {0.8, 1.0, 1.5}) {
        for (int a = 0; a < kDashes; ++a)
            for (int b = a + 1; b < kDashes; ++b) {
                const Rhythm one = rhythm_of(static_cast<Dash>(a), width),
                             other = rhythm_of(static_cast<Dash>(b), width);
                const double longer = std::max(one.period, other.period),
                             shorter = std::min(one.period, other.period);
                EXPECT_TRUE(one.pieces != other.pieces || longer > 1.5 * shorter ||
                            std::abs(one.share - other.share) > 0.2)
                    << id(static_cast<Dash>(a)) << " and " << id(static_cast<Dash>(b)) << " at " << width;
            }
    }
}

// Gaps that a printer's ink would close, or a screen's pixel, are none.
TEST(Series, GapsAreWiderThanTheLine) {
    for (const double width : {0.3, 0.8, 1.5, 4.5})
        for (int dash = 1; dash < kDashes; ++dash) {
            const std::vector<double> lengths = dash_lengths({{}, width, static_cast<Dash>(dash)});
            ASSERT_EQ(lengths.size() % 2, 0U);
            for (std::size_t i = 1; i < lengths.size(); i += 2)
                EXPECT_GT(lengths[i], std::max(1.5 * width, 1.0))
                    << id(static_cast<Dash>(dash)) << " " << width;
        }
}

std::vector<FigureModel> models_of(const std::vector<std::array<std::int64_t, 2>>& contexts) {
    std::vector<FigureModel> models;
    for (const auto& [trained, context] : contexts) {
        models.emplace_back();
        models.back().spec.name = "model " + std::to_string(models.size());
        models.back().spec.trained_context = trained;
        models.back().spec.context_length = context;
    }
    return models;
}

std::vector<std::string> words_of(const std::vector<FigureModel>& models) {
    std::vector<std::string> words;
    for (const ContextMark& mark : context_marks(models, false))
        words.push_back(position_text(mark.tokens) + ": " + mark.words);
    return words;
}

TEST(ContextMarks, SayWhoseTheyAreWhereModelsDiffer) {
    using testing::ElementsAre;
    EXPECT_THAT(words_of(models_of({{512, 512}})), ElementsAre("512: trained context"));
    EXPECT_THAT(words_of(models_of({{512, 900}})), ElementsAre("512: trained context", "900: context"));
    EXPECT_THAT(words_of(models_of({{512, 900}, {512, 900}})),
                ElementsAre("512: trained context", "900: context"));
    EXPECT_THAT(words_of(models_of({{512, 512}, {512, 900}})),
                ElementsAre("512: trained context", "900: context, model 2"));
    EXPECT_THAT(
        words_of(models_of({{512, 900}, {900, 900}, {512, 512}})),
        ElementsAre("512: trained context, A and C", "900: trained context, model 2; context, model 1"));
}

// A mark of one among several has its colour; what is common to some or all has none.
TEST(ContextMarks, HaveTheColourOfTheirModel) {
    const std::vector<ContextMark> marks = context_marks(models_of({{512, 512}, {512, 900}}), false);
    ASSERT_EQ(marks.size(), 2U);
    EXPECT_EQ(marks[0].ink, Ink{InkKind::muted});
    EXPECT_EQ(marks[1].ink, (Ink{InkKind::model, 1}));
    EXPECT_EQ(context_marks(models_of({{512, 512}}), false).front().ink, Ink{InkKind::muted});
}

TEST(ContextMarks, AreRulesWithinTheAxis) {
    const std::vector<FigureModel> models = models_of({{512, 900}, {900, 4096}});
    const std::vector<RuleMark> rules = context_rules(models, 512, 4096);
    ASSERT_EQ(rules.size(), 2U);
    EXPECT_EQ(rules[0].value, 900);
    EXPECT_EQ(rules[1].value, 4096);
}

}  // namespace
}  // namespace rope
