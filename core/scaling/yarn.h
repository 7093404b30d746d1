// YaRN's temperature, which configs of MLA models also apply to the softmax scale.
#pragma once

namespace rope {

// g(s, μ) = 0.1 μ ln s + 1, and 1 where s ≤ 1. Peng et al. 2023 (arXiv:2309.00071), section 3.4;
// `yarn_get_mscale` in model.py (DeepSeek-V3).
double yarn_temperature(double factor, double mscale);

}  // namespace rope
