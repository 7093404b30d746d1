// What the versions of YaRN share; its temperature, which configs of MLA models also apply to the softmax
// scale.
#pragma once

#include "core/scaling/ramps.h"
#include "core/scaling/scaled_frequencies.h"

namespace rope {

// By either of the engines: "yarn" or "yarn-ggml".
bool is_yarn(std::string_view scaling_type);

// g(s, μ) = 0.1 μ ln s + 1, and 1 where s ≤ 1. Peng et al. 2023 (arXiv:2309.00071), section 3.4;
// `yarn_get_mscale` in model.py (DeepSeek-V3).
double yarn_temperature(double factor, double mscale);

// The blend with a ramp linear in the pair index, and the attention factor of Hugging Face. `share` says how
// much of its own speed a pair keeps; `truncate` rounds the ends of the ramp outward to whole pairs.
Checked<ScaledFrequencies> yarn_frequencies(const ScalingInputs& inputs, bool truncate,
                                            Extended (*share)(int pair, const YarnRange&));

}  // namespace rope
