// The M-RoPE rule of the kind "image": a sequence of text, images and videos, the three position ids of its
// tokens, and the scores between them.
#pragma once

#include "core/figure/figure_inputs.h"

namespace rope {

constexpr std::size_t kMostDrawnTokens = 1024;  // a map of 1024² scores takes some 0.2 s at 128 components

// Reads image.content, .merge, .frame_step, .markers, .causal and .vectors. Of model A, which needs M-RoPE
// sections: else a sentence. Faults: bad_sequence and those of mrope_positions, where image.content.
Checked<Figure> image_tokens(const FigureInputs& inputs, Progress& progress);

}  // namespace rope
