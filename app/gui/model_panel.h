// Left: the model, the positions, and the two vectors.
#pragma once

#include "app/gui/editor.h"
#include "app/gui/ui.h"

namespace rope {

// True when it shall fold.
bool model_panel(Ui& ui, Editor& editor, const Rect& area);

}  // namespace rope
