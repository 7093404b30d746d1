// A score fitted to the trained positions and followed beyond them: Chen et al. 2023 (arXiv:2306.15595),
// figure 2.
#pragma once

#include "core/figure/figure_inputs.h"

namespace rope {

// Reads interpolation.positions, .ridge and .seed. Fault `cancelled`.
Checked<Figure> extrapolation_figure(const FigureInputs& inputs, ResultCache& cache, Progress& progress);

}  // namespace rope
