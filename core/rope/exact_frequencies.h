// Frequencies before they are rounded.
#pragma once

#include <span>
#include <vector>

#include "core/base/extended.h"
#include "core/rope/frequencies.h"

namespace rope {

// θ_i = base^(−2i/d), i = 0 … d/2 − 1 [rad/token]. Su et al. 2021 (arXiv:2104.09864), section 3.2.2.
// base > 0 and finite, rotary_dim even and ≥ 2. Relative error ≤ 1e-30. Cost: one power and d/2 products.
std::vector<Extended> default_frequencies(double base, int rotary_dim);

FrequencyTable make_table(std::span<const Extended> theta, double attention_factor);

}  // namespace rope
