#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

// e^{imθ} with θ = 10000^(−2i/128): pair 0 turns by 1 rad per token, pair 32 by 0.01.
TEST(HelixFigure, TableHoldsTheRotation) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "helix.pairs", std::string("0,32"));
    set(inputs, "helix.from", std::int64_t{1000});
    set(inputs, "helix.span", std::int64_t{50});
    const Figure figure = build_figure("helix", inputs);
    const std::vector<double>& position = column(figure, "position").values;
    ASSERT_EQ(position.size(), 51U);
    EXPECT_EQ(position.front(), 1000);
    EXPECT_EQ(position.back(), 1050);
    for (std::size_t r = 0; r < position.size(); ++r) {
        EXPECT_NEAR(column(figure, "cos_pair_0").values[r], std::cos(position[r]), 1e-12);
        EXPECT_NEAR(column(figure, "sin_pair_0").values[r], std::sin(position[r]), 1e-12);
        EXPECT_NEAR(column(figure, "sin_pair_32").values[r], std::sin(0.01 * position[r]), 1e-12);
    }
}

// Each turn has one front, towards the reader, and one back.
TEST(HelixFigure, ScrewHasAsManyFrontsAsTurns) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "helix.pairs", std::string("0"));
    set(inputs, "helix.span", std::int64_t{60});  // 9.55 turns of 1 rad a token
    const Figure figure = build_figure("helix", inputs);
    std::vector<int> pieces;
    for (const Mark& mark : figure.panels.at(0).marks) {
        const auto* line = std::get_if<LineMark>(&mark);
        if (!line || line->ink.kind != InkKind::pair) continue;
        pieces.push_back(std::isnan(line->points.back().x) ? 0 : 1);
        for (const Point& point : line->points)
            pieces.back() += std::isnan(point.x);
    }
    // Backs where sin > 0: 10 half turns; fronts: 9 whole ones and one begun.
    ASSERT_EQ(pieces.size(), 2U);
    EXPECT_EQ(pieces[0], 10);
    EXPECT_EQ(pieces[1], 10);
}

TEST(HelixFigure, PairsTooFastToBeSeenAreBandsAndSaidSo) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "helix.pairs", std::string("0,63"));
    set(inputs, "helix.span", std::int64_t{100000});
    const Figure figure = build_figure("helix", inputs);
    int bands = 0, lines = 0;
    for (const Mark& mark : figure.panels.at(0).marks) {
        if (const auto* band = std::get_if<BandMark>(&mark)) bands += band->ink.index == 0;
        if (const auto* line = std::get_if<LineMark>(&mark))
            lines += line->ink.kind == InkKind::pair && line->ink.index == 63;
    }
    EXPECT_EQ(bands, 1);
    EXPECT_GT(lines, 0);
    ASSERT_EQ(figure.notes.size(), 1U);
    EXPECT_TRUE(figure.notes[0].starts_with("Bands")) << figure.notes[0];
}

TEST(HelixFigure, MarksWhereQAndKStandOnTheChosenPair) {
    FigureInputs inputs = kind_inputs();
    inputs.pair = 20;
    inputs.query_position = 64;
    inputs.key_position = -5;
    const Figure figure = build_figure("helix", inputs);
    std::vector<std::string> labels;
    for (const Mark& mark : figure.panels.at(0).marks) {
        if (const auto* point = std::get_if<PointMark>(&mark); point && !point->label.empty())
            labels.push_back(point->label);
    }
    EXPECT_EQ(labels, std::vector<std::string>{"*m* = 64"});  // n lies outside
}

// Depth moves the screw sideways: what stands exactly at a position is the foot of its spoke.
TEST(HelixFigure, SpokesStandAtTheTicksOfTheAxis) {
    FigureInputs inputs = kind_inputs();
    inputs.query_position = 50;
    set(inputs, "helix.pairs", std::string("0"));
    const Figure figure = build_figure("helix", inputs);
    const Panel& panel = figure.panels.at(0);
    EXPECT_EQ(panel.x->title, "position *m* (tokens)");
    std::vector<double> ticks, feet, of_q;
    for (const Tick& tick : panel.x->ticks)
        if (!tick.label.empty()) ticks.push_back(tick.value);
    for (const Mark& mark : panel.marks) {
        const auto* line = std::get_if<LineMark>(&mark);
        if (!line || line->points.size() != 2) continue;
        if (line->ink.kind == InkKind::muted) feet.push_back(line->points[0].x);
        if (line->ink.kind != InkKind::query) continue;
        of_q.push_back(line->points[0].x);
        // The end is the point of the screw: its height is the cosine, but for the depth.
        EXPECT_NEAR(line->points[1].y, 0.4 * (std::cos(50.0) + 0.2 * std::sin(50.0)), 1e-9);
    }
    EXPECT_GE(ticks.size(), 2U);
    EXPECT_EQ(feet, ticks);
    EXPECT_EQ(of_q, std::vector<double>{50});
}

TEST(HelixFigure, BeyondTheLastPositionIsASentence) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "helix.from", std::int64_t{4294967296});
    EXPECT_NE(build_figure("helix", inputs).sentence.find("beyond the last position"), std::string::npos);
}

}  // namespace
}  // namespace rope
