// Labels of rules, points and text marks: along their mark where they cover no data, else above the plot.
#pragma once

#include <vector>

#include "core/figure/layout.h"
#include "core/figure/theme.h"

namespace rope {

// Marks whose labels data leaves no room in the plot: they stand in rows above it, each over its mark.
struct LabelsAbove {
    std::vector<std::size_t> marks;  // of the panel
    int rows = 0;

    double height(const Theme& theme, const TextMetrics& text) const;  // [pt]
};

// Adds the marks whose labels find no place in the plot as it is; none is ever taken away, so that repeating
// this ends. What the hand drags stays in the plot: its label must not move the axes.
void find_labels_above(const Panel& panel, const PanelLayout& places, const Theme& theme,
                       const TextMetrics& text, LabelsAbove& above);

// Cost O(length of all lines + places tried).
void place_mark_labels(const Panel& panel, const LabelsAbove& above, const Theme& theme,
                       const TextMetrics& text, PanelLayout& places);

}  // namespace rope
