// The smallest base with which Σcos stays at or above 0 throughout a context, against the context. Men et al.
// 2024 (arXiv:2405.14591), table 2.
#pragma once

#include "core/figure/figure_inputs.h"

namespace rope {

// base-bound.show=smallest. Faults: cancelled. Cost: see reaches_of_bases.
Checked<Figure> smallest_base_figure(const FigureInputs& inputs, ResultCache& cache, Progress& progress);

}  // namespace rope
