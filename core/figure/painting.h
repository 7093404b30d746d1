// What the parts of the painter share.
#pragma once

#include "core/figure/axis_scale.h"
#include "core/figure/painter.h"
#include "core/figure/spacing.h"

namespace rope {

// A tagged group that cannot be left open.
class Group {
  public:
    Group(Canvas& canvas, const Tag& tag) : canvas_(canvas) { canvas_.push_group(tag); }
    ~Group() { canvas_.pop_group(); }
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;

  private:
    Canvas& canvas_;
};

struct PanelPainting {
    const Panel& panel;
    const PanelLayout& places;
    const Theme& theme;
    const TextMetrics& text;
    const PaintOptions& options;
    Canvas& canvas;
    int index = 0;
    bool zero_contours = true;
    PageMap map{panel, places.plot};

    Tag tag(Role role, int of = -1) const { return {role, of, index}; }
    Tag tag(Tag own) const { return {own.role, own.index, index}; }
    Colour colour(const Ink& ink) const { return theme.colour(ink); }
    Stroke hairline(InkKind ink) const { return {theme.colour({ink}), theme.hairline, Dash::solid}; }
    Point page(Point data) const { return map.page(data); }
};

void draw_label(const Label& label, const Theme& theme, const TextMetrics& text, Canvas& canvas);

// What the hand moves and what follows it: not part of exported figures.
bool is_handle(Role role);

void paint_axes(const PanelPainting& p);    // grid and frame, under the data
void paint_labels(const PanelPainting& p);  // ticks, titles, legends, over the data
void paint_marks(const PanelPainting& p);   // within the plot
void paint_cells(const PanelPainting& p, const CellsMark& mark);
void paint_hatch(const PanelPainting& p, const Rect& area);  // the sample of masked cells
void paint_colour_bar(const PanelPainting& p);
void paint_dial_grid(const PanelPainting& p, const DialGridMark& mark);
void paint_large_dial(const PanelPainting& p, const LargeDialMark& mark);

}  // namespace rope
