// Dynamic NTK: the NTK-aware base for the length the sequence has now; nothing changes up to the context
// length.
#include <algorithm>

#include "core/rope/frequencies.h"
#include "core/scaling/ntk_base.h"
#include "core/scaling/numbers.h"
#include "core/scaling/scaled_frequencies.h"
#include "core/scaling/shared_params.h"

namespace rope {
namespace dynamic_scaling {
namespace {

constexpr ParamSpec kParams[] = {kFactorParam, kSeqLenParam};

// b' = b·(s·Lₑ/M − (s − 1))^(d/(d − 2)), Lₑ = max(current length, M). M, not the trained context: so engines
// do it.
Checked<ScaledFrequencies> apply(const ScalingInputs& inputs) {
    const Checked<double> factor = checked_factor(inputs);
    if (!factor.ok()) return factor.fault();
    const Checked<double> context = positive_number("max_position_embeddings", inputs.context_length);
    if (!context.ok()) return context.fault();
    const Checked<double> given = current_length(inputs);
    if (!given.ok()) return given.fault();
    const double length = std::max(given.value(), context.value());
    const Extended s = factor.value();
    const Checked<Extended> base =
        ntk_base(inputs.base, inputs.rotary_dim, s * length / context.value() - (s - 1));
    if (!base.ok()) return base.fault();
    return ScaledFrequencies{.theta = frequencies_of_base(base.value(), inputs.rotary_dim),
                             .attention_factor = 1,
                             .details = {{"factor_used", factor.value()},
                                         {"effective_seq_len", length},
                                         {"effective_base", base.value().to_double()}}};
}

}  // namespace
}  // namespace dynamic_scaling

extern const Scaling kDynamicScaling;
const Scaling kDynamicScaling{
    .id = "dynamic",
    .label = "Dynamic NTK",
    .source = "emozilla 2023; modeling_rope_utils.py (Hugging Face)",
    .help = "The base grows with the current length once that exceeds the context; before, nothing changes.",
    .params = dynamic_scaling::kParams,
    .apply = dynamic_scaling::apply};

}  // namespace rope
