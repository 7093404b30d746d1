#include "core/model/current_length.h"

#include <algorithm>
#include <cmath>

namespace rope {
namespace {

constexpr std::string_view kLongRope = "longrope";

}  // namespace

bool depends_on_length(const ModelSpec& model) {
    const Scaling* scaling = find_scaling(model.scaling.type);
    return scaling != nullptr && !without_positions(model) &&
           std::any_of(scaling->params.begin(), scaling->params.end(),
                       [](const ParamSpec& row) { return row.id == "model.seq_len"; });
}

std::optional<std::int64_t> given_length(const ModelSpec& model) {
    const auto given = model.scaling.numbers.find("seq_len");
    if (given == model.scaling.numbers.end() || given->second < 1) return std::nullopt;
    return static_cast<std::int64_t>(given->second);
}

std::int64_t length_of_call(std::span<const double> positions) {
    double last = 0;
    for (const double position : positions)
        last = std::max(last, std::ceil(position));
    return std::min(static_cast<std::int64_t>(last) + 1, kLargestContext);
}

ModelSpec at_length_of_call(ModelSpec model, std::span<const double> positions) {
    if (depends_on_length(model) && !given_length(model))
        model.scaling.numbers.insert_or_assign("seq_len", static_cast<double>(length_of_call(positions)));
    return model;
}

std::optional<std::int64_t> length_limit(const ModelSpec& model) {
    if (!depends_on_length(model)) return std::nullopt;
    const std::int64_t now = given_length(model).value_or(0);
    if (model.scaling.type != kLongRope) return std::max(now, model.context_length);
    // There is no third list.
    if (now > model.trained_context) return std::nullopt;
    return model.trained_context;
}

std::string_view factor_list_in_use(const ModelSpec& model) {
    if (model.scaling.type != kLongRope || !depends_on_length(model)) return "";
    return given_length(model).value_or(0) > model.trained_context ? "long" : "short";
}

}  // namespace rope
