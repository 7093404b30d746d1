// No positions at all: what attention sees when nothing tells it the order.
#include <cmath>

#include "core/scheme/scheme_values.h"

namespace rope {
namespace nope_scheme {
namespace {

std::int64_t learned_numbers(const SchemeInputs&) {
    return 0;
}

Checked<Matrix> scores(const SchemeInputs& inputs) {
    const double root = inputs.divisor();
    return score_map(inputs, [root](std::span<const double> q, std::span<const double> k, std::int64_t,
                                    std::int64_t) { return dot_product(q, k) / root; });
}

}  // namespace
}  // namespace nope_scheme

extern const Scheme kNopeScheme;
const Scheme kNopeScheme{
    .id = "nope",
    .label = "NoPE",
    .source = "Kazemnejad et al. 2023 (arXiv:2305.19466)",
    .help = "No positions: the score is q·k/√d wherever the tokens stand; only a causal mask tells order.",
    .facts = {.use = PositionUse::none,
              .enters = "nowhere",
              .when_moved = "nothing",
              .linear_attention = true,
              .linear_attention_reason = "there is nothing to add to the features",
              .beyond_training =
                  "nothing to run out of; in the paper small causal decoders reach longer inputs "
                  "better than with explicit positions"},
    .params = {},
    .learned_numbers = nope_scheme::learned_numbers,
    .scores = nope_scheme::scores};

}  // namespace rope
