// Places for everything in a Figure, for one page size. Pure; cost O(marks).
#pragma once

#include <vector>

#include "core/figure/figure.h"
#include "core/figure/text_metrics.h"

namespace rope {

struct PanelLayout {
    Rect outer;  // the panel with its labels
    Rect plot;   // the data area
    std::vector<Tick> x_ticks, y_ticks;
    Rect colour_bar;          // zero width when none
    std::vector<Rect> dials;  // one per dial of a DialGridMark, squares
    Point dial_centre;        // LargeDialMark
    double dial_radius = 0;   // its rim [pt]
    struct Label {
        Rect box;
        std::string text;
        Ink ink;
        Dash dash = Dash::solid;
        bool key = false;  // legend entry with a line sample
    };
    std::vector<Label> series_labels;
};

struct FigureLayout {
    Size size;
    Rect title, caption;  // zero height when absent
    std::vector<PanelLayout> panels;
};

// `show_caption`: exported figures may carry the caption below; the window shows it in the status line.
FigureLayout layout(const Figure& figure, Size size, const Theme& theme, const TextMetrics& text,
                    bool show_caption = false);

// Between data coordinates of a panel and the page. Values outside the axis range map outside the plot.
Point to_page(const Panel& panel, const PanelLayout& places, Point data);
Point to_data(const Panel& panel, const PanelLayout& places, Point page);

// 1-2-5 steps, or powers of ten with minor ticks; labels "10⁵" as rich text; at least two major ticks, and
// labels that do not touch when `label_extent` [pt] is the room of one and `length` [pt] that of the axis.
std::vector<Tick> choose_ticks(const Axis& axis, double length, double label_extent);

}  // namespace rope
