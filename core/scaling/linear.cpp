// Position interpolation: every pair turns `factor` times slower, so that factor × the trained context spans
// only angles already seen.
#include "core/rope/exact_frequencies.h"
#include "core/rope/frequencies.h"
#include "core/scaling/numbers.h"
#include "core/scaling/scaled_frequencies.h"
#include "core/scaling/shared_params.h"

namespace rope {
namespace linear_scaling {
namespace {

constexpr ParamSpec kParams[] = {kFactorParam};

Checked<ScaledFrequencies> apply(const ScalingInputs& inputs) {
    const Checked<double> factor = checked_factor(inputs);
    if (!factor.ok()) return factor.fault();
    ScaledFrequencies scaled{.theta = default_frequencies(inputs.base, inputs.rotary_dim)};
    for (Extended& theta : scaled.theta)
        theta /= factor.value();
    scaled.details["factor_used"] = factor.value();
    return scaled;
}

}  // namespace
}  // namespace linear_scaling

extern const Scaling kLinearScaling;
const Scaling kLinearScaling{
    .id = "linear",
    .label = "Linear (position interpolation)",
    .source = "Chen et al. 2023 (arXiv:2306.15595); modeling_rope_utils.py (Hugging Face)",
    .help = "All pairs turn s times slower, as if positions were divided by s.",
    .params = linear_scaling::kParams,
    .apply = linear_scaling::apply};

}  // namespace rope
