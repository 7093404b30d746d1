// What holds for all documents: theme, scale, font and motion.
#pragma once

#include <optional>

#include "app/gui/ui.h"
#include "app/platform/settings.h"

namespace rope {

// `scale` is the one in use. Answers with the one chosen for Settings::ui_scale, 0 as the screen asks, which
// the caller applies.
std::optional<double> draw_settings(Ui& ui, Settings& settings, double scale, bool& open);

}  // namespace rope
