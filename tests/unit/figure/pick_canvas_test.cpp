#include "core/figure/pick_canvas.h"

#include <gtest/gtest.h>

#include <functional>
#include <numbers>

namespace rope {
namespace {

const Stroke kThin{{0, 0, 0}, 1, Dash::solid};

std::optional<Tag> pick(Point pointer, const std::function<void(Canvas&)>& draw, double reach = 5) {
    PickCanvas canvas(pointer, reach);
    draw(canvas);
    return canvas.hit();
}

void tagged(Canvas& canvas, const Tag& tag, const std::function<void()>& draw) {
    canvas.push_group(tag);
    draw();
    canvas.pop_group();
}

TEST(PickCanvas, HitsWithinReachAndNothingBeyond) {
    const auto draw = [](Canvas& canvas) {
        const Point points[] = {{0, 0}, {100, 0}};
        tagged(canvas, {Role::series, 3}, [&] { canvas.polyline(points, kThin); });
    };
    EXPECT_EQ(pick({50, 5.4}, draw), (Tag{Role::series, 3}));
    EXPECT_FALSE(pick({50, 5.6}, draw));
    EXPECT_FALSE(pick({106, 0}, draw));
}

TEST(PickCanvas, SmallHandlesWinOverLinesOverAreas) {
    const auto draw = [](Canvas& canvas) {
        tagged(canvas, {Role::query_tip, 7}, [&] { canvas.circle({10, 10}, 3, Colour{}, std::nullopt); });
        const Point points[] = {{0, 10}, {100, 10}};
        tagged(canvas, {Role::series, 0}, [&] { canvas.polyline(points, kThin); });
        tagged(canvas, {Role::cells}, [&] { canvas.cells({0, 0, 100, 100}, {}, {}); });
    };
    EXPECT_EQ(pick({14, 10}, draw), (Tag{Role::query_tip, 7}));
    EXPECT_EQ(pick({40, 12}, draw), (Tag{Role::series, 0}));
    EXPECT_EQ(pick({40, 60}, draw), (Tag{Role::cells}));
}

TEST(PickCanvas, NearestWinsAndAmongEqualsTheLastPainted) {
    const auto draw = [](Canvas& canvas) {
        for (int i = 0; i < 2; ++i)
            tagged(canvas, {Role::dial, i}, [&] { canvas.circle({10, 10}, 8, std::nullopt, kThin); });
        tagged(canvas, {Role::dial, 9}, [&] { canvas.circle({30, 10}, 8, std::nullopt, kThin); });
    };
    EXPECT_EQ(pick({10, 10}, draw), (Tag{Role::dial, 1}));
    EXPECT_EQ(pick({20.5, 10}, draw), (Tag{Role::dial, 9}));
}

TEST(PickCanvas, PartsBelongToTheThingAroundThem) {
    const auto draw = [](Canvas& canvas) {
        canvas.push_group({Role::dial, 4, 1});
        const Point arrow[] = {{0, 0}, {10, 0}};
        tagged(canvas, {Role::query_arrow, 4, 1}, [&] { canvas.polyline(arrow, kThin); });
        canvas.pop_group();
    };
    EXPECT_EQ(pick({5, 0}, draw), (Tag{Role::dial, 4, 1}));
}

TEST(PickCanvas, ClippedAwayAndDecorationCannotBeHit) {
    EXPECT_FALSE(pick({50, 50}, [](Canvas& canvas) {
        canvas.push_clip({0, 0, 40, 40});
        tagged(canvas, {Role::cells}, [&] { canvas.cells({0, 0, 100, 100}, {}, {}); });
        canvas.pop_clip();
    }));
    EXPECT_FALSE(pick({50, 50}, [](Canvas& canvas) {
        tagged(canvas, {Role::background}, [&] {
            canvas.rectangle({0, 0, 100, 100}, Colour{}, std::nullopt);
        });
        tagged(canvas, {Role::grid}, [&] { canvas.rectangle({0, 0, 100, 100}, std::nullopt, kThin); });
        canvas.text({50, 50}, "x", {});
    }));
}

TEST(PickCanvas, SectorsAreMeasuredCounterClockwiseWithYUp) {
    const double pi = std::numbers::pi;
    const auto draw = [&](Canvas& canvas) {
        tagged(canvas, {Role::dial, 0}, [&] { canvas.sector({0, 0}, 10, pi / 4, 3 * pi / 4, {}); });
    };
    EXPECT_TRUE(pick({0, -8}, draw, 0));  // above the centre on the page
    EXPECT_FALSE(pick({0, 8}, draw, 0));
    EXPECT_FALSE(pick({8, 0}, draw, 0));
}

TEST(PickCanvas, PolygonsEitherWayRound) {
    const Point one[] = {{0, 0}, {10, 0}, {0, 10}}, other[] = {{0, 0}, {0, 10}, {10, 0}};
    for (const std::span<const Point> points : {std::span<const Point>(one), std::span<const Point>(other)}) {
        const auto draw = [&](Canvas& canvas) {
            tagged(canvas, {Role::series, 0}, [&] { canvas.polygon(points, {}); });
        };
        EXPECT_TRUE(pick({2, 2}, draw, 0));
        EXPECT_FALSE(pick({8, 8}, draw, 0));
        EXPECT_TRUE(pick({-3, 5}, draw, 4));
    }
}

}  // namespace
}  // namespace rope
