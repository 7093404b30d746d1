#include "core/scheme/attention.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace rope {
namespace {

constexpr double kHidden = std::numeric_limits<double>::quiet_NaN();

TEST(AttentionWeights, WeighsVisibleScoresOnly) {
    Matrix scores(2, 3);
    scores.values = {0, std::log(3.0), kHidden, kHidden, kHidden, kHidden};
    const Matrix weights = attention_weights(scores);
    EXPECT_NEAR(weights(0, 0), 0.25, 1e-15);
    EXPECT_NEAR(weights(0, 1), 0.75, 1e-15);
    EXPECT_EQ(weights(0, 2), 0);
    for (std::size_t c = 0; c < 3; ++c)
        EXPECT_EQ(weights(1, c), 0) << "a row that sees nothing";
}

TEST(AttentionWeights, ScoresOfAnySizeDoNotOverflow) {
    Matrix scores(1, 2);
    scores.values = {1e6, 1e6 - 1};
    const Matrix weights = attention_weights(scores);
    EXPECT_NEAR(weights(0, 0), 1 / (1 + std::exp(-1.0)), 1e-12);
}

TEST(MaskFuture, HidesKeysAfterTheirQuery) {
    Matrix scores(2, 3, 1.0);
    mask_future(scores);
    EXPECT_EQ(scores(0, 0), 1);
    EXPECT_TRUE(std::isnan(scores(0, 1)));
    EXPECT_EQ(scores(1, 1), 1);
    EXPECT_TRUE(std::isnan(scores(1, 2)));
}

TEST(Product, AWeightOfZeroTakesNothingFromItsRow) {
    Matrix weights(1, 2), values(2, 1);
    weights.values = {0, 2};
    values.values = {kHidden, 5};
    EXPECT_EQ(product(weights, values)(0, 0), 10);
}

}  // namespace
}  // namespace rope
