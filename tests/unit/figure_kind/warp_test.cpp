#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/figure/caption.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

// docs/spec-attention.md, warp_frequencies: tan(W/2) = c tan(t/2) with c = (1 + ρ)/(1 − ρ) = 1/s, and
// (2/T) atan(θT/2) and (2/T) tan(θT/2) of the bilinear transform.
TEST(WarpFigure, HoldsItsDefinitions) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "warp.period", 2.0);
    const Figure figure = build_figure("warp", inputs);
    const std::vector<double>& theta = column(figure, "theta").values;
    for (const std::size_t i : {0U, 7U, 63U}) {
        EXPECT_NEAR(column(figure, "theta_allpass").values[i], 2 * std::atan(std::tan(theta[i] / 2) / 4),
                    1e-15);
        EXPECT_NEAR(column(figure, "theta_compressed").values[i], std::atan(theta[i]), 1e-15);
        EXPECT_NEAR(column(figure, "theta_prewarped").values[i], std::tan(theta[i]), 1e-14);
    }
    EXPECT_NE(caption_text(figure).find("ρ = \u22120.6"), std::string::npos) << caption_text(figure);
}

// Slow pairs are where the all-pass warp imitates position interpolation.
TEST(WarpFigure, SlowPairsTurnSTimesSlower) {
    const Figure figure = build_figure("warp", kind_inputs());
    EXPECT_NEAR(column(figure, "theta_allpass").values[63] / column(figure, "theta").values[63], 0.25, 1e-8);
}

TEST(WarpFigure, APairBeyondHalfATurnAPeriodHasNoPrewarpedFrequency) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "warp.period", 4.0);  // θ_0·T = 4 > π
    const Figure figure = build_figure("warp", inputs);
    EXPECT_TRUE(std::isnan(column(figure, "theta_prewarped").values[0]));
    EXPECT_FALSE(std::isnan(column(figure, "theta_compressed").values[0]));
}

}  // namespace
}  // namespace rope
