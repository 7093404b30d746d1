// The one place for the window's spacing and for the toolkit's own colours. Colours come from the theme's
// tokens; sizes are nominal pixels and are multiplied by the UI scale.
#pragma once

#include "core/figure/theme.h"

namespace rope {

namespace space {
constexpr double kTopBar = 40, kStatus = 24, kPanel = 240, kFoldedPanel = 28;
constexpr double kPadding = 12;     // of a panel
constexpr double kRow = 28;         // a control of one line
constexpr double kSlider = 38;      // label and value above, track below
constexpr double kMarkLabels = 14;  // words below the track, where there is room
constexpr double kGap = 4;          // between rows
constexpr double kSection = 16;     // before a section
constexpr double kCorner = 4;
constexpr double kViewHeader = 28;
}  // namespace space

void apply_style(const Theme& theme, double scale);

}  // namespace rope
