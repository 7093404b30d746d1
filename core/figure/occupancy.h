// Where data lies in a plot, so that labels can keep off it.
#pragma once

#include <vector>

#include "core/figure/layout.h"

namespace rope {

// Which squares of a plot hold data. Cost to fill O(length of all lines), to ask O(area asked).
class Occupancy {
  public:
    Occupancy(const Panel& panel, const PanelLayout& places);
    bool free(const Rect& box) const;

  private:
    void mark(Point page);
    void mark_segment(Point from, Point to);
    void mark_area(Point lo, Point hi, Point next_lo, Point next_hi);
    void mark_disc(Point centre, double radius);
    Rect plot_;
    int columns_ = 0, rows_ = 0;
    std::vector<bool> taken_;
    bool everything_ = false;  // a heatmap fills the plot
};

}  // namespace rope
