#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/figure/caption.h"
#include "core/scheme/scheme.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

double score_of(const Figure& figure, std::string_view scheme, double m, double n) {
    const std::vector<double>&query = column(figure, "query_position").values,
          &key = column(figure, "key_position").values, &score = column(figure, scheme).values;
    for (std::size_t i = 0; i < score.size(); ++i) {
        if (query[i] == m && key[i] == n) return score[i];
    }
    ADD_FAILURE() << "no score at " << m << ", " << n;
    return 0;
}

double plain_score(const FigureInputs& inputs) {
    double sum = 0;
    for (std::size_t i = 0; i < inputs.q.size(); ++i)
        sum += inputs.q[i] * inputs.k[i];
    return sum / std::sqrt(static_cast<double>(inputs.q.size()));
}

TEST(SchemesFigure, DrawsEverySchemeOnceWithOneScale) {
    FigureInputs inputs = kind_inputs(32);
    set(inputs, "schemes.positions", std::int64_t{12});
    const Figure figure = build_figure("schemes", inputs);
    EXPECT_EQ(figure.data.columns.size(), 2 + schemes().size());
    std::vector<ColourScale> scales;
    for (const Panel& panel : figure.panels) {
        for (const Mark& mark : panel.marks) {
            if (const auto* cells = std::get_if<CellsMark>(&mark)) scales.push_back(cells->scale);
        }
    }
    ASSERT_EQ(scales.size(), schemes().size());
    for (const ColourScale& scale : scales) {
        EXPECT_EQ(scale.hi, scales[0].hi);
        EXPECT_EQ(scale.lo, scales[0].lo);
    }
}

// NoPE scores q·k/√d everywhere, RoPE that at Δ = 0, and ALiBi adds −2^(−1)|m − n| in its first of 8 heads
// (Press et al. 2021, section 3).
TEST(SchemesFigure, TableHoldsTheScoresOfEachScheme) {
    FigureInputs inputs = kind_inputs(32);
    set(inputs, "schemes.positions", std::int64_t{9});
    set(inputs, "schemes.from", std::int64_t{100});
    const Figure figure = build_figure("schemes", inputs);
    const double plain = plain_score(inputs);
    EXPECT_NEAR(score_of(figure, "nope", 103, 107), plain, 1e-12);
    EXPECT_NEAR(score_of(figure, "rope", 104, 104), plain, 1e-12);
    EXPECT_NEAR(score_of(figure, "alibi", 108, 102), plain - 3, 1e-12);
    // Relative schemes see the distance alone, sinusoidal positions do not.
    EXPECT_NEAR(score_of(figure, "rope", 105, 101), score_of(figure, "rope", 108, 104), 1e-12);
    EXPECT_GT(std::abs(score_of(figure, "sinusoidal", 105, 101) - score_of(figure, "sinusoidal", 108, 104)),
              1e-6);
}

TEST(SchemesFigure, CaptionMeasuresWhatIsNotRelative) {
    FigureInputs inputs = kind_inputs(64);
    const Figure figure = build_figure("schemes", inputs);
    const std::size_t absolute = caption_text(figure).find("Depend on m and n themselves");
    ASSERT_NE(absolute, std::string::npos) << caption_text(figure);
    for (const Scheme* scheme : schemes()) {
        const std::size_t at = caption_text(figure).find(std::string(scheme->label));
        ASSERT_NE(at, std::string::npos) << scheme->label;
        if (scheme->facts.use == PositionUse::none) continue;
        EXPECT_EQ(at > absolute, scheme->facts.use == PositionUse::absolute) << scheme->label;
    }
    EXPECT_NE(caption_text(figure).find(" % off)"), std::string::npos) << caption_text(figure);
}

// deepseek-v3 multiplies its softmax scale by (0.1 ln 40 + 1)² = 1.8738542 (docs/spec-rope.md, 2.6): RoPE's
// map holds what its engine computes, and the caption says so. No other scheme has that temperature, and none
// changes where the model has none.
TEST(SchemesFigure, RopeHasTheSoftmaxMultiplierOfTheModel) {
    FigureInputs inputs = kind_inputs(32);
    set(inputs, "schemes.positions", std::int64_t{4});
    const double plain = plain_score(inputs);
    EXPECT_EQ(caption_text(build_figure("schemes", inputs)).find("softmax scale"), std::string::npos);
    inputs.models.front().spec.softmax_scale_multiplier = 1.8738542070926265;
    const Figure figure = build_figure("schemes", inputs);
    EXPECT_NEAR(score_of(figure, "rope", 2, 2), 1.8738542070926265 * plain, 1e-12);
    EXPECT_NEAR(score_of(figure, "nope", 2, 2), plain, 1e-12);
    EXPECT_NE(caption_text(figure).find("RoPE and xPos include the factor 1.8739"), std::string::npos)
        << caption_text(figure);
}

// At Δ = 0 the score is q·k/√d times the multiplier, in whatever figure it stands.
TEST(SchemesFigure, AllFiguresOfOneModelHaveTheSameScore) {
    FigureInputs inputs = kind_inputs(32);
    inputs.models.front().spec.softmax_scale_multiplier = 2.5;
    inputs.query_position = inputs.key_position = 0;
    const double score = 2.5 * plain_score(inputs);
    EXPECT_NEAR(column(build_figure("precision", inputs), "score_exact").values.front(), score, 1e-12);
    set(inputs, "decay.measure", "query-key");
    set(inputs, "decay.to", std::int64_t{10});
    const std::vector<double> decay = column(build_figure("decay", inputs), "value").values;
    EXPECT_NEAR(decay.front(), score, 1e-12);
    for (const char* kind : {"scores", "pairs", "precision", "decay", "schemes", "sequence"})
        EXPECT_NE(caption_text(build_figure(kind, inputs)).find("the factor 2.5 of the softmax scale"),
                  std::string::npos)
            << kind;
}

// Every row of weights sums to 1 over the keys that the mask leaves.
TEST(SchemesFigure, SoftmaxWeightsSumToOneUnderTheMask) {
    FigureInputs inputs = kind_inputs(16);
    set(inputs, "schemes.positions", std::int64_t{8});
    set(inputs, "schemes.softmax", true);
    set(inputs, "schemes.causal", true);
    const Figure figure = build_figure("schemes", inputs);
    for (std::size_t c = 2; c < figure.data.columns.size(); ++c) {
        const Column& weights = figure.data.columns[c];
        for (std::size_t m = 0; m < 8; ++m) {
            double sum = 0;
            for (std::size_t n = 0; n < 8; ++n) {
                const double weight = weights.values[m * 8 + n];
                EXPECT_EQ(std::isnan(weight), n > m) << weights.name;
                if (n <= m) sum += weight;
            }
            EXPECT_NEAR(sum, 1, 1e-12) << weights.name;
        }
    }
}

TEST(SchemesFigure, ReadsTheRowsOfSchemes) {
    FigureInputs inputs = kind_inputs(32);
    inputs.params["scheme.alibi_heads"] = std::int64_t{4};  // slopes 2^(−2), 2^(−4), ...
    set(inputs, "schemes.only", std::string("alibi"));
    const Figure figure = build_figure("schemes", inputs);
    ASSERT_EQ(figure.data.columns.size(), 3U);
    EXPECT_NEAR(score_of(figure, "alibi", 8, 0), plain_score(inputs) - 2, 1e-12);
    EXPECT_TRUE(find_figure_kind("schemes")->reads("scheme.alibi_heads"));
    EXPECT_FALSE(find_figure_kind("decay")->reads("scheme.alibi_heads"));
}

TEST(SchemesFigure, UnknownNamesAreRefusedWithTheNearest) {
    FigureInputs inputs = kind_inputs(16);
    set(inputs, "schemes.only", std::string("rope, alibbi"));
    ResultCache cache;
    Progress progress;
    const Checked<Figure> figure = find_figure_kind("schemes")->build(inputs, cache, progress);
    ASSERT_FALSE(figure.ok());
    EXPECT_EQ(figure.fault().id, "unknown_scheme");
    EXPECT_NE(figure.fault().remedy.find("alibi"), std::string::npos);
}

}  // namespace
}  // namespace rope
