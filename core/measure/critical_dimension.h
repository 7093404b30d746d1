// How many dimensions make a full turn within the trained context. Liu et al. 2023 (arXiv:2310.05209).
#pragma once

#include <cstdint>

#include "core/rope/frequencies.h"

namespace rope {

struct CriticalDimension {
    double real_index = 0;     // (d/2)·log_b(L/2π): the pair, fractional, whose wavelength is L
    std::int64_t formula = 0;  // 2⌈real_index⌉, which may be negative or exceed d
    int clamped = 0;           // the formula within [0, d]
    int full_turns = 0;        // pairs with wavelength ≤ L, counted: half of `clamped`
};
// base > 0 and not 1, where the formula divides by zero; train_length > 0 [tokens]. `unscaled` are the
// frequencies of training, which the definition is about (docs/spec-attention.md, critical_dimension): a
// scaling that comes later cannot change what was trained. Cost O(P).
CriticalDimension critical_dimension(const FrequencyTable& unscaled, double base, int rotary_dim,
                                     double train_length);

}  // namespace rope
