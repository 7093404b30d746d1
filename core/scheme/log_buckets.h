// Buckets that grow with the logarithm of the distance. Their borders are roots of rational numbers; compared
// in whole numbers, so that a distance that lies exactly on a border falls where the formula says.
#pragma once

#include <cstdint>

namespace rope {

// The smallest whole a with (a/from)^steps ≥ (to/from)^step, or > when `strict`: where the interval
// from … to, cut into `steps` parts of equal ratio, passes its cut number `step`.
// 1 ≤ from < to, 1 ≤ steps, 0 ≤ step ≤ steps. Cost: a few powers of up to 32·steps bits.
std::int64_t log_border(std::int64_t from, std::int64_t to, int steps, int step, bool strict);

}  // namespace rope
