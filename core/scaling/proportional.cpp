// Proportional: the whole head is paired, but only the fastest share of the pairs turns; exponents count by
// head_dim, so those pairs turn as they would in a fully rotated head.
#include <cmath>

#include "core/base/number_text.h"
#include "core/rope/exact_frequencies.h"
#include "core/rope/frequencies.h"
#include "core/scaling/numbers.h"
#include "core/scaling/scaled_frequencies.h"
#include "core/scaling/shared_params.h"

namespace rope {
namespace proportional_scaling {
namespace {

constexpr ParamSpec kShare{
    .id = "model.partial_rotary_factor",
    .label = "Turning share",
    .symbol = "*p*",
    .type = ParamType::number,
    .min = 0,
    .max = 1,
    .scale = SliderScale::linear,
    .initial = 1,
    .help = "Share of the pairs that turn; the slower rest stands still. Gemma 4 has 0.25."};
// Unlike the other methods it is chosen for its share, and engines take 1 where a config gives no factor.
constexpr ParamSpec kFactor = [] {
    ParamSpec row = kFactorParam;
    row.initial = 1;
    row.help = "The pairs that turn do so s times slower; 1 leaves their speed.";
    return row;
}();
constexpr ParamSpec kParams[] = {kShare, kFactor};

Checked<ScaledFrequencies> apply(const ScalingInputs& inputs) {
    if (inputs.rotary_dim != inputs.head_dim) {
        return Fault{.id = "proportional_needs_whole_head",
                     .subject = "rotary_dim = " + std::to_string(inputs.rotary_dim),
                     .rule = "must equal head_dim = " + std::to_string(inputs.head_dim) +
                             ", because proportional scaling pairs the whole head",
                     .remedy = "set rotary_dim to head_dim and choose the share by partial_rotary_factor",
                     .where = ""};
    }
    const double share = inputs.number("partial_rotary_factor", kShare.initial);
    if (!(share >= 0 && share <= 1)) {
        return Fault{.id = "share_out_of_range",
                     .subject = "partial_rotary_factor = " + shortest_text(share),
                     .rule = "must lie in 0 … 1",
                     .remedy = "",
                     .where = ""};
    }
    const Checked<double> factor = positive_number("factor", inputs.number("factor", kFactor.initial));
    if (!factor.ok()) return factor.fault();
    // Floor division of the double product, as the engine rounds: int(0.3·64 // 2) = 9.
    const auto turning = static_cast<std::size_t>(std::floor(share * inputs.head_dim / 2));
    ScaledFrequencies scaled{.theta = default_frequencies(inputs.base, inputs.head_dim)};
    for (std::size_t i = 0; i < scaled.theta.size(); ++i) {
        scaled.theta[i] = i < turning ? Extended(scaled.theta[i] / factor.value()) : Extended(0);
    }
    scaled.details = {{"factor_used", factor.value()}, {"pairs_turning", static_cast<double>(turning)}};
    return scaled;
}

}  // namespace
}  // namespace proportional_scaling

extern const Scaling kProportionalScaling;
const Scaling kProportionalScaling{
    .id = "proportional",
    .label = "Proportional (only fast pairs turn)",
    .source = "modeling_rope_utils.py (Hugging Face, 2026), Gemma 4",
    .help = "The fastest share of all pairs of the head turns, the rest stands still.",
    .params = proportional_scaling::kParams,
    .apply = proportional_scaling::apply};

}  // namespace rope
