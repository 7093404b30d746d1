#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

double sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(LinearFigure, AllButTheRotatedWeightsSumToOne) {
    const Figure figure = build_figure("linear", kind_inputs());
    EXPECT_NEAR(sum(column(figure, "softmax").values), 1, 1e-12);
    EXPECT_NEAR(sum(column(figure, "random_features").values), 1, 1e-12);
    EXPECT_NEAR(sum(column(figure, "linear").values), 1, 1e-12);
    EXPECT_GT(std::abs(sum(column(figure, "linear_rotated").values) - 1), 1e-3);
}

// q = k = 0 makes every feature 1 (elu + 1): the rotated weight is the mean of cos Δθ over the keys, whose
// values docs/spec-attention.md lists in figure 6.
TEST(LinearFigure, WithoutContentTheRotatedWeightIsTheMeanOfCosines) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "linear.size", 0.0);
    const Figure figure = build_figure("linear", inputs);
    const std::vector<double>& rotated = column(figure, "linear_rotated").values;
    ASSERT_EQ(rotated.size(), 64U);
    EXPECT_NEAR(rotated[63], 1.0 / 64, 1e-12);
    EXPECT_NEAR(rotated[62], 0.970214 / 64, 1e-8);
    EXPECT_NEAR(rotated[53], 0.669063 / 64, 1e-8);
    EXPECT_NEAR(column(figure, "softmax").values[5], 1.0 / 64, 1e-12);
    EXPECT_NEAR(column(figure, "random_features").values[5], 1.0 / 64, 1e-12);
}

TEST(LinearFigure, MoreFeaturesComeNearerToSoftmax) {
    FigureInputs inputs = kind_inputs(32);
    set(inputs, "linear.size", 0.5);
    const auto error = [&](std::int64_t features) {
        set(inputs, "linear.features", features);
        const Figure figure = build_figure("linear", inputs);
        double squares = 0;
        for (std::size_t n = 0; n < 64; ++n) {
            const double off =
                column(figure, "random_features").values[n] - column(figure, "softmax").values[n];
            squares += off * off;
        }
        return std::sqrt(squares);
    };
    EXPECT_LT(error(1024), error(8) / 2);
}

}  // namespace
}  // namespace rope
