// The base that leaves the fastest pair alone and slows the slowest by `ratio`.
#pragma once

#include <vector>

#include "core/base/checked.h"
#include "core/base/extended.h"

namespace rope {

// b·ratio^(d/(d − 2)). Fault too_few_pairs for d = 2, where the exponent divides by zero.
Checked<Extended> ntk_base(double base, int rotary_dim, const Extended& ratio);

// base^(−2i/d) for a base that is not a double.
std::vector<Extended> frequencies_of_base(const Extended& base, int rotary_dim);

}  // namespace rope
