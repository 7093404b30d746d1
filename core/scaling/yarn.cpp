// YaRN as engines run it: the by-parts blend with a ramp linear in the pair index, and an attention factor.
#include "core/scaling/yarn.h"
#include "core/rope/exact_frequencies.h"
#include "core/scaling/scaled_frequencies.h"

#include <cmath>

#include "core/rope/frequencies.h"
#include "core/scaling/numbers.h"
#include "core/scaling/ramps.h"
#include "core/scaling/shared_params.h"

namespace rope {

bool is_yarn(std::string_view scaling_type) {
    return scaling_type == "yarn" || scaling_type == "yarn-ggml";
}

double yarn_temperature(double factor, double mscale) {
    return factor <= 1 ? 1 : 0.1 * mscale * std::log(factor) + 1;
}

namespace yarn_scaling {
namespace {

constexpr ParamSpec kTruncate{
    .id = "model.truncate",
    .label = "Whole pairs",
    .type = ParamType::boolean,
    .min = 0,
    .max = 1,
    .scale = SliderScale::linear,
    .initial = 1,
    .help = "Rounds the ends of the ramp outward to whole pairs, as most configs do; gpt-oss does not."};

constexpr ParamSpec kParams[] = {
    kFactorParam, kBetaFastParam, kBetaSlowParam,     kAttentionFactorParam,
    kTruncate,    kMscaleParam,   kMscaleAllDimParam,
};

Checked<double> attention_factor(const ScalingInputs& inputs, double factor) {
    for (const std::string_view name : {"mscale", "mscale_all_dim"}) {
        const double value = inputs.number(name, 0);
        const Checked<double> checked = positive_number(name, value);
        if (value != 0 && !checked.ok()) return checked.fault();  // 0 is "not given"
    }
    if (const auto given = given_attention_factor(inputs)) return *given;
    const double mscale = inputs.number("mscale", 0), mscale_all_dim = inputs.number("mscale_all_dim", 0);
    if (mscale == 0 || mscale_all_dim == 0) return yarn_temperature(factor, 1);
    return yarn_temperature(factor, mscale) / yarn_temperature(factor, mscale_all_dim);
}

}  // namespace
}  // namespace yarn_scaling

Checked<ScaledFrequencies> yarn_frequencies(const ScalingInputs& inputs, bool truncate,
                                            Extended (*share)(int pair, const YarnRange&)) {
    const Checked<double> context =
        positive_number("original_max_position_embeddings", inputs.trained_context);
    if (!context.ok()) return context.fault();
    const Checked<double> factor = factor_or_ratio(inputs);
    if (!factor.ok()) return factor.fault();
    const Checked<double> fast =
        positive_number("beta_fast", given_or(inputs, "beta_fast", kBetaFastParam.initial));
    if (!fast.ok()) return fast.fault();
    const Checked<double> slow =
        positive_number("beta_slow", given_or(inputs, "beta_slow", kBetaSlowParam.initial));
    if (!slow.ok()) return slow.fault();
    const Checked<double> attention = yarn_scaling::attention_factor(inputs, factor.value());
    if (!attention.ok()) return attention.fault();
    if (inputs.base == 1) {
        return Fault{.id = "base_is_one",
                     .subject = "base = 1",
                     .rule = "gives every pair the same speed, and YaRN divides by ln base",
                     .remedy = "use another base, customary is 10000",
                     .where = ""};
    }
    const YarnRange range =
        yarn_range(inputs.base, inputs.rotary_dim, context.value(), fast.value(), slow.value(), truncate);
    ScaledFrequencies scaled{.theta = default_frequencies(inputs.base, inputs.rotary_dim),
                             .attention_factor = attention.value()};
    int pair = 0;
    for (Extended& theta : scaled.theta)
        theta = blend(theta, share(pair++, range), factor.value());
    scaled.details = {{"factor_used", factor.value()},
                      {"raw_low", range.raw_low.to_double()},
                      {"raw_high", range.raw_high.to_double()},
                      {"low", range.low.to_double()},
                      {"high", range.high.to_double()}};
    return scaled;
}

namespace yarn_scaling {
namespace {

Checked<ScaledFrequencies> apply(const ScalingInputs& inputs) {
    return yarn_frequencies(inputs, inputs.number("truncate", kTruncate.initial) != 0, share_by_index);
}

}  // namespace
}  // namespace yarn_scaling

extern const Scaling kYarnScaling;
const Scaling kYarnScaling{
    .id = "yarn",
    .label = "YaRN",
    .source =
        "Peng et al. 2023 (arXiv:2309.00071); modeling_rope_utils.py (Hugging Face), model.py (DeepSeek-V3)",
    .help =
        "Fast pairs keep their speed, slow pairs turn s times slower, a ramp over the pairs between; scores "
        "sharpen by the attention factor.",
    .params = yarn_scaling::kParams,
    .apply = yarn_scaling::apply};

}  // namespace rope
