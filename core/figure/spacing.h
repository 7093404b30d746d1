// Distances that layout and painter must agree on, from the theme's small text: 4 pt at 12 pt.
#pragma once

#include "core/figure/text_metrics.h"
#include "core/figure/theme.h"

namespace rope {

struct Spacing {
    explicit Spacing(const Theme& theme) : unit(theme.small_size / 12) {}
    double unit;
    double step() const { return 4 * unit; }  // the grid that all distances are multiples of
    double tick() const { return 4 * unit; }  // length of a major tick
    double minor_tick() const { return 2.5 * unit; }
    double to_label() const { return 8 * unit; }  // from the plot's edge to its tick labels
    double bar_width() const { return 12 * unit; }
    double key_width() const { return 24 * unit; }  // line sample of a legend entry
    double gap() const { return 16 * unit; }        // between panels
};

// Half the height of digits: what centres a label on its tick.
constexpr double kHalfDigit = 0.36;

inline double line_height(const TextMetrics& text, double size) {
    return (text.ascent() + text.descent()) * size;
}

}  // namespace rope
