// The frame of a dialog: in the middle, on a dimmed window; a click outside closes it (Esc is the App's). Its
// body scrolls where the window is too low for all of it.
#pragma once

#include <string_view>

#include "app/gui/ui.h"

namespace rope {

class DialogScope {
  public:
    // `open` is the caller's state; `width` [nominal px].
    DialogScope(Ui& ui, const char* id, std::string_view title, double width, bool& open);
    ~DialogScope();
    DialogScope(const DialogScope&) = delete;
    DialogScope& operator=(const DialogScope&) = delete;

    bool visible() const { return visible_; }
    void end_body();  // what follows, the buttons, stands below the body and does not scroll
    double width() const { return width_; }  // of a row [px]

  private:
    void begin_body(double height);
    void keep_heights();
    bool visible_ = false, in_body_ = false;
    double padding_ = 0, shown_body_ = 0, body_ = 0;  // [px] the body as drawn, and as high as it would be
    ImGuiStorage* kept_ = nullptr;
    ImGuiID whole_key_ = 0, body_key_ = 0;
    double width_ = 0;
};

}  // namespace rope
