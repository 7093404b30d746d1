#include "core/scaling/numbers.h"

#include <fmt/format.h>

#include "core/base/number_text.h"
#include "core/scaling/shared_params.h"

namespace rope {

double ScalingInputs::number(std::string_view name, double otherwise) const {
    return number(name).value_or(otherwise);
}

std::optional<double> ScalingInputs::number(std::string_view name) const {
    require(spec != nullptr, "ScalingInputs: no spec");
    const auto found = spec->numbers.find(name);
    if (found == spec->numbers.end()) return std::nullopt;
    return found->second;
}

Checked<double> positive_number(std::string_view name, double value) {
    if (value >= kSmallestNumber && value <= kLargestNumber) return value;
    return Fault{
        .id = std::string(name) + (value > 0 ? "_out_of_range" : "_not_positive"),
        .subject = std::string(name) + " = " + shortest_text(value),
        .rule = fmt::format("must be a number above 0, from {:g} to {:g}", kSmallestNumber, kLargestNumber),
        .remedy = "",
        .where = ""};
}

double given_or(const ScalingInputs& inputs, std::string_view name, double otherwise) {
    const double value = inputs.number(name, 0);
    return value == 0 ? otherwise : value;
}

std::optional<Checked<double>> given_attention_factor(const ScalingInputs& inputs) {
    const std::optional<double> given = inputs.number("attention_factor");
    if (!given) return std::nullopt;
    return *given == 0 ? Checked<double>(0.0) : positive_number("attention_factor", *given);
}

Checked<double> current_length(const ScalingInputs& inputs) {
    if (inputs.seq_len) return static_cast<double>(*inputs.seq_len);
    const double given = inputs.number("seq_len", 0);
    if (given >= 0 && given <= kSeqLenParam.max) return given;
    return Fault{.id = "seq_len_out_of_range",
                 .subject = "seq_len = " + shortest_text(given),
                 .rule = "must be from 0 to 4294967296 tokens",
                 .remedy = "0 means that it is not given",
                 .where = ""};
}

Checked<double> checked_factor(const ScalingInputs& inputs) {
    return positive_number("factor", inputs.number("factor", kFactorParam.initial));
}

Checked<double> factor_or_ratio(const ScalingInputs& inputs) {
    return positive_number("factor", inputs.number("factor", inputs.context_length / inputs.trained_context));
}

}  // namespace rope
