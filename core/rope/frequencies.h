// Frequencies of the pairs of one head.
#pragma once

#include <span>
#include <vector>

#include "core/base/phase.h"

namespace rope {

// What everything downstream reads. Immutable once made.
struct FrequencyTable {
    std::vector<double> theta;       // [P] rad/token, each rounded once from Extended
    std::vector<TurnFraction> step;  // [P] turns/token × 2⁶⁴, for kernels
    std::vector<std::int64_t> rest;  // [P] what each step leaves out × 2¹²⁸: exact angles at any position
    double attention_factor = 1;     // a: multiplies cos and sin of q and of k, so a score grows by a²

    int pairs() const { return static_cast<int>(theta.size()); }
    // 2π/θ_i [tokens per turn]; infinite where θ_i = 0.
    double wavelength(int i) const;
    // The phase of pair i at a position, as exact as phase_at: |position| ≤ 2⁵⁴, whole or fractional.
    ExactPhase phase(std::size_t i, double position) const {
        return phase_at(ExactStep{step[i], rest[i]}, theta[i], position);
    }
};

FrequencyTable make_table(std::span<const double> theta, double attention_factor);  // θ exact as given

}  // namespace rope
