#include "core/measure/base_bound.h"

#include <gtest/gtest.h>
#include <cmath>
#include <numbers>

#include "core/measure/critical_dimension.h"
#include "core/rope/exact_frequencies.h"

namespace rope {
namespace {

FrequencyTable plain(double base, int dim = 128) {
    return make_table(default_frequencies(base, dim), 1);
}

TEST(BaseBound, IsThePublishedFirstNegativeDistance) {
    // docs/spec-attention.md, section 3, item 6.
    Progress progress;
    EXPECT_EQ(base_bound(plain(100), 100000, progress).first_negative, 59);
    EXPECT_EQ(base_bound(plain(10000), 100000, progress).first_negative, 1707);
    EXPECT_EQ(base_bound(plain(500000), 100000, progress).first_negative, 18438);
}

TEST(BaseBound, LimitIsIncludedAndNothingMeansNothing) {
    Progress progress;
    EXPECT_EQ(base_bound(plain(10000), 1707, progress).first_negative, 1707);
    const BaseBound none = base_bound(plain(10000), 1706, progress);
    EXPECT_FALSE(none.first_negative);
    EXPECT_EQ(none.smallest_at, 1706);
    EXPECT_NEAR(none.smallest, 0.06860339670694277, 1e-12);
    EXPECT_EQ(base_bound(plain(10000), 0, progress).smallest_at, 0);
}

TEST(BaseBound, OnePairTurnsNegativeAfterAQuarterTurn) {
    Progress progress;
    // 1.6e-14 above and below zero at 5000: less than the recurrences are good for.
    const double quarter = std::numbers::pi / 2 / 5000;
    const FrequencyTable later = make_table(std::vector<double>{quarter * (1 - 1e-14)}, 1);
    EXPECT_EQ(base_bound(later, 10000, progress).first_negative, 5001);
    const FrequencyTable sooner = make_table(std::vector<double>{quarter * (1 + 1e-14)}, 1);
    EXPECT_EQ(base_bound(sooner, 10000, progress).first_negative, 5000);
}

TEST(BaseBound, CountsAgreeWithASumInLongDouble) {
    Progress progress;
    const FrequencyTable table = plain(3000, 32);
    std::int64_t counted = 0;
    for (int delta = 0; delta < 5000; ++delta) {
        long double sum = 0;
        for (int i = 0; i < 16; ++i)
            sum += std::cos(delta * std::pow(3000.0L, -2.0L * i / 32));
        counted += sum < 0 ? 1 : 0;
    }
    const std::vector<std::int64_t> ranges{5000, 1, 0};
    EXPECT_EQ(negative_counts(table, ranges, progress), (std::vector<std::int64_t>{counted, 0, 0}));
    EXPECT_GT(counted, 100);
}

TEST(BaseBound, GridHoldsTwoDigitsEach) {
    const std::vector<double> bases = two_digit_bases(0.99, 120);
    ASSERT_EQ(bases.size(), 184u);
    EXPECT_EQ(bases[0], 0.99);
    EXPECT_EQ(bases[1], 1);
    EXPECT_EQ(bases[2], 1.1);
    EXPECT_EQ(bases[91], 10);
    EXPECT_EQ(bases[183], 120);
    EXPECT_EQ(two_digit_bases(100, 1e9).size(), 631u);
    EXPECT_TRUE(two_digit_bases(5, 4).empty());
}

TEST(BaseBound, SmallestFeasibleBaseIsNotFoundByBisection) {
    // docs/spec-attention.md: 4300 reaches 1024 tokens, 4400 … 6000 do not.
    Progress progress;
    const std::vector<double> bases = two_digit_bases(100, 1e5);
    const TableOfBase table_of = [](double base) { return plain(base); };
    const std::optional<std::size_t> smallest = smallest_feasible_base(bases, 1024, table_of, progress);
    ASSERT_TRUE(smallest);
    EXPECT_EQ(bases[*smallest], 4300);
    const FeasibleBases all = feasible_bases(bases, 1024, table_of, progress);
    EXPECT_EQ(all.smallest, smallest);
    EXPECT_FALSE(all.feasible[*smallest + 1]);
    EXPECT_TRUE(all.feasible.back());
    EXPECT_FALSE(smallest_feasible_base(two_digit_bases(100, 4200), 1024, table_of, progress));
    // The context of one token holds only distance 0.
    EXPECT_EQ(smallest_feasible_base(bases, 1, table_of, progress), 0u);
}

TEST(CriticalDimension, CountsWhatTheFormulaSays) {
    for (const double base : {500.0, 10000.0, 1e6}) {
        for (const int dim : {2, 64, 128}) {
            for (const double length : {3.0, 6.0, 7.0, 2048.0, 1e6}) {
                const CriticalDimension found = critical_dimension(plain(base, dim), base, dim, length);
                EXPECT_EQ(found.clamped, 2 * found.full_turns) << base << ' ' << dim << ' ' << length;
            }
        }
    }
    EXPECT_EQ(critical_dimension(plain(10000), 10000, 128, 4096).formula, 92);
    EXPECT_EQ(critical_dimension(plain(500), 500, 128, 4096).formula, 134);
}

}  // namespace
}  // namespace rope
