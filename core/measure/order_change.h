// What another order of the tokens does to a score map.
#pragma once

#include <span>

#include "core/base/matrix.h"

namespace rope {

// order[i] is the token that stands at place i. A map that knows nothing of places is merely permuted with
// its tokens: now(i, j) = as_written(order[i], order[j]).
struct OrderChange {
    Matrix difference;   // now(i, j) − as_written(order[i], order[j]); NaN where either hides the pair
    double largest = 0;  // largest |difference|
    double range = 0;    // of all visible entries of both maps, largest − smallest
    std::size_t unmasked = 0;  // pairs that one map hides and the other shows

    double relative() const { return range > 0 ? largest / range : 0; }
    // Up to the rounding of sums that run in another order.
    bool merely_permuted() const { return unmasked == 0 && largest <= 1e-12 * range; }
};
// Both maps are square, of order.size() rows. Entries that are not finite count as hidden. Cost O(entries).
OrderChange order_change(const Matrix& now, const Matrix& as_written, std::span<const int> order);

}  // namespace rope
