// NTK-by-parts as published: each pair keeps a share of its speed that grows with its turns within the
// trained context. Not what engines run as YaRN, whose ramp is linear in the pair index (yarn.cpp).
#include <algorithm>

#include "core/base/number_text.h"
#include "core/rope/exact_frequencies.h"
#include "core/rope/frequencies.h"
#include "core/scaling/numbers.h"
#include "core/scaling/ramps.h"
#include "core/scaling/scaled_frequencies.h"
#include "core/scaling/shared_params.h"

namespace rope {
namespace ntk_by_parts_scaling {
namespace {

constexpr ParamSpec kParams[] = {kFactorParam, kBetaFastParam, kBetaSlowParam};

Checked<ScaledFrequencies> apply(const ScalingInputs& inputs) {
    const Checked<double> factor = checked_factor(inputs);
    if (!factor.ok()) return factor.fault();
    const Checked<double> fast =
        positive_number("beta_fast", given_or(inputs, "beta_fast", kBetaFastParam.initial));
    if (!fast.ok()) return fast.fault();
    const Checked<double> slow =
        positive_number("beta_slow", given_or(inputs, "beta_slow", kBetaSlowParam.initial));
    if (!slow.ok()) return slow.fault();
    const Checked<double> context =
        positive_number("original_max_position_embeddings", inputs.trained_context);
    if (!context.ok()) return context.fault();
    if (!(slow.value() < fast.value())) {
        return Fault{.id = "betas_not_ascending",
                     .subject = "beta_slow = " + shortest_text(slow.value()),
                     .rule = "must be below beta_fast = " + shortest_text(fast.value()) +
                             ", because the ramp divides by their difference",
                     .remedy = "customary are 1 and 32",
                     .where = ""};
    }
    ScaledFrequencies scaled{.theta = default_frequencies(inputs.base, inputs.rotary_dim)};
    for (Extended& theta : scaled.theta) {
        const Extended turns = turns_within(context.value(), theta);
        theta = blend(theta, share_by_turns(turns, slow.value(), fast.value()), factor.value());
    }
    scaled.details["factor_used"] = factor.value();
    return scaled;
}

}  // namespace
}  // namespace ntk_by_parts_scaling

extern const Scaling kNtkByPartsScaling;
const Scaling kNtkByPartsScaling{
    .id = "ntk-by-parts",
    .label = "NTK-by-parts (as published)",
    .source = "Peng et al. 2023 (YaRN, arXiv:2309.00071), section 3.2",
    .help =
        "Pairs with many turns in the trained context keep their speed, pairs with few turn s times slower, "
        "linear in turns between.",
    .params = ntk_by_parts_scaling::kParams,
    .apply = ntk_by_parts_scaling::apply};

}  // namespace rope
