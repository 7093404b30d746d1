// F1: keys and habits.
#pragma once

#include <span>

#include "app/gui/action.h"
#include "app/gui/ui.h"

namespace rope {

void draw_help(Ui& ui, std::span<const Action> actions, bool& open);

}  // namespace rope
