// Changes of view ease on the screen and nowhere else. The tests hold the clock.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <thread>

#include "core/figure/layout.h"
#include "tests/gui/robot.h"

namespace rope {
namespace {

using std::chrono::milliseconds;

struct Held {
    std::shared_ptr<FrameTime> time = std::make_shared<FrameTime>();

    AppOptions options(bool reduced_motion = false) const {
        AppOptions options;
        options.document.models.front().context_length = 64;
        options.settings.reduced_motion = reduced_motion;
        options.clock = [time = time] { return *time; };
        return options;
    }
};

// Frames until the motion begins.
void until_moving(Robot& robot) {
    for (int i = 0; i < 5000 && !robot.app().workspace().moving(); ++i) {
        robot.frame();
        std::this_thread::sleep_for(milliseconds(1));
    }
    ASSERT_TRUE(robot.app().workspace().moving());
}

// For people: where MOTION_PICTURES names a folder, what was on the screen.
void keep_picture(const Robot& robot, const std::string& name) {
    if (const char* folder = std::getenv("MOTION_PICTURES"))
        write_png(robot.pixels(), std::string(folder) + "/" + name + ".png");
}

// Of the decay view alone: the status line says how long things took.
Pixels view_pixels(Robot& robot) {
    return robot.pixels(robot.rect("decay"));
}

TEST(Motion, ZoomEasesOnTheScreenWhileTheDocumentChangesAtOnce) {
    const Held held;
    Robot robot(Eyes::open, held.options());
    const Point at = middle(robot.rect("decay"));
    robot.move(at);
    const Document whole = robot.document();
    const Pixels before = view_pixels(robot);
    robot.feed(MouseWheel{0, 4});
    until_moving(robot);
    EXPECT_NE(robot.document(), whole) << "the document does not wait for the picture";
    const Document zoomed = robot.document();
    std::vector<Pixels> seen;
    for (int i = 0; i < 3; ++i) {
        *held.time += milliseconds(30);
        EXPECT_EQ(robot.app().patience({}), 0) << "moving needs frames";
        ASSERT_TRUE(robot.frame());
        seen.push_back(view_pixels(robot));
        keep_picture(robot, "zoom-" + std::to_string(30 * (i + 1)));
    }
    EXPECT_TRUE(robot.app().workspace().moving());
    *held.time += milliseconds(31);
    robot.frame();
    EXPECT_FALSE(robot.app().workspace().moving());
    robot.settle();
    const Pixels after = view_pixels(robot);
    for (std::size_t i = 0; i < seen.size(); ++i) {
        EXPECT_NE(seen[i], before);
        EXPECT_NE(seen[i], after);
        if (i > 0) {
            EXPECT_NE(seen[i], seen[i - 1]);
        }
    }
    EXPECT_EQ(robot.document(), zoomed);
    EXPECT_FALSE(robot.frame()) << "at rest no frames";
    EXPECT_LT(robot.app().patience({}), 0);

    // Where it ends is where it would have been at once.
    Robot still(Eyes::open, held.options(true));
    still.move(at);
    still.feed(MouseWheel{0, 4});
    still.settle();
    EXPECT_EQ(still.document(), zoomed);
    EXPECT_EQ(view_pixels(still), after);

    // One zoom is one step of undo, and undoing it is a change of view too.
    robot.feed(KeyPress{Key::z, true, {.ctrl = true}});
    robot.feed(KeyPress{Key::z, false, {}});
    until_moving(robot);
    EXPECT_EQ(robot.document(), whole);
}

TEST(Motion, KeysZoomAndMoveTheViewUnderThePointer) {
    Robot robot;
    robot.move(middle(robot.rect("scores")));
    const auto axis = [&] { return *robot.view("scores").figure()->panels[0].x; };
    const Axis whole = axis();
    robot.press(Key::plus);
    const Axis near = axis();
    EXPECT_LT(near.hi - near.lo, 0.7 * (whole.hi - whole.lo));
    EXPECT_NEAR((near.lo + near.hi) / 2, (whole.lo + whole.hi) / 2, 20) << "about the middle, in whole cells";
    robot.press(Key::right);
    EXPECT_NEAR(axis().lo - near.lo, (near.hi - near.lo) / 8, 2);
    EXPECT_EQ(axis().hi - axis().lo, near.hi - near.lo);
    robot.press(Key::left);
    robot.press(Key::down);
    EXPECT_NEAR(axis().lo, near.lo, 1);
    EXPECT_GT(robot.view("scores").figure()->panels[0].y->lo, near.lo);
    robot.press(Key::minus);
    EXPECT_GT(axis().hi - axis().lo, 1.3 * (near.hi - near.lo));
}

TEST(Motion, WhatTheHandDragsMovesAtOnce) {
    const Held held;
    Robot robot(held.options());
    robot.feed(MouseMoved{middle(robot.rect("decay")).x, middle(robot.rect("decay")).y});
    robot.feed(MouseWheel{0, 4});
    until_moving(robot);
    *held.time += milliseconds(200);
    robot.settle();
    const double from = robot.view("decay").figure()->panels[0].x->lo;
    const Point at = middle(robot.rect("decay"));
    robot.drag_points(at, {at.x - 60, at.y}, 3, 2);  // settles with the clock standing still
    EXPECT_GT(robot.view("decay").figure()->panels[0].x->lo, from);
    // A slider changes data, not the view, even where the axes follow.
    robot.drag("Context", 40);
    EXPECT_FALSE(robot.app().workspace().moving());
}

TEST(Motion, MaximisingAndRestoringEase) {
    const Held held;
    Robot robot(Eyes::open, held.options());
    const Rect small = robot.rect("decay");
    const Point at = middle(small);
    const auto double_click = [&] {
        robot.feed(MouseMoved{at.x, at.y});
        for (int i = 0; i < 2; ++i) {
            robot.feed(MouseButton{0, true});
            robot.feed(MouseButton{0, false});
        }
    };
    double_click();
    until_moving(robot);
    *held.time += milliseconds(40);
    robot.frame();
    const Rect growing = robot.rect("decay");
    keep_picture(robot, "maximise-40");
    EXPECT_GT(growing.height, small.height);
    *held.time += milliseconds(90);
    robot.frame();
    robot.settle();
    const Rect large = robot.rect("decay");
    EXPECT_LT(growing.height, large.height);
    EXPECT_FALSE(robot.sees("pairs"));
    robot.feed(KeyPress{Key::escape, true, {}});
    robot.feed(KeyPress{Key::escape, false, {}});
    until_moving(robot);
    *held.time += milliseconds(40);
    robot.frame();
    EXPECT_LT(robot.rect("decay").height, large.height);
    EXPECT_GT(robot.rect("decay").height, small.height);
    keep_picture(robot, "restore-40");
    *held.time += milliseconds(90);
    robot.frame();
    robot.settle();
    EXPECT_EQ(robot.rect("decay"), small);
    EXPECT_FALSE(robot.frame());
}

TEST(Motion, ReducedMotionIsASettingAndTakesEffectAtOnce) {
    const Held held;
    Robot robot(Eyes::open, held.options());
    robot.press(Key::comma, {.ctrl = true});
    robot.click("Reduced motion");
    keep_picture(robot, "settings");
    EXPECT_TRUE(robot.app().settings().reduced_motion);
    robot.press(Key::escape);
    robot.move(middle(robot.rect("decay")));
    robot.feed(MouseWheel{0, 4});
    robot.settle();  // although the clock stands still
    EXPECT_GT(robot.view("decay").figure()->panels[0].x->lo, 0);
    robot.double_click("decay");
    EXPECT_FALSE(robot.sees("pairs"));
}

TEST(Motion, ARangeOnTheWayKeepsThePointTheZoomIsAbout) {
    Figure from, to;
    from.panels.resize(1);
    to.panels.resize(1);
    from.panels[0].x.emplace();
    from.panels[0].x->hi = 100;
    to.panels[0].x.emplace();
    to.panels[0].x->lo = 45;  // about 50
    to.panels[0].x->hi = 55;
    for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        const Axis x = *between(from, to, share).panels[0].x;
        EXPECT_NEAR(x.lo + x.hi, 100, 1e-9) << share;
        EXPECT_NEAR(x.hi - x.lo, 100 * std::pow(0.1, share), 1e-9) << "equal factors";
    }
}

// A map of means that does not say so would be taken for the scores themselves.
TEST(Messages, LeaveTheNotesOfFiguresOnTheScreen) {
    const Held held;
    AppOptions options = held.options(true);
    options.document.models.front().context_length = 131072;
    Robot robot(std::move(options));
    ASSERT_NE(robot.value("status notes").find("mean of"), std::string::npos) << robot.value("status");
    robot.press(Key::plus, {.ctrl = true});
    ASSERT_FALSE(robot.message().empty());
    EXPECT_NE(robot.value("status").find(robot.message()), std::string::npos);
    EXPECT_NE(robot.value("status notes").find("mean of"), std::string::npos);
    robot.app().editor().say(std::string(2000, 'x'));
    robot.move({5, 5});
    const Rect notes = robot.rect("status notes"), status = robot.rect("status");
    const Ui& ui = robot.app().ui();
    const double wanted = ui.fonts().metrics().width(robot.value("status notes"), ui.em(TextSize::small));
    EXPECT_GE(notes.width + 1, std::min(wanted, 0.5 * status.width)) << "the message is cut, not the notes";
    EXPECT_LT(notes.right(), status.right());
}

TEST(Messages, EndAfterAWhileWithOneFrame) {
    const Held held;
    Robot robot(held.options(true));
    EXPECT_LT(robot.app().patience({}), 0);
    robot.press(Key::plus, {.ctrl = true});
    ASSERT_FALSE(robot.message().empty());
    const double wait = robot.app().patience({});
    EXPECT_GT(wait, 3) << "long enough to be read";
    EXPECT_LT(wait, 30);
    EXPECT_FALSE(robot.frame()) << "nothing is drawn while it stands";
    *held.time += std::chrono::duration_cast<FrameTime::duration>(std::chrono::duration<double>(wait + 0.01));
    EXPECT_TRUE(robot.frame());
    EXPECT_TRUE(robot.message().empty());
    EXPECT_NE(robot.value("status").find("pairs"), std::string::npos) << "what is shown, again";
    EXPECT_LT(robot.app().patience({}), 0);
    EXPECT_FALSE(robot.frame());
}

}  // namespace
}  // namespace rope
