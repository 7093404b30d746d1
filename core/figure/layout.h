// Places for everything in a Figure, for one page size. Pure; cost O(marks).
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/figure/figure.h"
#include "core/figure/text_metrics.h"

namespace rope {

// Text with its place. The box is what the text covers on the page; turned text runs upwards in it.
struct Label {
    Rect box;
    std::string text;  // rich text, shortened with "…" where there is no room; empty: no label
    Ink ink;
    double size = 12;  // [pt]
    bool turned = false;
    Dash dash = Dash::solid;
    bool key = false;  // legend entry: a line sample stands before the text, inside the box
    Tag tag{Role::text};
    std::optional<std::array<Point, 2>> leader{};  // a thin line to a mark that is not beside it
};

struct PanelLayout {
    Rect outer;  // the panel with its labels
    Rect plot;   // the data area; no width or height where there is no room
    Label title, x_title, y_title;
    std::vector<Tick> x_ticks, y_ticks;  // labels empty where they would touch
    bool x_turned = false;               // labels of the x axis run upwards
    Rect colour_bar;                     // zero width when none
    std::vector<Tick> bar_ticks;
    Label bar_title, masked;           // `masked` names the hatched sample left of it
    Rect masked_sample;                // zero width when none
    std::vector<Rect> dials;           // one per dial of a DialGridMark, squares
    double dial_text = 0;              // size of the labels under them [pt]; 0: none
    bool dial_wavelengths = false;     // labels hold λ too
    Point dial_centre;                 // LargeDialMark
    double dial_radius = 0;            // its rim [pt]
    std::vector<Label> readout;        // beside or below the large dial
    std::vector<Label> series_labels;  // at the curves' ends, or legend entries
    Rect legend;                       // ground of a legend inside the plot
    std::vector<Label> mark_labels;    // of rules, points and text marks; tagged as their mark
};

struct FigureLayout {
    Size size;
    Label title;
    std::vector<Label> caption;       // one per line; whole statements (core/figure/caption.h)
    std::vector<Label> sentence;      // one per line, instead of panels
    std::vector<PanelLayout> panels;  // as in the figure
    bool zero_contours = true;        // of maps that are to have one; false: their lines would touch
};

// Where room is short, captions go first, then titles, then tick labels; nothing ever leaves the page.
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
