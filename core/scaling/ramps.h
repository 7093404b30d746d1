// How much of a pair's own speed the by-parts methods keep, and how much they divide by the factor.
#pragma once

#include <vector>

#include "core/base/extended.h"

namespace rope {

// θ·share + (θ/factor)·(1 − share).
Extended blend(const Extended& theta, const Extended& share, double factor);

// Turns of a pair within `context` tokens: contextθ/2π.
Extended turns_within(double context, const Extended& theta);

// γ of NTK-by-parts: 0 below `slow` turns, 1 above `fast`, linear in turns between (slow < fast).
// Peng et al. 2023 (YaRN, arXiv:2309.00071), section 3.2.
Extended share_by_turns(const Extended& turns, double slow, double fast);

// The ramp that engines run under the name of YaRN: linear in the pair index.
struct YarnRange {
    Extended raw_low, raw_high;  // pair index that turns beta_fast and beta_slow times within the context
    Extended low, high;          // after truncation and clamping to [0, d − 1]; high < low is possible
};
// base ≠ 1. modeling_rope_utils.py `find_correction_range` (Hugging Face), model.py (DeepSeek-V3).
YarnRange yarn_range(double base, int rotary_dim, double context, double beta_fast, double beta_slow,
                     bool truncate);
// 1 up to `low`, 0 from `high` on. An empty range counts as 0.001 wide; a reversed one keeps every pair.
Extended share_by_index(int pair, const YarnRange& range);
// ggml's: an empty or reversed range counts as 0.001 wide, so that all pairs beyond `low` are slowed.
// `rope_yarn_ramp` in ggml/src/ggml-cpu/ops.cpp (llama.cpp).
Extended share_by_index_ggml(int pair, const YarnRange& range);

}  // namespace rope
