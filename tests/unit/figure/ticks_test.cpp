#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/figure/axis_scale.h"
#include "core/figure/layout.h"

namespace rope {
namespace {

using testing::ElementsAre;

Axis axis(double lo, double hi, AxisScale scale = AxisScale::linear) {
    Axis out;
    out.lo = lo;
    out.hi = hi;
    out.scale = scale;
    return out;
}

Axis tokens(double lo, double hi) {
    Axis out = axis(lo, hi);
    out.integers = true;
    return out;
}

std::vector<std::string> labels(const std::vector<Tick>& ticks) {
    std::vector<std::string> out;
    for (const Tick& tick : ticks)
        if (!tick.label.empty()) out.push_back(tick.label);
    return out;
}

// What holds of the ticks of any axis.
void expect_lawful(const Axis& given, double length, double extent) {
    const AxisMap scale(given);
    const std::vector<Tick> ticks = choose_ticks(given, length, extent);
    const std::string where = testing::Message()
                                  .
                                  operator<<(given.lo)
                                  .
                                  operator<<(" … ")
                                  .
                                  operator<<(given.hi)
                                  .
                                  operator<<(" length ")
                                  .
                                  operator<<(length)
                                  .GetString();
    std::vector<double> majors;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        EXPECT_GE(ticks[i].value, scale.lo()) << where;
        EXPECT_LE(ticks[i].value, scale.hi()) << where;
        if (i > 0) {
            EXPECT_LT(ticks[i - 1].value, ticks[i].value) << where;
        }
        if (!ticks[i].label.empty()) majors.push_back(scale.fraction(ticks[i].value) * length);
    }
    ASSERT_GE(majors.size(), 2u) << where;
    EXPECT_LE(majors.size(), 200u) << where;
    // Two ticks remain whatever the room; three or more never touch.
    if (majors.size() > 2) {
        for (std::size_t i = 1; i < majors.size(); ++i)
            EXPECT_GE(majors[i] - majors[i - 1], extent * (1 - 1e-6)) << where;
    }
    const std::vector<std::string> words = labels(ticks);
    for (std::size_t i = 1; i < words.size(); ++i)
        EXPECT_NE(words[i - 1], words[i]) << where;
}

TEST(Ticks, EveryLinearRangeHasTwoThatDoNotTouch) {
    for (const double centre : {0.0, 1.0, -3.7, 1234.5, 1e6, -1e9, 1e-7, 4294967296.0, 1e200})
        for (const double span : {1e-9, 1e-3, 0.13, 1.0, 2.5, 7.77, 99.0, 4096.0, 1e7, 1e12})
            for (const double length : {30.0, 100.0, 333.0, 2000.0}) {
                if (span < 1e-10 * std::abs(centre)) continue;
                expect_lawful(axis(centre - span / 3, centre + span * 2 / 3), length, 28);
            }
}

TEST(Ticks, EveryLogarithmicRangeHasTwoThatDoNotTouch) {
    for (const double lo : {1e-300, 1e-9, 0.003, 0.7, 1.0, 6.28, 1000.0, 1e12})
        for (const double ratio : {1.0001, 1.3, 2.0, 4.9, 9.9, 10.0, 31.0, 1e3, 1e6, 1e15, 1e200})
            for (const double length : {30.0, 100.0, 333.0, 2000.0})
                if (lo * ratio < 1e299)
                    expect_lawful(axis(lo, lo * ratio, AxisScale::logarithmic), length, 28);
}

TEST(Ticks, WholeNumbersOnlyWhereAskedFor) {
    for (const double lo : {-0.5, 0.0, 1.0, 17.0, 4095.5, 999999.5})
        for (const double span : {1.0, 2.0, 3.0, 5.5, 12.0, 100.0, 4096.0, 1e6})
            for (const Tick& tick : choose_ticks(tokens(lo, lo + span), 300, 40))
                EXPECT_EQ(tick.value, std::round(tick.value)) << lo << " + " << span;
    // A view of one single cell has one whole number to show.
    EXPECT_THAT(labels(choose_ticks(tokens(16.5, 17.5), 300, 40)), ElementsAre("17"));
}

TEST(Ticks, TokenCountsToAPowerOfTwoAreCountedInTwos) {
    EXPECT_THAT(labels(choose_ticks(tokens(0, 4096), 400, 80)),
                ElementsAre("0", "1024", "2048", "3072", "4096"));
    EXPECT_THAT(labels(choose_ticks(tokens(-0.5, 4095.5), 400, 80)),
                ElementsAre("0", "1024", "2048", "3072"));
    EXPECT_THAT(labels(choose_ticks(tokens(0, 131072), 400, 150)),
                ElementsAre("0", "65\u2009536", "131\u2009072"));
    EXPECT_THAT(labels(choose_ticks(tokens(0, 4000), 400, 80)),
                ElementsAre("0", "1000", "2000", "3000", "4000"));
}

TEST(Ticks, LabelsAreAsPeopleWriteNumbers) {
    EXPECT_THAT(labels(choose_ticks(axis(-1, 1), 100, 50)), ElementsAre("−1", "0", "1"));
    EXPECT_THAT(labels(choose_ticks(axis(0, 0.5), 100, 50)), ElementsAre("0.0", "0.5"));
    EXPECT_THAT(labels(choose_ticks(axis(0, 1e6), 100, 50)),
                ElementsAre("0", "500\u2009000", "1\u2009000\u2009000"));
    EXPECT_THAT(labels(choose_ticks(axis(0, 2e9), 100, 50)),
                ElementsAre("0", "10^{9}", "2\u2009×\u200910^{9}"));
    EXPECT_THAT(labels(choose_ticks(axis(0, 1e7), 100, 50)),
                ElementsAre("0", "5\u2009×\u200910^{6}", "10\u2009×\u200910^{6}"));
    EXPECT_THAT(labels(choose_ticks(axis(0, 4e-6), 100, 50)),
                ElementsAre("0", "2\u2009×\u200910^{−6}", "4\u2009×\u200910^{−6}"));
}

TEST(Ticks, LogarithmicOnesArePowersWithMinorTicksBetween) {
    const std::vector<Tick> ticks = choose_ticks(axis(1, 1e6, AxisScale::logarithmic), 360, 40);
    EXPECT_THAT(labels(ticks),
                ElementsAre("10^{0}", "10^{1}", "10^{2}", "10^{3}", "10^{4}", "10^{5}", "10^{6}"));
    EXPECT_EQ(ticks.size(), 7u + 6 * 8);
    EXPECT_THAT(labels(choose_ticks(axis(1, 4096, AxisScale::logarithmic), 360, 40)),
                ElementsAre("1", "10", "100", "1000"));
    EXPECT_THAT(labels(choose_ticks(axis(1, 1e6, AxisScale::logarithmic), 120, 40)),
                ElementsAre("10^{0}", "10^{2}", "10^{4}", "10^{6}"));
    EXPECT_THAT(labels(choose_ticks(axis(2, 60, AxisScale::logarithmic), 300, 20)),
                ElementsAre("2", "5", "10", "20", "50"));
}

TEST(Ticks, GivenOnesAreKeptInsideTheRange) {
    Axis given = axis(0, 10);
    given.ticks = {{-1, "a"}, {0, "b"}, {5, ""}, {10, "c"}, {11, "d"}};
    EXPECT_THAT(labels(choose_ticks(given, 100, 20)), ElementsAre("b", "c"));
}

// Faults row 70: constant data, and every other range that has no width.
TEST(AxisMap, HasAlwaysAFiniteRangeThatIsNotZero) {
    const double inf = HUGE_VAL, nan = std::nan("");
    for (const AxisScale scale : {AxisScale::linear, AxisScale::logarithmic})
        for (const double lo : {0.0, 1.0, -5.0, 1e-320, 1e300, 1e308, -1e308, inf, -inf, nan})
            for (const double hi : {0.0, 1.0, -5.0, 1e-320, 1e300, 1e308, inf, -inf, nan}) {
                const AxisMap out(axis(lo, hi, scale));
                EXPECT_TRUE(std::isfinite(out.lo()) && std::isfinite(out.hi())) << lo << " " << hi;
                EXPECT_LT(out.lo(), out.hi()) << lo << " " << hi;
                EXPECT_TRUE(std::isfinite(out.hi() - out.lo())) << lo << " " << hi;
                if (scale == AxisScale::logarithmic) {
                    EXPECT_GT(out.lo(), 0);
                }
                expect_lawful(axis(lo, hi, scale), 200, 30);
            }
    const AxisMap constant(axis(100, 100));
    EXPECT_DOUBLE_EQ(constant.lo(), 95);
    EXPECT_DOUBLE_EQ(constant.hi(), 105);
}

TEST(AxisMap, FractionsAndValuesAreInverse) {
    for (const bool reversed : {false, true})
        for (const AxisScale scale : {AxisScale::linear, AxisScale::logarithmic}) {
            Axis given = axis(0.5, 4096, scale);
            given.reversed = reversed;
            const AxisMap a(given);
            EXPECT_NEAR(a.fraction(reversed ? 4096 : 0.5), 0, 1e-12);
            EXPECT_NEAR(a.fraction(reversed ? 0.5 : 4096), 1, 1e-12);
            for (const double value : {0.5, 1.0, 77.0, 4096.0, 5000.0})
                EXPECT_NEAR(a.value(a.fraction(value)), value, 1e-9 * value);
            EXPECT_TRUE(std::isnan(a.fraction(std::nan(""))));
            for (const double value : {-1e308, 1e308, HUGE_VAL, -HUGE_VAL})
                EXPECT_TRUE(std::isfinite(a.fraction(value)));
        }
}

TEST(ChooseTicks, LongNumbersOnAShortAxisStandAtItsEnds) {
    const Axis far = tokens(4294963200.5, 4294967296.5);
    EXPECT_THAT(labels(choose_ticks(far, 126, 85)),
                ElementsAre("4\u2009294\u2009963\u2009201", "4\u2009294\u2009967\u2009296"));
    EXPECT_THAT(labels(choose_ticks(far, 400, 85)),
                ElementsAre("4\u2009294\u2009964\u2009000", "4\u2009294\u2009965\u2009000",
                            "4\u2009294\u2009966\u2009000", "4\u2009294\u2009967\u2009000"));
}

}  // namespace
}  // namespace rope
