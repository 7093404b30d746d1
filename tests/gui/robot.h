// Somebody in front of the window: clicks by label, types, drags, and looks. The App is the real one, drawn
// without a display; input goes through the same queue as the desktop's.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "app/gl/pixels.h"
#include "app/gui/app.h"
#include "app/platform/egl_surface.h"

namespace rope {

Point middle(const Rect& r);
AppOptions still();  // nothing moves by itself

// With closed eyes nothing is rasterised (all else happens): without a graphics card it takes four fifths of the time.
enum class Eyes { closed, open };

class Robot {
  public:
    explicit Robot(AppOptions options = {}, FrameSize size = {1280, 720}, double screen_scale = 1,
                   const std::string& font = {})
        : Robot(Eyes::closed, std::move(options), size, screen_scale, font) {}
    explicit Robot(Eyes eyes, AppOptions options = {}, FrameSize size = {1280, 720}, double screen_scale = 1,
                   const std::string& font = {});

    App& app() { return *app_; }
    EglSurface& surface() { return *surface_; }
    const Document& document() const { return app_->editor().document(); }
    const std::string& message() const { return app_->editor().message(); }

    // Frames until nothing changes any more; fails the test after ten seconds.
    void settle();
    void feed(const InputEvent& event);  // without settling
    bool frame();                        // one; false when there was nothing to draw

    void move(Point to);
    void click(std::string_view label);
    void click_at(Point at, int button = 0);
    void double_click(std::string_view label);
    void double_click_at(Point at);
    // From the middle of the upper edge's line of the widget, where sliders are taken hold of.
    void drag(std::string_view label, double dx, Modifiers held = {});
    void drag_points(Point from, Point to, int steps = 4, int button = 0);
    void wheel(Point at, double notches);
    void type(std::string_view text);  // the characters alone
    void press(Key key, Modifiers modifiers = {});
    // Double click, replace the text, Enter.
    void enter(std::string_view label, std::string_view text);

    void frames_for(double seconds);  // draws all the time, as while something plays

    const FigureView& view(std::string_view kind) const;
    double pixels_per_point() const { return app_->ui().scale(); }
    bool sees(std::string_view label) const;
    Rect rect(std::string_view label) const;  // fails the test when it is not on the screen
    std::string value(std::string_view label) const;
    Pixels pixels() const;  // these two fail the test of a robot with closed eyes
    Pixels pixels(const Rect& of) const;
    void resize(FrameSize size);

  private:
    Eyes eyes_;
    std::shared_ptr<EglSurface> surface_;
    std::unique_ptr<App> app_;
    InputQueue queue_;
    double last_double_click_ = -1;  // on the toolkit's clock [s]
};

void write_png(const Pixels& pixels, const std::string& path);  // for people to look at

}  // namespace rope
