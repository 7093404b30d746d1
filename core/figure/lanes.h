// The grid of panels: rows and columns of common plot edges.
#pragma once

#include <vector>

#include "core/figure/figure.h"

namespace rope {

// Room around a plot for its labels [pt].
struct Margins {
    double left = 0, right = 0, top = 0, bottom = 0;
    double title = 0;  // width of what stands above the plot: given only what square plots leave over
};

struct PanelRects {
    Rect outer, plot;
};

// Weights divide what margins and gaps leave among the plots, so that panels of one row or column share
// edges. Square panels shrink their row and column; what is left over goes to titles, then lies around the
// whole. Edges fall on whole points where a panel asks for no exact side. Cost O(panels).
std::vector<PanelRects> place_panels(const Figure& figure, const std::vector<Margins>& margins,
                                     const Rect& body, double gap);

}  // namespace rope
