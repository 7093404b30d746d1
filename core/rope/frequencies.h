// Frequencies of the pairs of one head.
#pragma once

#include <span>
#include <vector>

#include "core/base/phase.h"

namespace rope {

// What everything downstream reads. Immutable once made.
struct FrequencyTable {
    std::vector<double> theta;       // [P] rad/token, each rounded once from Extended
    std::vector<TurnFraction> step;  // [P] turns/token × 2⁶⁴: exact angles at integer positions
    double attention_factor = 1;     // a: multiplies cos and sin of q and of k, so a score grows by a²

    int pairs() const { return static_cast<int>(theta.size()); }
    // 2π/θ_i [tokens per turn]; infinite where θ_i = 0.
    double wavelength(int i) const;
};

FrequencyTable make_table(std::span<const double> theta, double attention_factor);  // θ exact as given

}  // namespace rope
