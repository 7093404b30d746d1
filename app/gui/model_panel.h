// Left: the model, the positions, and the two vectors.
#pragma once

#include <string>

#include "app/gui/editor.h"
#include "app/gui/ui.h"

namespace rope {

struct ModelPanelAnswer {
    bool fold = false;
    const Parameter* load = nullptr;  // the list whose numbers shall come from a file
};
ModelPanelAnswer model_panel(Ui& ui, Editor& editor, const Rect& area);

}  // namespace rope
