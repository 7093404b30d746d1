// No scaling: the frequencies a model is trained with.
#include "core/rope/exact_frequencies.h"
#include "core/rope/frequencies.h"
#include "core/scaling/scaled_frequencies.h"
#include "core/scaling/scaling.h"

namespace rope {
namespace default_scaling {
namespace {

Checked<ScaledFrequencies> apply(const ScalingInputs& inputs) {
    return ScaledFrequencies{.theta = default_frequencies(inputs.base, inputs.rotary_dim)};
}

}  // namespace
}  // namespace default_scaling

extern const Scaling kDefaultScaling;
const Scaling kDefaultScaling{.id = "default",
                              .label = "None",
                              .source = "Su et al. 2021 (RoFormer, arXiv:2104.09864), section 3.2.2",
                              .help = "Every pair turns at its own speed: base to the power of −2i/d.",
                              .params = {},
                              .apply = default_scaling::apply};

}  // namespace rope
