// What every panel and widget draws with: the theme's colours, the fonts, the scale, and the log for tests.
// One lives as long as the window; its members change between frames only.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>

#include "app/gui/draw_text.h"
#include "app/gui/ease.h"
#include "app/gui/widget_log.h"
#include "core/figure/theme.h"

namespace rope {

// Text under the user's fingers: at most one field is open at a time.
struct OpenField {
    ImGuiID id = 0;  // 0: none
    std::string text;
    bool first_frame = false;
};

// The drag under way: at most one.
struct OpenDrag {
    ImGuiID id = 0;
    double position = 0;   // of the pointer along the track, 0 … 1 inside; keeps what rounding takes away
    bool changed = false;  // the drag has made its first edit
};

class Ui {
  public:
    explicit Ui(std::shared_ptr<const Fonts> fonts) : fonts_(std::move(fonts)) {}

    // Sets the toolkit's own colours and spacing too. Without `motion` changes of view are immediate.
    void begin_frame(ThemeId theme_id, double scale, FrameTime now, bool motion);

    const Theme& theme() const { return *theme_; }
    const Fonts& fonts() const { return *fonts_; }
    double scale() const { return scale_; }
    FrameTime now() const { return now_; }  // of this frame
    bool motion() const { return motion_; }
    WidgetLog& log() { return log_; }
    const WidgetLog& log() const { return log_; }

    double px(double nominal_px) const;  // whole pixels
    double em(TextSize size) const;      // [px]
    Colour colour(InkKind kind, double opacity = 1) const { return theme_->colour({kind, 0, 1, opacity}); }

    double text_width(std::string_view markup, TextSize size) const;
    // Baseline that centres a line of text in [top, top + height).
    double centred_baseline(double top, double height, TextSize size) const;
    void text(Point baseline, std::string_view markup, TextSize size, InkKind ink = InkKind::text,
              Align align = Align::left, bool bold = false) const;
    // One line cut with an ellipsis to `width`; takes plain text, not markup.
    void cut_text(Point baseline, std::string_view plain, double width, TextSize size, InkKind ink) const;
    // Lines broken at blanks to `width` [px]; returns the height used. Takes plain text.
    double paragraph(Point top_left, std::string_view plain, double width, TextSize size, InkKind ink) const;
    void fill(const Rect& rect, Colour colour, double corner = 0) const;
    void outline(const Rect& rect, Colour colour, double corner = 0) const;
    void hairline(Point from, Point to) const;   // level or upright
    void tooltip(std::string_view plain) const;  // beside the pointer, in lines of readable length

    OpenField field;
    OpenDrag drag;

  private:
    std::shared_ptr<const Fonts> fonts_;
    const Theme* theme_ = nullptr;
    double scale_ = 1;
    FrameTime now_;
    bool motion_ = true;
    WidgetLog log_;
};

inline ImVec2 vec(Point p) {
    return {static_cast<float>(p.x), static_cast<float>(p.y)};
}
inline Point point(ImVec2 v) {
    return {static_cast<double>(v.x), static_cast<double>(v.y)};
}
inline ImVec2 size_vec(const Rect& r) {
    return {static_cast<float>(r.width), static_cast<float>(r.height)};
}

}  // namespace rope
