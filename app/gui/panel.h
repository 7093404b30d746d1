// A side panel: its ground, its margin, and scrolling when its rows need more than its height.
#pragma once

#include "app/gui/ui.h"

namespace rope {

class PanelScope {
  public:
    PanelScope(const Ui& ui, const char* id, const Rect& area);
    ~PanelScope();
    PanelScope(const PanelScope&) = delete;
    PanelScope& operator=(const PanelScope&) = delete;

    bool visible() const { return visible_; }
    double width() const { return width_; }  // of a row [px]

  private:
    bool visible_ = false;
    double width_ = 0;
};

}  // namespace rope
