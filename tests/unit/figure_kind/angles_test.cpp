#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

// θ = 10000^(−2i/128): pair 0 turns by 1 rad per token, pair 32 by 0.01, pair 16 by 0.1.
TEST(AnglesFigure, TableHoldsTurnsAndWrappedAngles) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "angles.pairs", std::string("0, 16,32"));
    set(inputs, "angles.to", std::int64_t{1000});
    const Figure figure = build_figure("angles", inputs);
    ASSERT_EQ(figure.data.columns.size(), 7U);
    const std::vector<double>& position = column(figure, "position").values;
    ASSERT_EQ(position.size(), 1000U);  // a logarithmic axis starts at 1
    EXPECT_EQ(position.front(), 1);
    EXPECT_NEAR(column(figure, "turns_pair_0").values.back(), 1000 / kTurn, 1e-10);
    EXPECT_NEAR(column(figure, "turns_pair_16").values.back(), 100 / kTurn, 1e-10);
    EXPECT_NEAR(column(figure, "turns_pair_32").values.back(), 10 / kTurn, 1e-10);
    EXPECT_NEAR(column(figure, "wrapped_pair_0").values[2], 3, 1e-12);
    EXPECT_NEAR(column(figure, "wrapped_pair_0").values[3], 4 - kTurn, 1e-12);
    EXPECT_NEAR(column(figure, "wrapped_pair_32").values.back(), 10 - 2 * kTurn, 1e-12);
}

// The colour of a cell is the wrapped angle of its token where each token has a column.
TEST(AnglesFigure, ColoursAreTheAnglesOfTokens) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "angles.show", std::string("wrapped"));
    set(inputs, "angles.scale", std::string("linear"));
    set(inputs, "angles.from", std::int64_t{10});
    set(inputs, "angles.to", std::int64_t{109});
    const Figure figure = build_figure("angles", inputs);
    ASSERT_EQ(figure.panels.size(), 1U);
    const auto* cells = std::get_if<CellsMark>(&figure.panels[0].marks.at(0));
    ASSERT_NE(cells, nullptr);
    ASSERT_EQ(cells->raster.rows, 64);
    ASSERT_EQ(cells->raster.columns, 100);
    EXPECT_EQ(cells->x0, 9.5);
    EXPECT_EQ(cells->x1, 109.5);
    for (int c = 0; c < 100; ++c) {
        EXPECT_NEAR(cells->raster.at(32, c), std::remainder(0.01 * (10 + c) / kTurn, 1), 1e-12);
        EXPECT_NEAR(cells->raster.at(0, c), std::remainder((10 + c) / kTurn, 1), 1e-12);
    }
}

// Aliasing never passes for an angle: what turns too far within one column of the picture is hatched.
TEST(AnglesFigure, PairsTooFastForAColumnAreHatched) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "angles.show", std::string("wrapped"));
    set(inputs, "angles.scale", std::string("linear"));
    set(inputs, "angles.to", std::int64_t{1} << 20);
    const Figure figure = build_figure("angles", inputs);
    const auto* cells = std::get_if<CellsMark>(&figure.panels.at(0).marks.at(0));
    ASSERT_NE(cells, nullptr);
    const double width = ((1 << 20) + 1.0) / cells->raster.columns;
    for (int i = 0; i < 64; ++i) {
        const double within = std::pow(10000.0, -i / 64.0) * width;
        EXPECT_EQ(std::isnan(cells->raster.at(i, 0)), within > std::numbers::pi / 2) << i;
    }
    ASSERT_EQ(figure.notes.size(), 1U);
    EXPECT_TRUE(figure.notes[0].starts_with("Hatched")) << figure.notes[0];
}

TEST(AnglesFigure, LinesAreStraightOnBothKindsOfAxes) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "angles.show", std::string("turns"));
    set(inputs, "angles.pairs", std::string("32"));
    add_model(inputs, "interpolated", 10000, 4);
    for (const char* scale : {"log", "linear"}) {
        set(inputs, "angles.scale", std::string(scale));
        const Figure figure = build_figure("angles", inputs);
        std::vector<double> ends;
        for (const Mark& mark : figure.panels.at(0).marks) {
            if (const auto* line = std::get_if<LineMark>(&mark)) ends.push_back(line->points.back().y);
        }
        ASSERT_EQ(ends.size(), 2U);
        EXPECT_NEAR(ends[0], 40.96 / kTurn, 1e-12);
        EXPECT_NEAR(ends[1], 10.24 / kTurn, 1e-12);
    }
}

TEST(AnglesFigure, ListsThatNameNoPairAreRefused) {
    FigureInputs inputs = kind_inputs(8);
    const FigureKind& kind = *find_figure_kind("angles");
    for (const char* text : {"1,,2", "-1", "one", "1.5", "1,"}) {
        set(inputs, "angles.pairs", std::string(text));
        ResultCache cache;
        Progress progress;
        const Checked<Figure> figure = kind.build(inputs, cache, progress);
        ASSERT_FALSE(figure.ok()) << text;
        EXPECT_EQ(figure.fault().where, "angles.pairs") << text;
    }
    set(inputs, "angles.pairs", std::string("1,99"));
    EXPECT_NE(build_figure("angles", inputs).notes.at(0).find("1 of the listed pairs"), std::string::npos);
    set(inputs, "angles.pairs", std::string("99"));
    EXPECT_NE(build_figure("angles", inputs).sentence.find("none of the listed pairs"), std::string::npos);
}

TEST(AnglesFigure, EmptyRangeIsASentence) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "angles.from", std::int64_t{500});
    set(inputs, "angles.to", std::int64_t{50});
    EXPECT_NE(build_figure("angles", inputs).sentence.find("500"), std::string::npos);
}

}  // namespace
}  // namespace rope
