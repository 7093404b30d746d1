// The frequencies as engines form them: in float32, step by step, so that inv_freq differs from the exact one
// in its last bits, and between engines. An emulated effect; the truth is scaled_frequencies().
//
// Powers are rounded correctly; a good libm differs by one unit in the last place.
#pragma once

#include <optional>
#include <vector>

#include "core/rope/frequencies.h"
#include "core/rope/precision.h"
#include "core/scaling/ggml_rope.h"
#include "core/scaling/scaling.h"

namespace rope {

struct EngineFrequencies {
    std::vector<double> inv_freq;  // [P] rad/token; float32 values where an engine formed them
    double attention_factor = 1;
    std::optional<GgmlRope> ggml{};  // its angles are not multiples of inv_freq: each is formed by itself
};

// Nothing formed: θ of the table.
EngineFrequencies exact_frequencies(const FrequencyTable& table);

// Faults: unknown_steps (the engine has no such scaling, or a warp is set, which none has), not_float32 (base
// or factor leave its range), and those of the scaling. Cost O(P). Sources:
// transformers/modeling_rope_utils.py, `_compute_…_parameters` (Hugging Face); ggml/src/ggml-cpu/ops.cpp and,
// for the factors of llama3 and proportional, convert_hf_to_gguf.py (llama.cpp).
Checked<EngineFrequencies> engine_frequencies(const ScalingInputs& inputs, FrequencySteps steps);

// cos and sin of every pair at a position (emulated_angles); with ggml the position starts its chain of
// products.
PairAngles engine_angles(const EngineFrequencies& frequencies, double position, const Precision& precision);

}  // namespace rope
