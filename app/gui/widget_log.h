// What the last frame offered to the user: every widget by its label. Tests click by label and read values;
// the program itself never reads it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/figure/geometry.h"

namespace rope {

struct LoggedWidget {
    std::string label;  // "Base", "Export", "scores"
    Rect rect;          // [px] of the frame
    std::string value;  // what it shows: "10 000", "on"
};

class WidgetLog {
  public:
    void begin_frame() { widgets_.clear(); }
    void add(std::string_view label, const Rect& rect, std::string_view value = {}) {
        widgets_.push_back({std::string(label), rect, std::string(value)});
    }
    // The last drawn with this label lies on top; null when the frame had none.
    const LoggedWidget* find(std::string_view label) const;
    const std::vector<LoggedWidget>& widgets() const { return widgets_; }

  private:
    std::vector<LoggedWidget> widgets_;
};

}  // namespace rope
