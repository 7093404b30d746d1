#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "core/figure/caption.h"
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

// One k at every token: softmax then weighs by e^score alone, and the score falls to the distance.
TEST(LinearFigure, GivenVectorsWeighByTheirScoresAtEachDistance) {
    FigureInputs inputs = kind_inputs(4);
    inputs.q = {0.8, -0.2, 0.5, 1.1};
    inputs.k = {1.0, 0.3, -0.4, 0.7};
    set(inputs, "linear.vectors", "given");
    set(inputs, "linear.tokens", std::int64_t{12});
    const Figure figure = build_figure("linear", inputs);
    std::vector<double> expected;
    // Half layout: pairs (0, 2) and (1, 3), θ = 1 and 0.01.
    for (int n = 0; n < 12; ++n) {
        double score = 0;
        for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
            const double angle = (11 - n) * (i == 0 ? 1 : 0.01);
            const double q_re = inputs.q[i], q_im = inputs.q[i + 2], k_re = inputs.k[i],
                         k_im = inputs.k[i + 2];
            score +=
                std::cos(angle) * (q_re * k_re + q_im * k_im) + std::sin(angle) * (q_re * k_im - q_im * k_re);
        }
        expected.push_back(std::exp(score / 2));
    }
    for (std::size_t n = 0; n < 12; ++n)
        EXPECT_NEAR(column(figure, "softmax").values[n], expected[n] / sum(expected), 1e-12) << n;
    // Without rotation all keys are alike.
    EXPECT_NEAR(column(figure, "linear").values[3], 1.0 / 12, 1e-12);
    EXPECT_NE(caption_text(figure).find(inputs.q_text), std::string::npos) << caption_text(figure);
}

// Small vectors: the exact features' weights sum to one. Larger ones: features begin to vanish, which is
// said. Very large ones: exponents of −|x|²/2 leave float32, and nothing is left of the weights; that is said
// too, and drawn as no curve. The stabiliser keeps a curve.
TEST(LinearFigure, UnstabilisedFeaturesVanishInFloat32) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "linear.stabilised", false);
    const Figure small = build_figure("linear", inputs);
    EXPECT_NEAR(sum(column(small, "random_features_unstabilised").values), 1, 1e-5);
    EXPECT_TRUE(small.notes.empty());
    set(inputs, "linear.size", 4.0);
    const Figure large = build_figure("linear", inputs);
    ASSERT_EQ(large.notes.size(), 1U);
    EXPECT_NE(large.notes[0].find("are 0 in float32"), std::string::npos) << large.notes[0];
    for (double& value : inputs.q)
        value *= 10;
    set(inputs, "linear.vectors", "given");
    const Figure none = build_figure("linear", inputs);
    EXPECT_TRUE(std::isnan(column(none, "random_features_unstabilised").values[0]));
    EXPECT_NE(caption_text(none).find("no weight"), std::string::npos) << caption_text(none);
    set(inputs, "linear.stabilised", true);
    EXPECT_NEAR(sum(column(build_figure("linear", inputs), "random_features").values), 1, 1e-9);
}

}  // namespace
}  // namespace rope
