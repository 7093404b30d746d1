// How large pictures may be.
#pragma once

#include "core/base/checked.h"
#include "core/figure/geometry.h"

namespace rope {

constexpr double kSmallestSide = 0.1 * 72, kLargestSide = 200 * 72.0;  // [pt]
constexpr int kMostPixels = 32'767;                                    // a side: Cairo's limit
constexpr double kMostArea = 300e6;                                    // [pixels]: 1.2 GB in memory
constexpr double kSmallestDpi = 1, kLargestDpi = 2400;

// A length in whole pixels, at least 1.
int pixels(double points, double dpi);

// Faults (usage): bad_dpi, bad_size.
Checked<Done> check_dpi(double dpi, std::string_view where);
Checked<Done> check_size(Size size, std::string_view where);
// Of a PNG: bad_size when a side or the whole has too many pixels at `dpi`.
Checked<Done> check_pixels(Size size, double dpi, std::string_view where);

}  // namespace rope
