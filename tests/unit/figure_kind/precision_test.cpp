#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

double distinct(const Figure& figure, const char* format, double positions) {
    const std::vector<double>& at = column(figure, "positions").values;
    const auto row = std::find(at.begin(), at.end(), positions) - at.begin();
    return column(figure, std::string("distinct_") + format).values.at(static_cast<std::size_t>(row));
}

// docs/spec-attention.md, figure 12.
TEST(PrecisionFigure, CountsThePositionsThatBf16Keeps) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "precision.show", "positions");
    const Figure figure = build_figure("precision", inputs);
    for (const auto& [positions, kept] : {std::pair{256.0, 256.0},
                                          {257.0, 257.0},
                                          {512.0, 385.0},
                                          {4096.0, 769.0},
                                          {8192.0, 897.0},
                                          {131072.0, 1409.0}}) {
        EXPECT_EQ(distinct(figure, "bf16", positions), kept) << positions;
        EXPECT_EQ(distinct(figure, "fp32", positions), positions);
    }
    EXPECT_EQ(distinct(figure, "fp16", 2048), 2048);  // 11 significand bits
    EXPECT_EQ(distinct(figure, "fp16", 4096), 2048 + 1024 + 1);
}

// One pair, q = k = (1, 0), distance 1: the score is cos 1/√2 wherever the pair stands.
TEST(PrecisionFigure, ExactScoresDoNotMoveAndBf16PositionsDo) {
    FigureInputs inputs = kind_inputs(2);
    inputs.q = inputs.k = {1, 0};
    inputs.query_position = 1;
    set(inputs, "precision.to", std::int64_t{100000});
    const Figure figure = build_figure("precision", inputs);
    for (const double score : column(figure, "score_exact").values)
        EXPECT_NEAR(score, std::cos(1) / std::sqrt(2.0), 1e-9);
    for (const double score : column(figure, "score_fp64").values)
        EXPECT_NEAR(score, std::cos(1) / std::sqrt(2.0), 1e-9);
    // Far out both positions round to the same one, so that the distance is gone.
    EXPECT_NEAR(column(figure, "score_bf16_positions").values.back(), 1 / std::sqrt(2.0), 0.02);
}

TEST(PrecisionFigure, ZeroVectorsAreASentence) {
    FigureInputs inputs = kind_inputs();
    inputs.q.assign(inputs.q.size(), 0);
    EXPECT_FALSE(build_figure("precision", inputs).sentence.empty());
}

}  // namespace
}  // namespace rope
