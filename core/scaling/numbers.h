// Reading and checking the numbers of a scaling: a refusal says which one, what must hold and what is usual.
#pragma once

#include <optional>
#include <string_view>

#include "core/scaling/scaling.h"

namespace rope {

// Far beyond any model, and near enough to 1 that nothing computed from such numbers overflows.
constexpr double kSmallestNumber = 1e-9, kLargestNumber = 1e12;

// A number above 0 between these two, under its name in config.json. Faults `<name>_not_positive` (NaN too),
// `<name>_out_of_range`.
Checked<double> positive_number(std::string_view name, double value);

// The given number if it is there and not 0, else the default: engines read null and 0 as "not given".
double given_or(const ScalingInputs& inputs, std::string_view name, double otherwise);

// The attention factor if there is one, 0 included: engines ask whether it is None. Fault
// attention_factor_not_positive.
std::optional<Checked<double>> given_attention_factor(const ScalingInputs& inputs);

// The current length: of the call, else the given seq_len; 0 when neither is there. Fault
// seq_len_out_of_range.
Checked<double> current_length(const ScalingInputs& inputs);

// s: the given factor, else the row's default. Fault factor_not_positive.
Checked<double> checked_factor(const ScalingInputs& inputs);

// s of the methods that derive it when it is missing: context_length / trained_context.
Checked<double> factor_or_ratio(const ScalingInputs& inputs);

}  // namespace rope
