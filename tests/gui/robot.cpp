#include "tests/gui/robot.h"

#include <glad/gl.h>
#include <imgui.h>

#include <gtest/gtest.h>
#include <png.h>

#include <chrono>
#include <thread>

// LeakSanitizer's tracer crashes now and then over threads of the software OpenGL that are just starting or
// ending (clang 14: one run in thirty). Leaks are looked for by all other programs of tests.
extern "C" const char* __asan_default_options() {
    return "detect_leaks=0";
}

namespace rope {
namespace {

std::shared_ptr<Fonts> fonts(const std::string& family) {
    auto found = Fonts::find(family);
    require(found.ok(), "no font for the tests");
    return found.value();
}

std::shared_ptr<EglSurface> surface_of(FrameSize size, double scale, Eyes eyes) {
    auto made = EglSurface::create(size, scale);
    require(made.ok(), "no OpenGL for the tests");
    if (eyes == Eyes::closed) glEnable(GL_RASTERIZER_DISCARD);
    return made.value();
}

}  // namespace

Point middle(const Rect& r) {
    return {r.x + r.width / 2, r.y + r.height / 2};
}

AppOptions still() {
    AppOptions options;
    options.settings.reduced_motion = true;
    return options;
}

Robot::Robot(Eyes eyes, AppOptions options, FrameSize size, double screen_scale, const std::string& font)
    : eyes_(eyes),
      surface_(surface_of(size, screen_scale, eyes)),
      app_(std::make_unique<App>(surface_, fonts(font), std::move(options))) {
    settle();
}

void Robot::settle() {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!queue_.empty() || !app_->settled()) {
        frame();
        if (queue_.empty() && app_->patience(queue_) != 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "the window never comes to rest";
    }
}

void Robot::feed(const InputEvent& event) {
    queue_.push_back(event);
}

bool Robot::frame() {
    auto drawn = app_->frame(queue_);
    EXPECT_TRUE(drawn.ok()) << (drawn.ok() ? "" : sentence(drawn.fault()));
    return drawn.ok() && drawn.value();
}

void Robot::move(Point to) {
    feed(MouseMoved{to.x, to.y});
    settle();
}

void Robot::click_at(Point at, int button) {
    feed(MouseMoved{at.x, at.y});
    feed(MouseButton{button, true});
    feed(MouseButton{button, false});
    settle();
}

void Robot::click(std::string_view label) {
    click_at(middle(rect(label)));
}

void Robot::double_click(std::string_view label) {
    const Rect r = rect(label);
    double_click_at({r.x + r.width / 2, r.y + std::min(8.0, r.height / 2)});
}

void Robot::double_click_at(Point at) {
    // Two at once would be the third and fourth click of the toolkit's count.
    // Its clock stands still while nothing is drawn, so the pointer trembles.
    for (int i = 0; ImGui::GetTime() < last_double_click_ + 1.1 * ImGui::GetIO().MouseDoubleClickTime; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        move({at.x + i % 2, at.y});
    }
    feed(MouseMoved{at.x, at.y});
    for (int i = 0; i < 2; ++i) {
        feed(MouseButton{0, true});
        feed(MouseButton{0, false});
    }
    settle();
    last_double_click_ = ImGui::GetTime();
}

void Robot::drag_points(Point from, Point to, int steps, int button) {
    move(from);
    feed(MouseButton{button, true});
    settle();
    for (int i = 1; i <= steps; ++i)
        move({from.x + (to.x - from.x) * i / steps, from.y + (to.y - from.y) * i / steps});
    feed(MouseButton{button, false});
    settle();
}

void Robot::drag(std::string_view label, double dx, Modifiers held) {
    const Rect r = rect(label);
    const Point from{r.x + r.width / 2, r.y + std::min(8.0, r.height / 2)};
    const bool any = held != Modifiers{};
    // A modifier alone is a key event without a key of ours.
    if (any) feed(KeyPress{Key::none, true, held});
    drag_points(from, {from.x + dx, from.y});
    if (any) feed(KeyPress{Key::none, false, {}});
    settle();
}

void Robot::wheel(Point at, double notches) {
    move(at);
    feed(MouseWheel{0, notches});
    settle();
}

void Robot::type(std::string_view text) {
    feed(TextTyped{std::string(text)});
    settle();
}

void Robot::press(Key key, Modifiers modifiers) {
    feed(KeyPress{key, true, modifiers});
    feed(KeyPress{key, false, {}});
    settle();
}

void Robot::enter(std::string_view label, std::string_view text) {
    double_click(label);
    press(Key::a, {.ctrl = true});
    type(text);
    press(Key::enter);
}

void Robot::frames_for(double seconds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (std::chrono::steady_clock::now() < end) {
        frame();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

const FigureView& Robot::view(std::string_view kind) const {
    const FigureView* found = app_->workspace().view(kind);
    require(found != nullptr && found->figure() != nullptr, "no such view");
    return *found;
}

bool Robot::sees(std::string_view label) const {
    return app_->ui().log().find(label) != nullptr;
}

Rect Robot::rect(std::string_view label) const {
    const LoggedWidget* found = app_->ui().log().find(label);
    EXPECT_NE(found, nullptr) << "not on the screen: " << label;
    return found == nullptr ? Rect{} : found->rect;
}

std::string Robot::value(std::string_view label) const {
    const LoggedWidget* found = app_->ui().log().find(label);
    EXPECT_NE(found, nullptr) << "not on the screen: " << label;
    return found == nullptr ? std::string() : found->value;
}

Pixels Robot::pixels() const {
    EXPECT_EQ(eyes_, Eyes::open);
    return read_pixels(*surface_);
}

Pixels Robot::pixels(const Rect& of) const {
    EXPECT_EQ(eyes_, Eyes::open);
    return read_pixels(*surface_, static_cast<int>(of.x), static_cast<int>(of.y), static_cast<int>(of.width),
                       static_cast<int>(of.height));
}

void Robot::resize(FrameSize size) {
    surface_->resize(size);
    feed(FrameResized{size.width, size.height});
    settle();
}

void write_png(const Pixels& pixels, const std::string& path) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(pixels.width);
    image.height = static_cast<png_uint_32>(pixels.height);
    image.format = PNG_FORMAT_RGBA;
    ASSERT_NE(png_image_write_to_file(&image, path.c_str(), 0, pixels.rgba.data(), 0, nullptr), 0) << path;
}

}  // namespace rope
