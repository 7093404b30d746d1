#include "core/rope/axes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "core/rope/exact_frequencies.h"
#include "core/rope/mrope_positions.h"

namespace rope {
namespace {

using Kind = MropeSegment::Kind;

std::string fault_of(const Checked<std::vector<int>>& axes) {
    return axes.ok() ? "" : axes.fault().id;
}

TEST(Mrope, InterleavedSectionsThatAreTooLongForTheirTurnLeavePairsToTime) {
    // 3·4 = 12 goes beyond the 8 pairs: only pairs 1, 4 and 7 are left for h, as Python's slices end.
    const auto axes = mrope_axis_of_pair(std::vector<double>{2, 4, 2}, 8, true);
    ASSERT_TRUE(axes.ok());
    EXPECT_EQ(axes.value(), (std::vector<int>{0, 1, 2, 0, 1, 2, 0, 1}));
}

TEST(Mrope, AnEmptySectionIsAllowed) {
    EXPECT_EQ(mrope_axis_of_pair(std::vector<double>{0, 3, 1}, 4, false).value(),
              (std::vector<int>{1, 1, 1, 2}));
}

TEST(Mrope, SectionsThatDoNotFitAreRefused) {
    EXPECT_EQ(fault_of(mrope_axis_of_pair(std::vector<double>{16, 24, 24}, 128, false)), "mrope_section_sum");
    EXPECT_EQ(fault_of(mrope_axis_of_pair(std::vector<double>{0, 0, 0}, 8, true)), "mrope_section_sum");
    EXPECT_EQ(fault_of(mrope_axis_of_pair(std::vector<double>{4, 4}, 8, false)), "mrope_section_length");
    for (const double bad : {-1.0, 1.5, 1e300, std::nan("")})
        EXPECT_EQ(fault_of(mrope_axis_of_pair(std::vector<double>{bad, 4, 4}, 8, false)),
                  "mrope_section_count");
}

TEST(Mrope, EqualCoordinatesAreTheOrdinaryRotation) {
    const FrequencyTable table = make_table(default_frequencies(10000, 16), 1.5);
    const AxisFrequencies axes =
        mrope_axes(table, mrope_axis_of_pair(std::vector<double>{2, 3, 3}, 8, false).value());
    const HeadShape shape{.head_dim = 16, .rotary_dim = 16};
    const std::vector<double> x{1, -2, 3, -4, 5, -6, 7, -8, 8, 7, 6, 5, 4, 3, 2, 1};
    EXPECT_EQ(rotate(x, shape, axes, std::vector<double>{77, 77, 77}), rotate(x, shape, table, 77));
}

TEST(MropePositions, AFrameStepIsTruncatedAfterMultiplying) {
    const MropeSegment video{
        .kind = Kind::vision, .frames = 4, .rows = 1, .columns = 1, .frame_step = 0.5, .markers = false};
    const auto ids = mrope_positions(std::vector{video}, 1);
    ASSERT_TRUE(ids.ok());
    EXPECT_EQ(ids.value().t, (std::vector<std::int64_t>{0, 0, 1, 1}));
    EXPECT_EQ(ids.value().delta, 2 - 4);
}

TEST(MropePositions, AGridThatDoesNotDivideLosesItsRest) {
    const MropeSegment image{.kind = Kind::vision, .frames = 1, .rows = 3, .columns = 5};
    const auto ids = mrope_positions(std::vector{image}, 2);
    ASSERT_TRUE(ids.ok());
    EXPECT_EQ(ids.value().w, (std::vector<std::int64_t>{0, 1, 2, 3}));  // start, 1 × 2 cells, end
}

TEST(MropePositions, NothingHasNoTokens) {
    const auto ids = mrope_positions({}, 2);
    ASSERT_TRUE(ids.ok());
    EXPECT_TRUE(ids.value().t.empty());
    EXPECT_EQ(ids.value().delta, 0);
}

TEST(MropePositions, WhatCannotBeCountedIsRefused) {
    const auto refused = [](MropeSegment segment, std::int64_t merge) {
        return !mrope_positions(std::vector{segment}, merge).ok();
    };
    EXPECT_TRUE(refused({.tokens = -1}, 1));
    EXPECT_TRUE(refused({.tokens = std::int64_t{1} << 40}, 1));
    EXPECT_TRUE(refused({.tokens = 1}, 0));
    MropeSegment video{.kind = Kind::vision, .frames = 1 << 20, .rows = 1 << 20, .columns = 1 << 20};
    EXPECT_TRUE(refused(video, 1));
    video = {.kind = Kind::vision, .frames = 1, .rows = 1, .columns = 1};
    for (const double step : {-1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
        video.frame_step = step;
        EXPECT_TRUE(refused(video, 1)) << step;
    }
}

TEST(Plane, HalvesNeedAMultipleOfFour) {
    EXPECT_FALSE(axial_axes(100, 6).ok());
    EXPECT_FALSE(qwen2vl_vision_axes(10000, 2).ok());
    EXPECT_FALSE(mixed_axes(std::vector<double>{1}, std::vector<double>{1, 2}).ok());
    EXPECT_FALSE(mixed_axes(std::vector<double>{1}, std::vector<double>{std::nan("")}).ok());
}

TEST(Plane, PixtralGivesRowsTheOddPairOut) {
    const AxisFrequencies axes = pixtral_axes(10000, 6);  // θ = 1, 0.0464, 0.00215: rows have two of them
    EXPECT_EQ(axes.axes[1].theta[0], 1);
    EXPECT_NEAR(axes.axes[1].theta[1], std::pow(10000, -4.0 / 6), 1e-18);
    EXPECT_EQ(axes.axes[1].theta[2], 0);
    EXPECT_NEAR(axes.axes[0].theta[2], std::pow(10000, -2.0 / 6), 1e-16);
}

TEST(Plane, MixedAnglesAddUpModuloOneTurn) {
    const double third = 2 * std::numbers::pi / 3;
    const AxisFrequencies axes = mixed_axes(std::vector{third}, std::vector{third}).value();
    const PairAngles angles = angles_at(axes, std::vector<double>{2, 1});
    EXPECT_NEAR(angles.cosine[0], 1, 1e-15);
    EXPECT_NEAR(plain_angles(axes, std::vector<double>{2, 1})[0], 2 * std::numbers::pi, 1e-15);
}

}  // namespace
}  // namespace rope
