#include "core/vectors/generator.h"

#include <gtest/gtest.h>

#include <cmath>

namespace rope {
namespace {

TEST(SplitMix64, GivesThePublishedNumbers) {
    SplitMix64 random(1234567);  // the sequence every published implementation is checked with
    EXPECT_EQ(random.next(), 6457827717110365317u);
    EXPECT_EQ(random.next(), 3203168211198807973u);
    EXPECT_EQ(random.next(), 9817491932198370423u);
}

TEST(Gaussian, IsTheFormulaToTheLastBit) {
    // Computed with 50 digits (mpmath) from the formula in the header and rounded to double.
    EXPECT_EQ(gaussian_vector(4, 1), (std::vector<double>{-0.03426732179185144, -1.2926085332373185,
                                                          -2.500067493369868, 0.9114665864092965}));
    EXPECT_EQ(gaussian_vector(3, 42),
              (std::vector<double>{0.8822489062222689, 1.3884732852877073, -0.4508498757188602}));
}

TEST(Gaussian, AShorterVectorIsTheBeginningOfALongerOne) {
    const auto longer = gaussian_vector(129, 7);
    for (const int length : {1, 2, 64, 128})
        EXPECT_EQ(gaussian_vector(length, 7), std::vector<double>(longer.begin(), longer.begin() + length));
}

TEST(Gaussian, HasMeanZeroAndVarianceOne) {
    constexpr int kCount = 200'000;
    double sum = 0, squares = 0;
    for (const double value : gaussian_vector(kCount, 3)) {
        sum += value;
        squares += value * value;
    }
    // Five standard errors of the mean (1/√n) and of the variance (√(2/n)).
    EXPECT_NEAR(sum / kCount, 0, 5 / std::sqrt(kCount));
    EXPECT_NEAR(squares / kCount, 1, 5 * std::sqrt(2.0 / kCount));
}

}  // namespace
}  // namespace rope
