// How far a score map is from depending on m − n alone.
#pragma once

#include "core/base/matrix.h"

namespace rope {

// A map whose rows and columns step alike is Toeplitz when every diagonal is constant. Hidden entries (NaN)
// are not looked at.
struct ToeplitzDeviation {
    double largest = 0;   // largest |entry − mean of its diagonal|
    double relative = 0;  // the same over the map's range; 0 where all entries are alike
};
// Cost O(entries).
ToeplitzDeviation toeplitz_deviation(const Matrix& map);

}  // namespace rope
