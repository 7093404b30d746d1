#include "core/export/near_page.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace rope {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(NearPage, KeepsALineThatIsNear) {
    const std::vector<Point> line{{0, 0}, {10, 5}, {20, 0}};
    EXPECT_EQ(near_parts(line), std::vector<std::vector<Point>>{line});
}

TEST(NearPage, CutsAFarLineWithItsTrueSlope) {
    const auto parts = near_parts(std::vector<Point>{{0, 0}, {1e9, 2e9}});
    ASSERT_EQ(parts.size(), 1u);
    EXPECT_EQ(parts[0][0], (Point{0, 0}));
    EXPECT_NEAR(parts[0][1].x, kFarAway / 2, 1e-6);
    EXPECT_NEAR(parts[0][1].y, kFarAway, 1e-6);
}

TEST(NearPage, LeavesAndReturnsAsTwoParts) {
    const auto parts = near_parts(std::vector<Point>{{0, 0}, {0, 1e7}, {10, 1e7}, {10, 0}, {20, 0}});
    ASSERT_EQ(parts.size(), 2u);
    EXPECT_EQ(parts[0].size(), 2u);
    EXPECT_EQ(parts[1].back(), (Point{20, 0}));
    EXPECT_EQ(parts[1].size(), 3u);
    for (const auto& part : parts)
        EXPECT_TRUE(all_near(part));
}

TEST(NearPage, PointsThatAreNotFiniteBreakTheLine) {
    const auto parts =
        near_parts(std::vector<Point>{{0, 0}, {1, 1}, {kNaN, 2}, {3, 3}, {4, 4}, {kInf, 5}, {6, 6}});
    ASSERT_EQ(parts.size(), 2u);
    EXPECT_EQ(parts[0], (std::vector<Point>{{0, 0}, {1, 1}}));
    EXPECT_EQ(parts[1], (std::vector<Point>{{3, 3}, {4, 4}}));
}

TEST(NearPage, NothingOfALineBesideThePageIsLeft) {
    EXPECT_TRUE(near_parts(std::vector<Point>{{-1e6, 1e6}, {1e6, 1e6}}).empty());
    EXPECT_FALSE(is_near(Point{kNaN, 0}));
    EXPECT_FALSE(is_near(Rect{0, 0, kInf, 1}));
    EXPECT_EQ(brought_near({kNaN, -kInf}), (Point{0, -kFarAway}));
}

}  // namespace
}  // namespace rope
