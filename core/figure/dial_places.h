// Where dials go inside a free panel.
#pragma once

#include "core/figure/layout.h"
#include "core/figure/theme.h"

namespace rope {

constexpr double kSmallestDial = 12;       // [pt] below: cells coloured by the angle
constexpr double kSmallestWholeDial = 28;  // [pt] below: only the two arrows

// Fills in dials, dial_text, dial_wavelengths, dial_centre, dial_radius and readout within `places.plot`.
// A panel with both marks is divided between them.
void place_dials(const Panel& panel, const Theme& theme, const TextMetrics& text, PanelLayout& places);

}  // namespace rope
