#include "core/figure/recording_canvas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace rope {
namespace {

TEST(RecordingCanvas, KeepsWhatWasDrawnInOrderWithItsTag) {
    RecordingCanvas canvas;
    const Point points[] = {{0, 0}, {10, 5}};
    canvas.push_group({Role::series, 2, 1});
    canvas.polyline(points, {{1, 2, 3}, 1.5, Dash::dotted});
    canvas.text({3, 4}, "*m*", {});
    canvas.pop_group();
    canvas.rectangle({0, -0.001, 4, 4}, Colour{255, 0, 0, 16}, std::nullopt);
    EXPECT_EQ(canvas.transcript(),
              "series[2]@1 polyline #010203ff 1.50 dotted 0.00,0.00 10.00,5.00\n"
              "series[2]@1 text 3.00,4.00 12.00 #000000ff left 0.00 \"*m*\"\n"
              "background rectangle 0.00,0.00 4.00x4.00 #ff000010 none\n");
    EXPECT_EQ(canvas.count(Role::series), 2);
    EXPECT_EQ(canvas.count(Role::series, "polyline"), 1);
    EXPECT_THAT(canvas.texts(Role::series), testing::ElementsAre("*m*"));
    EXPECT_EQ(canvas.items()[0].bounds, (Rect{0, 0, 10, 5}));
}

TEST(RecordingCanvas, BoundsAreWhatTheClipLeaves) {
    RecordingCanvas canvas;
    canvas.push_clip({0, 0, 10, 10});
    canvas.push_clip({5, 5, 10, 10});
    canvas.circle({5, 5}, 5, std::nullopt, Stroke{});
    EXPECT_EQ(canvas.items()[0].bounds, (Rect{5, 5, 5, 5}));
}

TEST(RecordingCanvasDeathTest, RefusesPointsThatAreNotFinite) {
    RecordingCanvas canvas;
    const Point points[] = {{0, 0}, {std::nan(""), 5}};
    EXPECT_DEATH(canvas.polyline(points, {}), "not finite");
}

TEST(RoleIds, AreDifferentWords) {
    std::vector<std::string_view> ids;
    for (int role = 0; role <= static_cast<int>(Role::text); ++role)
        ids.push_back(id(static_cast<Role>(role)));
    EXPECT_EQ(ids.back(), "text");
    EXPECT_EQ(id(Role::delta_handle), "delta-handle");
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(std::unique(ids.begin(), ids.end()), ids.end());
}

}  // namespace
}  // namespace rope
