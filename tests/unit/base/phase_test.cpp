#include "core/base/phase.h"
#include "core/base/extended.h"

#include <gtest/gtest.h>
#include <array>
#include <boost/math/constants/constants.hpp>
#include <cmath>
#include <numbers>

#include "tests/support/wide.h"

namespace rope {
namespace {

// |a − b| on the circle [rad].
double distance_on_circle(const Wide& a, double b) {
    const Wide two_pi = boost::math::constants::two_pi<Wide>();
    Wide difference = fmod(Wide(a - b), two_pi);
    if (difference < 0) difference += two_pi;
    return static_cast<double>(difference < two_pi - difference ? difference : Wide(two_pi - difference));
}

TEST(Phase, WholePositionsStayWithinANanoradianForKernels) {
    for (const double base : {2.0, 10000.0, 500000.0, 1e9}) {
        for (const int i : {0, 1, 17, 40, 63}) {
            const Wide theta = pow(Wide(base), Wide(-2 * i) / 128);
            const TurnFraction step = turn_step(extended(theta));
            for (const std::int64_t position : {std::int64_t{1}, std::int64_t{131071},
                                                std::int64_t{4294967295}, std::int64_t{-4294967296}}) {
                EXPECT_LE(distance_on_circle(theta * position, angle(phase_at(step, position))), 1e-9)
                    << "base " << base << " pair " << i << " position " << position;
            }
        }
    }
}

TEST(Phase, FractionalPositionsAddTheFraction) {
    const Wide theta = pow(Wide(10000), Wide(-2 * 5) / 128);
    const auto speed = theta.convert_to<double>();
    const ExactStep step = exact_step(extended(theta));
    for (const double position : {0.5, -0.25, 2047.75, -3.5, 1048576.125, 0.4999999, 4503599627370495.5}) {
        EXPECT_LE(distance_on_circle(theta * Wide(position), angle(phase_at(step, speed, position))), 1e-15)
            << position;
    }
    EXPECT_EQ(phase_at(step, speed, -0.5), ExactPhase{} - phase_at(step, speed, 0.5));
}

// At every position that a double holds as a whole number, and at their differences. Sines keep their
// relative error near their zeros too: 2π·10¹⁵ tokens are almost whole turns of θ = 1.
TEST(Phase, TruthIsRoundedOnceAtEveryPosition) {
    for (const double theta : {1.0, 0.86596432336006534, 1e-4, 2.0, 0x1p-40}) {
        const ExactStep step = exact_step(theta);
        for (const double position : {0.0, 1.0, -1.0, 355.0, 2147483648.0, -4294967297.0, 6283185307179586.0,
                                      9007199254740991.0, -9007199254740992.0, 18014398509481984.0}) {
            const ExactPhase phase = phase_at(step, theta, position);
            const Wide exact = Wide(theta) * position, cosine_exact = cos(exact), sine_exact = sin(exact);
            EXPECT_LE(distance_on_circle(exact, angle(phase)), 5e-16) << theta << " at " << position;
            EXPECT_NEAR(cosine(phase), cosine_exact.convert_to<double>(), 3e-16)
                << theta << " at " << position;
            EXPECT_NEAR(sine(phase), sine_exact.convert_to<double>(), 3e-16) << theta << " at " << position;
            EXPECT_NEAR(sine(phase), sine_exact.convert_to<double>(),
                        4e-16 * std::abs(sine_exact.convert_to<double>()) + 2e-18)
                << theta << " at " << position;
        }
    }
}

TEST(Phase, TruthKeepsQuarterTurnsAndSmallAngles) {
    const ExactStep quarter = exact_step(two_pi() / 4);
    const double quarter_rad = std::numbers::pi / 2;
    for (const auto& [position, c, s] : {std::array{0.0, 1.0, 0.0},
                                         {1.0, 0.0, 1.0},
                                         {2.0, -1.0, 0.0},
                                         {3.0, 0.0, -1.0},
                                         {-1.0, 0.0, -1.0}}) {
        EXPECT_NEAR(cosine(phase_at(quarter, quarter_rad, position)), c, 1e-33) << position;
        EXPECT_NEAR(sine(phase_at(quarter, quarter_rad, position)), s, 1e-33) << position;
    }
    EXPECT_NEAR(sine(phase_at(exact_step(1e-25), 1e-25, 3.0)), 3e-25, 1e-37);
    EXPECT_NEAR(sine(phase_at(exact_step(1e-25), 1e-25, -3.5)), -3.5e-25, 1e-37);
}

TEST(Phase, ExactPhasesAddAndSubtractWithCarry) {
    const ExactPhase small{0, ~std::uint64_t{0}}, unit{0, 1};
    EXPECT_EQ(small + unit, (ExactPhase{1, 0}));
    EXPECT_EQ((ExactPhase{1, 0}) - unit, small);
    EXPECT_EQ(ExactPhase{} - unit, (ExactPhase{~TurnFraction{0}, ~std::uint64_t{0}}));
}

TEST(Phase, QuarterTurnsAreExact) {
    const Extended half_turn = two_pi() / 2;
    EXPECT_EQ(turn_step(half_turn), TurnFraction{1} << 63);
    EXPECT_EQ(turn_step(half_turn / 2), TurnFraction{1} << 62);
    EXPECT_EQ(turn_step(-half_turn / 2), TurnFraction{3} << 62);
    EXPECT_EQ(turn_step(4 * half_turn), TurnFraction{0});
    EXPECT_DOUBLE_EQ(angle(TurnFraction{1} << 62), std::numbers::pi / 2);
    EXPECT_EQ(angle(0), 0);
}

TEST(Phase, NegativeAnglesMirrorPositiveOnes) {
    const TurnFraction step = turn_step(Extended(1));
    for (const std::int64_t position : {1, 2, 3, 4095}) {
        EXPECT_EQ(angle(phase_at(step, -position)), -angle(phase_at(step, position)));
    }
}

TEST(PhaseDeathTest, RefusesPositionsBeyondTheExactRange) {
    EXPECT_DEATH(static_cast<void>(phase_at(ExactStep{1}, 1.0, 1e300)), "position");
    EXPECT_DEATH(static_cast<void>(phase_at(ExactStep{1}, 1.0, std::nan(""))), "position");
}

}  // namespace
}  // namespace rope
