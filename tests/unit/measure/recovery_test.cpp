#include "core/measure/absolute_recovery.h"

#include <gtest/gtest.h>
#include <cmath>
#include <numbers>

#include "core/rope/rotation.h"
#include "tests/unit/measure/measure_inputs.h"

namespace rope {
namespace {

using test::Head;

TEST(Recovery, ReadsEveryPositionInsideTheRange) {
    const Head head;
    const std::vector<std::optional<double>> still = turned_by(head.q, head.q, head.shape, head.table);
    const double range = unambiguous_range(still, head.table).value_or(0);
    EXPECT_NEAR(range, 2 * std::numbers::pi * std::pow(10000, 14.0 / 16), 1e-6);
    for (const double m : {0.0, 1.0, 17.25, 1234.0, std::floor(range)}) {
        const std::vector<double> rotated = rotate(head.q, head.shape, head.table, m);
        EXPECT_NEAR(
            recover_position(turned_by(head.q, rotated, head.shape, head.table), head.table).value_or(-1), m,
            1e-9);
    }
}

TEST(Recovery, SkipsPairsWithoutLengthAndSaysWhenNothingIsLeft) {
    Head head;
    const auto [first, second] = pair_components(head.shape, 7);  // the slowest
    head.q[static_cast<std::size_t>(first)] = head.q[static_cast<std::size_t>(second)] = 0;
    const std::vector<double> rotated = rotate(head.q, head.shape, head.table, 321);
    const std::vector<std::optional<double>> phases = turned_by(head.q, rotated, head.shape, head.table);
    EXPECT_FALSE(phases[7]);
    EXPECT_NEAR(recover_position(phases, head.table).value_or(-1), 321, 1e-9);
    EXPECT_NEAR(unambiguous_range(phases, head.table).value_or(0), head.table.wavelength(6), 1e-9);

    const std::vector<double> zero(22, 0.0);
    const std::vector<std::optional<double>> none = turned_by(zero, zero, head.shape, head.table);
    EXPECT_FALSE(recover_position(none, head.table));
    EXPECT_FALSE(unambiguous_range(none, head.table));
}

TEST(Recovery, RemaindersGiveThePositionUpToTheCommonPeriod) {
    const std::vector<std::int64_t> periods{12, 18, 1, 35};
    const std::int64_t common = common_period(periods).value();
    EXPECT_EQ(common, 1260);
    for (std::int64_t m = 0; m < common; ++m) {
        std::vector<std::int64_t> remainders;
        for (const std::int64_t period : periods)
            remainders.push_back(m % period);
        EXPECT_EQ(position_of_remainders(periods, remainders), m);
    }
    // 1 modulo 12 and 2 modulo 18 disagree modulo 6.
    EXPECT_FALSE(position_of_remainders(periods, std::vector<std::int64_t>{1, 2, 0, 0}));
}

TEST(Recovery, LargePeriodsNeitherOverflowNorPass) {
    const std::vector<std::int64_t> periods{(std::int64_t{1} << 31) - 1, (std::int64_t{1} << 30)};
    const std::int64_t m = 1234567890123456789 % common_period(periods).value();
    EXPECT_EQ(position_of_remainders(periods, std::vector<std::int64_t>{m % periods[0], m % periods[1]}), m);
    const std::vector<std::int64_t> larger{(std::int64_t{1} << 40) - 1, std::int64_t{1} << 40};
    ASSERT_FALSE(common_period(larger).ok());
    EXPECT_EQ(common_period(larger).fault().id, "too_large");
    EXPECT_FALSE(position_of_remainders(larger, std::vector<std::int64_t>{0, 0}));
}

}  // namespace
}  // namespace rope
