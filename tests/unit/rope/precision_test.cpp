#include "core/rope/precision.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace rope {
namespace {

constexpr auto kBf16 = NumberFormat::bf16;
constexpr auto kFp16 = NumberFormat::fp16;
constexpr auto kFp32 = NumberFormat::fp32;
constexpr double kInf = std::numeric_limits<double>::infinity();

TEST(Rounding, HalvesGoToEven) {
    EXPECT_EQ(rounded(257, kBf16), 256);  // halfway between 256 and 258
    EXPECT_EQ(rounded(259, kBf16), 260);
    EXPECT_EQ(rounded(2049, kFp16), 2048);
    EXPECT_EQ(rounded(-2051, kFp16), -2052);
    EXPECT_EQ(rounded(16777217, kFp32), 16777216);
}

TEST(Rounding, SubnormalsAreKept) {
    const double smallest = std::ldexp(1, -24);  // of fp16
    EXPECT_EQ(rounded(smallest, kFp16), smallest);
    EXPECT_EQ(rounded(1.5 * smallest, kFp16), 2 * smallest);
    EXPECT_EQ(rounded(2.5 * smallest, kFp16), 2 * smallest);
    EXPECT_EQ(rounded(0.5 * smallest, kFp16), 0);
    EXPECT_TRUE(std::signbit(rounded(-0.5 * smallest, kFp16)));
    EXPECT_EQ(rounded(std::ldexp(1, -149), kFp32), std::ldexp(1, -149));
    EXPECT_EQ(rounded(std::ldexp(1, -133), kBf16), std::ldexp(1, -133));
    EXPECT_EQ(rounded(std::ldexp(1, -135), kBf16), 0);
}

TEST(Rounding, WhatIsTooLargeBecomesInfinite) {
    EXPECT_EQ(rounded(65519.99, kFp16), 65504);
    EXPECT_EQ(rounded(65520, kFp16), kInf);
    EXPECT_EQ(rounded(-1e300, kBf16), -kInf);
    EXPECT_EQ(rounded(std::numeric_limits<float>::max(), kBf16), kInf);  // rounds up to 2¹²⁸
    EXPECT_EQ(rounded(1e300, kFp32), kInf);
    EXPECT_EQ(rounded(kInf, kFp16), kInf);
    EXPECT_TRUE(std::isnan(rounded(std::nan(""), kFp16)));
}

TEST(Rounding, AgreesWithTheHardwareInFloat32) {
    for (double value = 1e-46; value < 1e38; value *= 1.0371)
        EXPECT_EQ(rounded(value, kFp32), static_cast<double>(static_cast<float>(value))) << value;
}

TEST(Bits, AreThoseOfTheFormats) {
    EXPECT_EQ(bits(1, kFp16), 0x3c00u);
    EXPECT_EQ(bits(-2, kFp16), 0xc000u);
    EXPECT_EQ(bits(65504, kFp16), 0x7bffu);
    EXPECT_EQ(bits(kInf, kFp16), 0x7c00u);
    EXPECT_EQ(bits(-kInf, kBf16), 0xff80u);
    EXPECT_EQ(bits(std::ldexp(1, -24), kFp16), 0x0001u);
    EXPECT_EQ(bits(std::ldexp(1, -14), kFp16), 0x0400u);
    EXPECT_EQ(bits(-0.0, kBf16), 0x8000u);
    EXPECT_EQ(bits(3.140625, kBf16), 0x4049u);
    EXPECT_EQ(bits(1, kFp32), 0x3f800000u);
    EXPECT_EQ(bits(std::nan(""), kFp16), 0x7e00u);
    EXPECT_EQ(bits(1, NumberFormat::fp64), 0x3ff0000000000000u);
}

TEST(Emulation, DoubleIsTheTruth) {
    const FrequencyTable table = make_table(std::vector<double>{1, 0.01}, 1.25);
    const HeadShape shape{.head_dim = 4, .rotary_dim = 4};
    const std::vector<double> x{1, 0.5, -0.25, 2};
    const std::vector<double> emulated =
        emulated_rotation(x, shape, emulated_angles(table.theta, 1.25, 3, find_pipeline("fp64")->precision),
                          NumberFormat::fp64);
    const std::vector<double> truth = rotate(x, shape, table, 3);
    for (std::size_t i = 0; i < x.size(); ++i)
        EXPECT_NEAR(emulated[i], truth[i], 1e-14);
}

TEST(Emulation, HalfPrecisionOverflowsWhereItsRangeEnds) {
    const HeadShape shape{.head_dim = 2, .rotary_dim = 2};
    const PairAngles still{{1}, {0}};
    EXPECT_EQ(emulated_rotation(std::vector<double>{70000, 1}, shape, still, kFp16)[0], kInf);
    // 70000·0 after rounding is ∞·0: nothing that could be called a number.
    EXPECT_TRUE(std::isnan(emulated_rotation(std::vector<double>{70000, 1}, shape, still, kFp16)[1]));
}

TEST(Emulation, ABf16SumLosesWhatIsSmall) {
    const Precision sums{.accumulate = kBf16};
    const EmulatedScore score =
        emulated_score(std::vector<double>{256, 1, 1}, std::vector<double>{1, 1, 1}, sums);
    EXPECT_EQ(score.sum, 256);  // 257 is halfway and goes back to 256, twice
}

TEST(Collapse, Float32IsExactTo2To24) {
    EXPECT_EQ(position_collapse(kFp32, 1 << 16).first_wrong, -1);
    EXPECT_EQ(position_collapse(kBf16, 512).distinct, 385);  // published: docs/spec-attention.md, figure 12
    EXPECT_EQ(position_collapse(kBf16, 0).distinct, 0);
}

TEST(Collapse, SeveralCountsAreCountedAsEachAlone) {
    const std::vector<std::int64_t> counts{0, 64, 257, 258, 4096, 70000};
    const std::vector<PositionCollapse> together = position_collapses(kFp16, counts);
    ASSERT_EQ(together.size(), counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const PositionCollapse alone = position_collapse(kFp16, counts[i]);
        EXPECT_EQ(together[i].distinct, alone.distinct) << counts[i];
        EXPECT_EQ(together[i].first_wrong, alone.first_wrong) << counts[i];
        EXPECT_EQ(together[i].largest_error, alone.largest_error) << counts[i];
        EXPECT_EQ(together[i].infinite, alone.infinite) << counts[i];
    }
}

}  // namespace
}  // namespace rope
