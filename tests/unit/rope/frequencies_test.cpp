#include "core/rope/frequencies.h"
#include "core/rope/exact_frequencies.h"

#include <gtest/gtest.h>
#include <cmath>
#include <limits>

#include "tests/support/wide.h"

namespace rope {
namespace {

TEST(Frequencies, FollowTheDefaultRuleToThirtyDigits) {
    for (const double base : {0.5, 10.0, 10000.0, 500000.0, 1e308}) {
        for (const int rotary_dim : {2, 6, 128, 1024}) {
            const std::vector<Extended> theta = default_frequencies(base, rotary_dim);
            ASSERT_EQ(theta.size(), static_cast<std::size_t>(rotary_dim / 2));
            for (std::size_t i = 0; i < theta.size(); i += 7) {
                const Wide exact = pow(Wide(base), Wide(-2 * static_cast<int>(i)) / rotary_dim);
                EXPECT_LE(static_cast<double>(abs(wide(theta[i]) / exact - 1)), 1e-30)
                    << "base " << base << " d " << rotary_dim << " pair " << i;
            }
        }
    }
}

TEST(Frequencies, FirstPairTurnsOneRadianPerToken) {
    EXPECT_EQ(default_frequencies(123.5, 64).front(), Extended(1));
}

TEST(Frequencies, TableRoundsEachFrequencyOnce) {
    const std::vector<Extended> theta = default_frequencies(10000, 4);
    const FrequencyTable table = make_table(theta, 1.25);
    EXPECT_EQ(table.pairs(), 2);
    EXPECT_EQ(table.theta[1], 0.01);
    EXPECT_EQ(table.step[1], turn_step(theta[1]));
    EXPECT_EQ(table.attention_factor, 1.25);
}

TEST(Frequencies, WavelengthIsInfiniteForAPairThatDoesNotTurn) {
    const std::vector<double> theta{0.5, 0};
    const FrequencyTable table = make_table(theta, 1);
    EXPECT_NEAR(table.wavelength(0), 12.566370614359172, 1e-14);
    EXPECT_EQ(table.wavelength(1), std::numeric_limits<double>::infinity());
    EXPECT_EQ(table.step[1], TurnFraction{0});
}

}  // namespace
}  // namespace rope
