// NTK-aware: a larger base, chosen so that the fastest pair keeps its speed and the slowest turns exactly
// `factor` times slower.
#include "core/base/number_text.h"
#include "core/rope/frequencies.h"
#include "core/scaling/ntk_base.h"
#include "core/scaling/numbers.h"
#include "core/scaling/scaled_frequencies.h"
#include "core/scaling/shared_params.h"

namespace rope {

Checked<Extended> ntk_base(double base, int rotary_dim, const Extended& ratio) {
    if (rotary_dim <= 2) {
        return Fault{.id = "too_few_pairs",
                     .subject = "rotary_dim = " + std::to_string(rotary_dim),
                     .rule = "must be at least 4, because the base grows by s^(d/(d − 2))",
                     .remedy = "use linear scaling for a single pair",
                     .where = ""};
    }
    return Extended(base * pow(ratio, Extended(rotary_dim) / (rotary_dim - 2)));
}

std::vector<Extended> frequencies_of_base(const Extended& base, int rotary_dim) {
    const Extended step = pow(base, Extended(-2) / rotary_dim);
    std::vector<Extended> theta{1};
    while (static_cast<int>(theta.size()) < rotary_dim / 2)
        theta.push_back(theta.back() * step);
    return theta;
}

namespace ntk_aware_scaling {
namespace {

constexpr ParamSpec kParams[] = {kFactorParam};

Checked<ScaledFrequencies> apply(const ScalingInputs& inputs) {
    const Checked<double> factor = checked_factor(inputs);
    if (!factor.ok()) return factor.fault();
    const Checked<Extended> base = ntk_base(inputs.base, inputs.rotary_dim, factor.value());
    if (!base.ok()) return base.fault();
    return ScaledFrequencies{
        .theta = frequencies_of_base(base.value(), inputs.rotary_dim),
        .attention_factor = 1,
        .details = {{"factor_used", factor.value()}, {"new_base", base.value().to_double()}}};
}

}  // namespace
}  // namespace ntk_aware_scaling

extern const Scaling kNtkAwareScaling;
const Scaling kNtkAwareScaling{
    .id = "ntk",
    .label = "NTK-aware",
    .source = "bloc97 2023; LlamaNTKScaledRotaryEmbedding.py (github.com/jquesnelle/yarn)",
    .help =
        "The base grows to b·s^(d/(d − 2)): fast pairs keep their speed, slow ones turn up to s times "
        "slower.",
    .params = ntk_aware_scaling::kParams,
    .apply = ntk_aware_scaling::apply};

}  // namespace rope
