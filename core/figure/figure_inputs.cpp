#include "core/figure/figure_inputs.h"

namespace rope {
namespace {

const Value& parameter(const ParamValues& params, std::string_view id) {
    const auto found = params.find(id);
    require(found != params.end(), "a figure kind reads a parameter that nobody exports");
    return found->second;
}

}  // namespace

double FigureInputs::number(std::string_view id) const {
    const Value& value = parameter(params, id);
    if (const std::int64_t* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
    require(std::holds_alternative<double>(value),
            "a figure kind reads a parameter as a number that is none");
    return std::get<double>(value);
}

bool FigureInputs::flag(std::string_view id) const {
    const Value& value = parameter(params, id);
    require(std::holds_alternative<bool>(value), "a figure kind reads a parameter as a flag that is none");
    return std::get<bool>(value);
}

const std::string& FigureInputs::choice(std::string_view id) const {
    const Value& value = parameter(params, id);
    require(std::holds_alternative<std::string>(value),
            "a figure kind reads a parameter as a choice that is none");
    return std::get<std::string>(value);
}

bool FigureKind::reads(std::string_view row) const {
    const bool own = row.starts_with(id) && row.substr(id.size()).starts_with('.');
    return own || (!also_reads.empty() && row.starts_with(also_reads));
}

std::string model_letter(std::size_t model) {
    std::string letters;
    for (std::size_t rest = model + 1; rest > 0; rest = (rest - 1) / 26) {
        letters.insert(letters.begin(), char('A' + (rest - 1) % 26));
    }
    return letters;
}

}  // namespace rope
