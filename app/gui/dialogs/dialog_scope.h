// The frame of a dialog: in the middle, on a dimmed window; a click outside closes it (Esc is the App's).
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
    double width() const { return width_; }  // of a row [px]

  private:
    bool visible_ = false;
    double width_ = 0;
};

}  // namespace rope
