// LongRoPE: one searched factor per pair, in two lists: for lengths within and beyond the trained context.
#include <cmath>

#include "core/base/number_text.h"
#include "core/rope/exact_frequencies.h"
#include "core/rope/frequencies.h"
#include "core/scaling/numbers.h"
#include "core/scaling/scaled_frequencies.h"
#include "core/scaling/shared_params.h"

namespace rope {
namespace longrope_scaling {
namespace {

constexpr ParamSpec kShortFactors{
    .id = "model.short_factor",
    .label = "Short factors",
    .type = ParamType::text,
    .help =
        "What each pair's speed is divided by up to the trained context, from the "
        "fastest pair to the slowest: numbers joined by commas or a .npy file, one "
        "per pair."};
constexpr ParamSpec kLongFactors{.id = "model.long_factor",
                                 .label = "Long factors",
                                 .type = ParamType::text,
                                 .help = "The same beyond the trained context."};
constexpr ParamSpec mscale_param(std::string_view id, std::string_view label, std::string_view help) {
    return {.id = id,
            .label = label,
            .type = ParamType::number,
            .min = 0,
            .max = 8,
            .scale = SliderScale::linear,
            .initial = 0,
            .help = help,
            .zero_text = "as computed"};
}
constexpr ParamSpec kShortMscale = mscale_param(
    "model.short_mscale", "Short mscale",
    "The attention factor up to the trained context, where a model states one for each list (Phi-3.5-MoE); 0 "
    "takes the one attention factor.");
constexpr ParamSpec kLongMscale =
    mscale_param("model.long_mscale", "Long mscale", "The same beyond the trained context.");
constexpr ParamSpec kParams[] = {kFactorParam,  kSeqLenParam, kAttentionFactorParam,
                                 kShortFactors, kLongFactors, kShortMscale,
                                 kLongMscale};

Checked<std::vector<double>> factor_list(const ScalingInputs& inputs, std::string_view name) {
    const auto found = inputs.spec->lists.find(name);
    const auto pairs = static_cast<std::size_t>(inputs.rotary_dim / 2);
    if (found == inputs.spec->lists.end() || found->second.empty()) {
        return Fault{.id = "no_factor_list",
                     .subject = "longrope without " + std::string(name),
                     .rule = "cannot be computed: it needs one factor per pair",
                     .remedy = "open the config.json of a model that has them, such as Phi-3.5-mini",
                     .where = ""};
    }
    if (found->second.size() != pairs) {
        return Fault{
            .id = "wrong_length",
            .subject = std::string(name) + " with " + std::to_string(found->second.size()) + " entries",
            .rule = "must have one per pair: " + std::to_string(pairs),
            .remedy = "",
            .where = ""};
    }
    for (const double value : found->second) {
        const Checked<double> checked = positive_number(name, value);
        if (!checked.ok()) return checked.fault();
    }
    return found->second;
}

// √(1 + ln s / ln L), 1 where nothing is extended. It applies with the short list too.
Checked<double> attention_factor(const ScalingInputs& inputs, double factor) {
    if (const auto given = given_attention_factor(inputs)) return *given;
    if (factor <= 1) return 1.0;
    if (inputs.trained_context <= 1) {
        return Fault{.id = "trained_context_too_short",
                     .subject = "original_max_position_embeddings = " + shortest_text(inputs.trained_context),
                     .rule = "must be above 1, because the attention factor divides by its logarithm",
                     .remedy = "",
                     .where = ""};
    }
    return std::sqrt(1 + std::log(factor) / std::log(inputs.trained_context));
}

Checked<ScaledFrequencies> apply(const ScalingInputs& inputs) {
    const Checked<double> context =
        positive_number("original_max_position_embeddings", inputs.trained_context);
    if (!context.ok()) return context.fault();
    const Checked<double> factor = factor_or_ratio(inputs);
    if (!factor.ok()) return factor.fault();
    const Checked<double> attention = attention_factor(inputs, factor.value());
    if (!attention.ok()) return attention.fault();
    const Checked<std::vector<double>> short_list = factor_list(inputs, "short_factor");
    if (!short_list.ok()) return short_list.fault();
    const Checked<std::vector<double>> long_list = factor_list(inputs, "long_factor");
    if (!long_list.ok()) return long_list.fault();
    // Strictly longer: at the trained context itself the short list still holds.
    const Checked<double> length = current_length(inputs);
    if (!length.ok()) return length.fault();
    const bool beyond = length.value() > context.value();
    const std::vector<double>& divisors = beyond ? long_list.value() : short_list.value();
    const double own = inputs.number(beyond ? "long_mscale" : "short_mscale", 0);
    const Checked<double> mscale =
        own == 0 ? attention : positive_number(beyond ? "long_mscale" : "short_mscale", own);
    if (!mscale.ok()) return mscale.fault();
    ScaledFrequencies scaled{
        .theta = default_frequencies(inputs.base, inputs.rotary_dim),
        .attention_factor = mscale.value(),
        .details = {{"factor_used", factor.value()}, {"long_list_used", beyond ? 1 : 0}}};
    for (std::size_t i = 0; i < scaled.theta.size(); ++i)
        scaled.theta[i] /= divisors[i];
    return scaled;
}

}  // namespace
}  // namespace longrope_scaling

extern const Scaling kLongRopeScaling;
const Scaling kLongRopeScaling{
    .id = "longrope",
    .label = "LongRoPE",
    .source =
        "Ding et al. 2024 (arXiv:2402.13753); modeling_rope_utils.py, modeling_phimoe.py (Hugging Face)",
    .help = "Each pair has its own divisor, from one list up to the trained context and another beyond it.",
    .params = longrope_scaling::kParams,
    .apply = longrope_scaling::apply};

}  // namespace rope
