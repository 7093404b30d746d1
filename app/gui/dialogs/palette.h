// Ctrl+K: every action and every parameter by name.
#pragma once

#include <span>
#include <string>

#include "app/gui/action.h"
#include "app/gui/editor.h"
#include "app/gui/ui.h"

namespace rope {

class Palette {
  public:
    void open();
    void close() { open_ = false; }
    bool is_open() const { return open_; }
    void key(Key key);  // up, down

    void draw(Ui& ui, Editor& editor, std::span<const Action> actions);

  private:
    void draw_names(Ui& ui, Editor& editor, std::span<const Action> actions, double width);
    void draw_value(Ui& ui, Editor& editor, double width);
    void choose(Editor& editor, const Parameter& parameter);
    bool open_ = false, focus_ = false;
    std::string text_;
    int chosen_ = 0;
    std::string parameter_;  // whose value is being typed; empty: names are listed
    std::string refused_;    // why the typed value was not taken
};

}  // namespace rope
