// The exponent rule itself, so that a common slip of the pen can be seen: i/d where 2i/d is meant.
#include <cmath>
#include <string>

#include "core/base/number_text.h"
#include "core/rope/exact_frequencies.h"
#include "core/scaling/numbers.h"
#include "core/scaling/scaled_frequencies.h"
#include "core/scaling/scaling.h"

namespace rope {
namespace exponent_scaling {
namespace {

constexpr ParamMark kMarks[] = {{1, "i/d"}, {2, "2i/d"}};
constexpr ParamSpec kStep{.id = "model.exponent_step",
                          .label = "Exponent per pair",
                          .type = ParamType::number,
                          .min = 0.25,
                          .max = 4,
                          .scale = SliderScale::linear,
                          .initial = 1,
                          .marks = kMarks,
                          .help =
                              "Pair i turns by base to the power of −step·i/d: 2 is the rule, 1 what some "
                              "notes print; their slowest pair turns only √base times slower than the "
                              "fastest."};
constexpr ParamSpec kParams[] = {kStep};

Checked<ScaledFrequencies> apply(const ScalingInputs& inputs) {
    const Checked<double> step =
        positive_number("exponent_step", inputs.number("exponent_step", kStep.initial));
    if (!step.ok()) return step.fault();
    // Bounded so that no power leaves the range of a double, whatever a file says.
    if (step.value() > kStep.max)
        return Fault{.id = "exponent_step_out_of_range",
                     .subject = "exponent_step = " + shortest_text(step.value()),
                     .rule = "must be at most 4",
                     .remedy = "the rule of RoFormer is 2",
                     .where = ""};
    const Extended ratio = pow(Extended(inputs.base), Extended(-step.value()) / inputs.rotary_dim);
    ScaledFrequencies scaled;
    Extended power = 1;
    for (int i = 0; i < inputs.rotary_dim / 2; ++i, power *= ratio) {
        if (!std::isfinite(power.to_double()))  // a base far below 1
            return Fault{.id = "frequency_too_large",
                         .subject = "base = " + shortest_text(inputs.base),
                         .rule = "makes pair " + std::to_string(i) + " turn faster than a number can say",
                         .remedy = "take a base above 1; 10000 is usual",
                         .where = ""};
        scaled.theta.push_back(power);
    }
    return scaled;
}

}  // namespace
}  // namespace exponent_scaling

extern const Scaling kExponentScaling;
const Scaling kExponentScaling{
    .id = "exponent",
    .label = "Exponent rule",
    .source = "Su et al. 2021 (RoFormer, arXiv:2104.09864), section 3.2.2; the slip: docs/spec-attention.md",
    .help =
        "Another step of the exponent than 2i/d; with i/d, as some notes print it, the slow half of the "
        "pairs is missing.",
    .params = exponent_scaling::kParams,
    .apply = exponent_scaling::apply};

}  // namespace rope
