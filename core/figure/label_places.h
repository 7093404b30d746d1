// Labels inside and beside a plot: where they cover neither data nor each other.
#pragma once

#include <vector>

#include "core/figure/layout.h"
#include "core/figure/occupancy.h"
#include "core/figure/theme.h"

namespace rope {

// Series with a label, as legend entries without places: one per label, in the order of the marks.
std::vector<Label> series_entries(const Panel& panel);

// Labels right of the plot at the curves' ends, or nothing when an end is not at the right edge or the labels
// would lie far from their curves.
std::vector<Label> direct_labels(const Panel& panel, const PanelLayout& places, const Theme& theme,
                                 const TextMetrics& text);
double widest_entry(const Panel& panel, const Theme& theme, const TextMetrics& text);  // [pt]

// A legend in the first empty corner of the plot; false when data lies in all of them.
bool legend_in_corner(const Panel& panel, const Occupancy& data, const Theme& theme, const TextMetrics& text,
                      PanelLayout& places);

// A legend in rows above the plot, as wide as it; returns its height and, with `top`, gives it places there.
double legend_above(const Panel& panel, const Rect& plot, const double* top, const Theme& theme,
                    const TextMetrics& text, PanelLayout& places);

// Labels of rules, points and text marks.
void place_mark_labels(const Panel& panel, const Occupancy& data, const Theme& theme, const TextMetrics& text,
                       PanelLayout& places);

}  // namespace rope
