// How much room data will have. Layout decides exactly, but needs a Figure first; a kind must know before
// how many points are worth computing and whether small panels fit beside a large one.
#pragma once

#include "core/figure/figure_inputs.h"

namespace rope {

// Room for labels in multiples of the font size.
struct Around {
    double left = 4.5, right = 1, top = 1, bottom = 3.2;
};

// What a picture of inputs.size leaves inside; at least 1 × 1 pt.
Size room_inside(const FigureInputs& inputs, const Around& around);

// A range that holds `lo` and `hi` with some air, finite and never empty whatever they are.
struct Range {
    double lo = 0, hi = 1;
};
Range padded(double lo, double hi, double share);

// The smallest of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten that is ≥ value: ends of scales
// that do not flicker while a slider moves. 1 for 0; at most 1e300.
double rounded_up(double value);

}  // namespace rope
