// Learned speeds of the mixed 2-D rotation, from the same sources as vectors.
#pragma once

#include "core/rope/axes.h"
#include "core/vectors/vector_source.h"

namespace rope {

// One list by column and one by row, of `pairs` speeds [rad/patch] each, or of heads × pairs as RoPE-ViT's
// checkpoints keep a layer's (`freqs`), of which `head` is taken. A generator makes one head's. `where_x` and
// `where_y` name the two in faults. Faults: speeds_missing (one of the two is empty), wrong_length,
// no_such_head, not_finite, those of make_vector_of_own_length.
struct LearnedSpeeds {
    VectorSource column, row;
    std::int64_t head = 0;
    std::string_view where_x, where_y;

    bool given() const { return !column.text.empty() || !row.text.empty(); }
};
Checked<AxisFrequencies> learned_axes(const LearnedSpeeds& speeds, int pairs);

}  // namespace rope
