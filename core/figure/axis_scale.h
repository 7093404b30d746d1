// An axis as a function from data to 0 … 1, defined for every axis a figure can hold.
#pragma once

#include "core/figure/figure.h"

namespace rope {

// The axis with a range that can be drawn: finite, lo < hi, positive when logarithmic. A constant value gets
// room around it (5 % of its size, at least 0.5), so that no axis range is 0.
Axis drawable(const Axis& axis);

// 0 at the axis' first end (left, bottom; hi when reversed) and 1 at its last. Far values stay finite; NaN
// stays NaN. Logarithmic: values ≤ 0 lie far before lo. The axis must be drawable.
double axis_fraction(const Axis& axis, double value);
double axis_value(const Axis& axis, double fraction);  // its inverse

}  // namespace rope
