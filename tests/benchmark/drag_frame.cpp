// A frame of the window while a slider is dragged against a frame that draws the same views unchanged, at
// 1280 × 720 on software OpenGL.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "app/gl/pixels.h"
#include "tests/benchmark/ratio.h"
#include "tests/gui/robot.h"

namespace rope::benchmark {
namespace {

constexpr int kFrames = 120;

// From the event to pixels that can be read.
double frame_seconds(Robot& robot, const InputEvent& event) {
    InputQueue queue{event};
    const auto start = std::chrono::steady_clock::now();
    if (!robot.app().frame(queue).ok()) std::abort();
    read_pixels(robot.surface(), 0, 0, 1, 1);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double percentile_95(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return times[times.size() * 95 / 100];
}

}  // namespace

std::vector<Row> drag_frame_rows() {
    Robot robot(Eyes::open);
    const Rect slider = robot.rect("Base");
    Point at{slider.x + slider.width / 4, slider.y + 6};
    robot.move(at);
    robot.feed(MouseButton{0, true});
    robot.settle();
    std::vector<double> dragged, unchanged;
    for (int i = 0; i < kFrames; ++i) {
        at.x += i % 60 < 30 ? 1 : -1;
        dragged.push_back(frame_seconds(robot, MouseMoved{at.x, at.y}));
        // What the drag asked for is finished before the same views are drawn again.
        robot.settle();
        unchanged.push_back(frame_seconds(robot, MouseMoved{at.x, at.y}));
        robot.settle();
    }
    Row row{.name = "drag-frame-p95",
            .ratio = percentile_95(dragged) / percentile_95(unchanged),
            .goal = 1.5,
            .at_most = true,
            .details = {}};
    row.details.push_back(fmt::format("dragging {:.2f} ms, unchanged {:.2f} ms (95th percentile of {})",
                                      1e3 * percentile_95(dragged), 1e3 * percentile_95(unchanged), kFrames));
    return {row};
}

}  // namespace rope::benchmark
