#include "core/base/phase.h"
#include "core/base/extended.h"

#include <gtest/gtest.h>
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

TEST(Phase, WholePositionsStayExactToTheLargestPosition) {
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
    const TurnFraction step = turn_step(extended(theta));
    for (const double position : {0.5, -0.25, 2047.75, -3.5, 1048576.125, 0.4999999}) {
        EXPECT_LE(distance_on_circle(theta * Wide(position), angle(phase_at(step, speed, position))), 1e-12)
            << position;
    }
    EXPECT_EQ(phase_at(step, speed, -4096.0), phase_at(step, std::int64_t{-4096}));
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
    EXPECT_DEATH(static_cast<void>(phase_at(1, 1.0, 1e300)), "position");
    EXPECT_DEATH(static_cast<void>(phase_at(1, 1.0, std::nan(""))), "position");
}

}  // namespace
}  // namespace rope
