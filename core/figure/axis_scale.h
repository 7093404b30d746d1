// An axis as a function from data to 0 … 1, defined for every axis a figure can hold.
#pragma once

#include <optional>

#include "core/figure/layout.h"

namespace rope {

// The range of an axis made drawable: finite, lo < hi, positive when logarithmic. A constant value gets room
// around it (5 % of its size, at least 0.5), so that no axis range is 0.
class AxisMap {
  public:
    explicit AxisMap(const Axis& axis);
    AxisMap(double lo, double hi);  // linear

    double lo() const { return lo_; }
    double hi() const { return hi_; }
    bool logarithmic() const { return logarithmic_; }

    // 0 at the axis' first end (left, bottom; hi when reversed), 1 at its last. Far values stay finite; NaN
    // stays NaN. Logarithmic: values ≤ 0 lie far before lo.
    double fraction(double value) const;
    double value(double fraction) const;  // the inverse

  private:
    double lo_ = 0, hi_ = 1;
    bool logarithmic_ = false, reversed_ = false;
    double start_ = 0, length_ = 1;  // lo and hi − lo, or those of the logarithms
};

// to_page and to_data for many points of one panel.
class PageMap {
  public:
    PageMap(const Panel& panel, const Rect& plot);
    Point page(Point data) const;
    Point data(Point page) const;

  private:
    std::optional<AxisMap> x_, y_;  // none: 0 … 1
    Rect plot_;
};

}  // namespace rope
