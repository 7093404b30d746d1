#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/figure/caption.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

// λ_max = 2π·b^((d − 2)/d): 54410.1 for d = 128, b = 10⁴ (docs/spec-attention.md, absolute_recovery).
TEST(RecoverFigure, ReadsEveryPositionBelowTheLongestWavelength) {
    const Figure figure = build_figure("recover", kind_inputs());
    const std::vector<double>&at = column(figure, "position").values, &read = column(figure, "read").values;
    int beyond = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
        if (at[i] < 54410) {
            EXPECT_NEAR(read[i], at[i], 1e-6) << at[i];
        } else {
            EXPECT_GT(std::abs(read[i] - at[i]), 1) << at[i];
            ++beyond;
        }
    }
    EXPECT_GT(beyond, 10);
    EXPECT_NE(caption_text(figure).find("right below 54\u2009410 tokens"), std::string::npos)
        << caption_text(figure);
}

TEST(RecoverFigure, AnotherVectorInItsPlaceReadsAnotherPosition) {
    const Figure figure = build_figure("recover", kind_inputs());
    const std::vector<double>& at = column(figure, "position").values;
    const std::vector<double>& read = column(figure, "read_with_another").values;
    for (std::size_t i = 0; i < at.size(); ++i)
        EXPECT_GT(std::abs(read[i] - at[i]), 0.5) << at[i];
}

// One pair with θ = 1: positions repeat after 2π tokens.
TEST(RecoverFigure, OnePairTellsSixPositionsApart) {
    FigureInputs inputs = kind_inputs(2);
    set(inputs, "recover.to", std::int64_t{12});
    const Figure figure = build_figure("recover", inputs);
    const std::vector<double>& read = column(figure, "read").values;
    ASSERT_EQ(read.size(), 13U);
    EXPECT_NEAR(read[6], 6, 1e-9);
    EXPECT_NEAR(read[7], 7 - 2 * std::numbers::pi, 1e-9);
}

TEST(RecoverFigure, RoundingTheVectorBlursThePosition) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "recover.format", "bf16");
    const Figure figure = build_figure("recover", inputs);
    double largest = 0;
    for (std::size_t i = 0; i < 60; ++i)
        largest = std::fmax(
            largest, std::abs(column(figure, "read").values[i] - column(figure, "position").values[i]));
    EXPECT_GT(largest, 1e-5);  // 8 significand bits: about 2⁻⁹ rad of the fastest pair
    EXPECT_LT(largest, 10);
}

TEST(RecoverFigure, AVectorWithoutLengthIsASentence) {
    FigureInputs inputs = kind_inputs();
    inputs.q.assign(inputs.q.size(), 0);
    EXPECT_FALSE(build_figure("recover", inputs).sentence.empty());
}

}  // namespace
}  // namespace rope
