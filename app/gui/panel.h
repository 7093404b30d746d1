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

// The panel's name with a sign that folds it; true when that was asked for. `sign` points to where it goes.
bool panel_title(Ui& ui, std::string_view title, double width, std::string_view sign, std::string_view key);

// What is left of a folded panel: a strip with a sign and its name; true when it shall unfold.
bool folded_panel(Ui& ui, const Rect& area, std::string_view title, std::string_view sign,
                  std::string_view key);

}  // namespace rope
