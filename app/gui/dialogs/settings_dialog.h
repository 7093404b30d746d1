// What holds for all documents: theme, font and motion.
#pragma once

#include "app/gui/ui.h"
#include "app/platform/settings.h"

namespace rope {

void draw_settings(Ui& ui, Settings& settings, bool& open);

}  // namespace rope
