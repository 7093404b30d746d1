#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>

#include "core/measure/scores.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

template <class M>
const M* mark(const Figure& figure) {
    for (const Panel& panel : figure.panels) {
        for (const Mark& each : panel.marks) {
            if (const M* one = std::get_if<M>(&each)) return one;
        }
    }
    return nullptr;
}

TEST(PairsFigure, TheTitleCountsInWords) {
    EXPECT_EQ(build_figure("pairs", kind_inputs(2)).panels.front().title, "The one pair");
    EXPECT_EQ(build_figure("pairs", kind_inputs(8)).panels.front().title, "All 4 pairs");
}

TEST(PairsFigure, OneDialAndOneRowPerPairWhoseContributionsMakeTheScore) {
    for (const int head_dim : {2, 64, 1024}) {
        FigureInputs inputs = kind_inputs(head_dim);
        inputs.query_position = 5000;
        inputs.key_position = 17;
        const Figure figure = build_figure("pairs", inputs);
        const auto* grid = mark<DialGridMark>(figure);
        ASSERT_NE(grid, nullptr);
        ASSERT_EQ(grid->dials.size(), static_cast<std::size_t>(head_dim / 2));
        for (const Column& each : figure.data.columns) {
            EXPECT_EQ(each.values.size(), static_cast<std::size_t>(head_dim / 2)) << each.name;
            EXPECT_FALSE(each.unit.empty()) << each.name;
        }
        const std::vector<double>& parts = column(figure, "contribution").values;
        const PairParts pairs = pair_parts(inputs.q, inputs.k, inputs.models[0].spec.shape);
        const ScoreInputs scores{
            .table = &inputs.models[0].frequencies->table, .parts = &pairs, .head_dim = head_dim};
        EXPECT_NEAR(std::accumulate(parts.begin(), parts.end(), 0.0), score_at(scores, 4983), 1e-9);
    }
}

TEST(PairsFigure, AnglesAreWrappedPositionsTimesFrequency) {
    FigureInputs inputs = kind_inputs(128);
    inputs.query_position = 1000;
    inputs.key_position = -3;
    const Figure figure = build_figure("pairs", inputs);
    const std::vector<double>& theta = column(figure, "theta").values;
    for (std::size_t i = 0; i < theta.size(); ++i) {
        EXPECT_NEAR(theta[i], std::pow(10000.0, -2.0 * static_cast<double>(i) / 128), 1e-15);
        const double q = column(figure, "angle_q").values[i];
        EXPECT_NEAR(std::remainder(q - 1000 * theta[i], 2 * std::numbers::pi), 0, 1e-9);
        EXPECT_LE(std::abs(q), std::numbers::pi);
        EXPECT_NEAR(std::remainder(column(figure, "angle_k").values[i] + 3 * theta[i], 2 * std::numbers::pi),
                    0, 1e-9);
    }
}

TEST(PairsFigure, TrailEndsWhereQIsAndIsAtMostOneTurn) {
    FigureInputs inputs = kind_inputs(128);
    for (inputs.pair = 0; inputs.pair < 64; inputs.pair += 7) {
        const Figure figure = build_figure("pairs", inputs);
        const auto* dial = mark<LargeDialMark>(figure);
        ASSERT_NE(dial, nullptr);
        ASSERT_FALSE(dial->trail.empty());
        EXPECT_NEAR(dial->trail.back(), dial->dial.angle_q, 1e-12);
        EXPECT_LE(static_cast<double>(dial->trail.size()) - 1, dial->dial.wavelength);
        EXPECT_GE(dial->radius_scale, std::hypot(dial->dial.q.x, dial->dial.q.y));
    }
    set(inputs, "pairs.trail", false);
    inputs.pair = 3;
    const Figure figure = build_figure("pairs", inputs);
    EXPECT_TRUE(mark<LargeDialMark>(figure)->trail.empty());
}

TEST(PairsFigure, PanelsFollowTheShapeOfThePicture) {
    FigureInputs inputs = kind_inputs(128);
    inputs.size = {800, 300};
    const Figure wide = build_figure("pairs", inputs);
    ASSERT_EQ(wide.panels.size(), 2U);
    EXPECT_EQ(wide.panels[1].column, 1);
    inputs.size = {300, 800};
    const Figure tall = build_figure("pairs", inputs);
    EXPECT_EQ(tall.panels[1].row, 1);
    set(inputs, "pairs.show", std::string("one"));
    EXPECT_EQ(build_figure("pairs", inputs).panels.size(), 1U);
}

TEST(PairsFigure, ReadoutStatesTheChosenPair) {
    FigureInputs inputs = kind_inputs(128);
    inputs.pair = 32;  // θ = 10000^(−1/2) = 0.01
    inputs.query_position = 100;
    const Figure figure = build_figure("pairs", inputs);
    const auto* dial = mark<LargeDialMark>(figure);
    ASSERT_NE(dial, nullptr);
    std::string all;
    for (const std::string& line : dial->readout)
        all += line + "\n";
    EXPECT_NE(all.find("0.01 rad/token"), std::string::npos) << all;
    EXPECT_NE(all.find("628.3 tokens"), std::string::npos) << all;
    EXPECT_NE(all.find("0.1592 turns"), std::string::npos) << all;
}

TEST(PairsFigure, SaysWhichPositionTurnsAPairOfAVisionModel) {
    FigureInputs inputs = kind_inputs(128);
    inputs.models[0].spec.scaling.lists["mrope_section"] = {16, 24, 24};
    inputs.pair = 17;
    EXPECT_EQ(build_figure("pairs", inputs).panels[1].title, "Pair *i* = 17, turned by the row *h*");
    EXPECT_EQ(column(build_figure("pairs", inputs), "mrope_axis").texts[40], "w");
}

// torchscale: ζ = (2i + 0.4 d)/(1.4 d); q is multiplied by ζ^(m/512), k by ζ^(−n/512).
TEST(PairsFigure, XposScalesTheRotatedVectors) {
    FigureInputs inputs = kind_inputs(8);
    inputs.query_position = 300;
    inputs.key_position = 100;
    const Figure rope = build_figure("pairs", inputs);
    set(inputs, "pairs.xpos", true);
    const Figure xpos = build_figure("pairs", inputs);
    for (std::size_t i = 0; i < 4; ++i) {
        const double zeta = (2 * static_cast<double>(i) + 0.4 * 8) / (1.4 * 8);
        const Dial& dial = mark<DialGridMark>(xpos)->dials[i];
        EXPECT_NEAR(dial.growth_q, std::pow(zeta, 300.0 / 512), 1e-14);
        EXPECT_NEAR(dial.growth_k, std::pow(zeta, -100.0 / 512), 1e-14);
        EXPECT_NEAR(dial.contribution,
                    mark<DialGridMark>(rope)->dials[i].contribution * std::pow(zeta, 200.0 / 512), 1e-14);
    }
    const auto* large = mark<LargeDialMark>(xpos);
    EXPECT_EQ(large->trail.size(), large->trail_growth.size());
    EXPECT_NEAR(large->trail_growth.back(), large->dial.growth_q, 1e-15);
    EXPECT_TRUE(xpos.idle.empty());
    EXPECT_EQ(rope.idle.front().id, "scheme.scale_base");
    set(inputs, "scheme.scale_base", 1e9);
    EXPECT_NEAR(mark<DialGridMark>(build_figure("pairs", inputs))->dials[0].growth_q, 1, 1e-5);
}

}  // namespace
}  // namespace rope
