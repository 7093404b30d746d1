// Labels of series, inside and beside a plot: where they cover neither data nor each other.
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

// A legend in an empty place of the plot, a corner if there is one; false when data lies everywhere.
bool legend_inside(const Panel& panel, const Occupancy& data, const Theme& theme, const TextMetrics& text,
                   PanelLayout& places);

// A legend right of the plot, from the curve that ends highest down; returns its width and, with `place`,
// gives it places there. 0 when the plot is not as high.
double legend_beside(const Panel& panel, bool place, const Theme& theme, const TextMetrics& text,
                     PanelLayout& places);

// A legend in rows above the plot, as wide as it; returns its height and, with `top`, gives it places there.
double legend_above(const Panel& panel, const Rect& plot, const double* top, const Theme& theme,
                    const TextMetrics& text, PanelLayout& places);

}  // namespace rope
