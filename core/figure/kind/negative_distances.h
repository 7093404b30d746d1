// Both views of the base bound figure that count distances: how far they look, and how many of them are
// negative. Men et al. 2024 (arXiv:2405.14591), table 4.
#pragma once

#include <cstdint>

#include "core/figure/figure_inputs.h"

namespace rope {

constexpr std::int64_t kFarthestDistance = std::int64_t{1} << 22;  // [tokens] that any of the views looks at

// The longest context of the models, at most kFarthestDistance.
std::int64_t longest_context(const FigureInputs& inputs);

// How many distances 0 ≤ Δ < L have a negative sum, against L. Reads base-bound.to. Fault `cancelled`. Cost
// O(longest L · P) a model, once.
Checked<Figure> negative_distances_figure(const FigureInputs& inputs, ResultCache& cache, Progress& progress);

}  // namespace rope
