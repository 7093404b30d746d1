// Bottom: what is shown, what was adjusted or refused, and how long it took.
#pragma once

#include <string>
#include <vector>

#include "app/gui/editor.h"
#include "app/gui/ui.h"

namespace rope {

struct Status {
    std::vector<std::string> notes;  // what was averaged or clipped
    double milliseconds = 0;         // of computing, all views
    bool busy = false;
};
void status_line(Ui& ui, const Editor& editor, const Status& status, const Rect& area);

}  // namespace rope
