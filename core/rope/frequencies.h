// Frequencies of the pairs of one head.
#pragma once

#include <span>
#include <vector>

#include "core/base/extended.h"
#include "core/base/phase.h"

namespace rope {

// θ_i = base^(−2i/d), i = 0 … d/2 − 1 [rad/token]. Su et al. 2021 (arXiv:2104.09864), section 3.2.2.
// base > 0 and finite, rotary_dim even and ≥ 2. Relative error ≤ 1e-30. Cost: one power and d/2 products.
std::vector<Extended> default_frequencies(double base, int rotary_dim);

// What everything downstream reads. Immutable once made.
struct FrequencyTable {
    std::vector<double> theta;       // [P] rad/token, each rounded once from Extended
    std::vector<TurnFraction> step;  // [P] turns/token × 2⁶⁴: exact angles at integer positions
    double attention_factor = 1;     // a: multiplies cos and sin of q and of k, so a score grows by a²

    int pairs() const { return static_cast<int>(theta.size()); }
    // 2π/θ_i [tokens per turn]; infinite where θ_i = 0.
    double wavelength(int i) const;
};

FrequencyTable make_table(std::span<const Extended> theta, double attention_factor);
FrequencyTable make_table(std::span<const double> theta, double attention_factor);  // θ exact as given

}  // namespace rope
