// Llama 3.1: pairs of short wavelength keep their speed, long ones turn `factor` times slower, a ramp
// between.

#include "core/base/number_text.h"
#include "core/rope/exact_frequencies.h"
#include "core/rope/frequencies.h"
#include "core/scaling/numbers.h"
#include "core/scaling/ramps.h"
#include "core/scaling/scaled_frequencies.h"
#include "core/scaling/shared_params.h"

namespace rope {
namespace llama3_scaling {
namespace {

constexpr ParamSpec band_param(std::string_view id, std::string_view label, double initial,
                               std::string_view help) {
    return {.id = id,
            .label = label,
            .unit = "turns",
            .type = ParamType::number,
            .min = 0.01,
            .max = 1024,
            .scale = SliderScale::logarithmic,
            .initial = initial,
            .help = help};
}

constexpr ParamSpec kLow = band_param(
    "model.low_freq_factor", "Low frequency factor", 1,
    "Pairs that turn less often than this within the trained context turn s times slower; customary 1.");
constexpr ParamSpec kHigh = band_param(
    "model.high_freq_factor", "High frequency factor", 4,
    "Pairs that turn more often than this within the trained context keep their speed; customary 4.");
constexpr ParamSpec kParams[] = {kFactorParam, kLow, kHigh};

Checked<ScaledFrequencies> apply(const ScalingInputs& inputs) {
    const Checked<double> factor = checked_factor(inputs);
    if (!factor.ok()) return factor.fault();
    const Checked<double> low =
        positive_number("low_freq_factor", inputs.number("low_freq_factor", kLow.initial));
    if (!low.ok()) return low.fault();
    const Checked<double> high =
        positive_number("high_freq_factor", inputs.number("high_freq_factor", kHigh.initial));
    if (!high.ok()) return high.fault();
    const Checked<double> context =
        positive_number("original_max_position_embeddings", inputs.trained_context);
    if (!context.ok()) return context.fault();
    ScaledFrequencies scaled{.theta = default_frequencies(inputs.base, inputs.rotary_dim)};
    double kept = 0, divided = 0;
    for (Extended& theta : scaled.theta) {
        // λ > L/low is L/λ < low; both comparisons are strict, and where the bands overlap
        // (high_freq_factor < low_freq_factor) dividing wins, as in the engine.
        const Extended turns = turns_within(context.value(), theta);
        if (turns < low.value()) {
            theta /= factor.value();
            ++divided;
        } else if (turns > high.value()) {
            ++kept;
        } else if (low.value() == high.value()) {
            // Llama 4 Scout has no ramp; of a pair on the very step Hugging Face divides 0 by 0, vLLM slows
            // it.
            theta /= factor.value();
            ++divided;
        } else {
            theta =
                blend(theta, (turns - low.value()) / (Extended(high.value()) - low.value()), factor.value());
        }
    }
    scaled.details = {{"factor_used", factor.value()}, {"pairs_kept", kept}, {"pairs_divided", divided}};
    return scaled;
}

}  // namespace
}  // namespace llama3_scaling

extern const Scaling kLlama3Scaling;
const Scaling kLlama3Scaling{
    .id = "llama3",
    .label = "Llama 3",
    .source = "Llama 3.1 model.py `apply_scaling` (Meta); modeling_rope_utils.py (Hugging Face)",
    .help =
        "Pairs with more than 4 turns in the trained context keep their speed, those with less than 1 turn s "
        "times slower, smooth between.",
    .params = llama3_scaling::kParams,
    .apply = llama3_scaling::apply};

}  // namespace rope
