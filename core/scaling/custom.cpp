// The user's own multiplier for each pair, typed, loaded or drawn.
#include <cmath>
#include <string>

#include "core/base/number_text.h"
#include "core/rope/exact_frequencies.h"
#include "core/scaling/numbers.h"
#include "core/scaling/scaled_frequencies.h"
#include "core/scaling/shared_params.h"

namespace rope {
namespace custom_scaling {
namespace {

constexpr ParamSpec kMultipliers{
    .id = "model.multipliers",
    .label = "Multipliers",
    .type = ParamType::text,
    .help =
        "What each pair's speed is multiplied by, from the fastest pair to the slowest: numbers joined by "
        "commas or a .npy file, one per pair, or a single number for all; empty leaves the speeds. In the "
        "window they are drawn over the pairs of the view Frequencies."};
constexpr ParamSpec kParams[] = {kMultipliers, kAttentionFactorParam};

// 0 holds a pair still.
Checked<Done> check_multiplier(double value) {
    if (value >= 0 && value <= kLargestNumber) return Done{};
    return Fault{.id = "multiplier_out_of_range",
                 .subject = "a multiplier of " + shortest_text(value),
                 .rule = "must be from 0 to 1e12",
                 .remedy = "1 leaves a pair as it is, 0.25 makes it four times slower",
                 .where = ""};
}

Checked<ScaledFrequencies> apply(const ScalingInputs& inputs) {
    ScaledFrequencies scaled{.theta = default_frequencies(inputs.base, inputs.rotary_dim)};
    if (const double given = inputs.number("attention_factor", 0); given != 0) {
        const Checked<double> checked = positive_number("attention_factor", given);
        if (!checked.ok()) return checked.fault();
        scaled.attention_factor = given;
    }
    const auto found = inputs.spec->lists.find("multipliers");
    if (found == inputs.spec->lists.end() || found->second.empty()) return scaled;
    const std::vector<double>& multipliers = found->second;
    if (multipliers.size() != 1 && multipliers.size() != scaled.theta.size())
        return Fault{.id = "wrong_length",
                     .subject = "multipliers with " + std::to_string(multipliers.size()) + " entries",
                     .rule = "must have one per pair, " + std::to_string(scaled.theta.size()) +
                             ", or a single one for all",
                     .remedy = "",
                     .where = ""};
    for (std::size_t i = 0; i < scaled.theta.size(); ++i) {
        const double multiplier = multipliers.size() == 1 ? multipliers.front() : multipliers[i];
        if (const auto checked = check_multiplier(multiplier); !checked.ok()) return checked.fault();
        scaled.theta[i] *= multiplier;
    }
    return scaled;
}

}  // namespace
}  // namespace custom_scaling

extern const Scaling kCustomScaling;
const Scaling kCustomScaling{
    .id = "custom",
    .label = "Custom",
    .source = "the user's own list",
    .help = "Each pair's speed is multiplied by a number of its own, typed, loaded or drawn.",
    .params = custom_scaling::kParams,
    .apply = custom_scaling::apply};

}  // namespace rope
