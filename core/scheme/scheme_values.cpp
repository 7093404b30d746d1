#include "core/scheme/scheme_values.h"

#include <algorithm>
#include <variant>

#include "core/base/number_text.h"
#include "core/vectors/generator.h"

namespace rope {
namespace {

constexpr std::size_t kLargestTable = std::size_t{1} << 24;

template <class T>
T value_of(const SchemeInputs& inputs, const ParamSpec& row) {
    const auto found = inputs.values.find(row.id);
    const Value value = found == inputs.values.end() ? initial_value(row) : found->second;
    require(std::holds_alternative<T>(value), "scheme value of another type than its row");
    return std::get<T>(value);
}

Fault out_of_range(const ParamSpec& row, const std::string& given, const std::string& rule) {
    return Fault{.id = "value_out_of_range",
                 .subject = std::string(row.id) + (given.empty() ? "" : " = " + given),
                 .rule = rule,
                 .remedy = "",
                 .where = "",
                 .kind = FaultKind::usage};
}

Checked<Done> check_number(const ParamSpec& row, double value) {
    if (value >= row.min && value <= row.max) return Done{};
    return out_of_range(row, shortest_text(value),
                        "must be from " + shortest_text(row.min) + " to " + shortest_text(row.max));
}

}  // namespace

double number(const SchemeInputs& inputs, const ParamSpec& row) {
    return value_of<double>(inputs, row);
}
std::int64_t whole(const SchemeInputs& inputs, const ParamSpec& row) {
    return value_of<std::int64_t>(inputs, row);
}
bool flag(const SchemeInputs& inputs, const ParamSpec& row) {
    return value_of<bool>(inputs, row);
}
int choice(const SchemeInputs& inputs, const ParamSpec& row) {
    const std::string chosen = value_of<std::string>(inputs, row);
    const auto at = std::ranges::find(row.choices, std::string_view(chosen), &ParamChoice::id);
    require(at != row.choices.end(), "scheme value is none of its row's choices");
    return static_cast<int>(at - row.choices.begin());
}

Checked<Done> check_value(const ParamSpec& row, const Value& value) {
    if (value.index() != initial_value(row).index()) return out_of_range(row, "", "is of another type");
    if (const double* given = std::get_if<double>(&value)) return check_number(row, *given);
    if (const std::int64_t* given = std::get_if<std::int64_t>(&value))
        return check_number(row, static_cast<double>(*given));
    const std::string* given = std::get_if<std::string>(&value);
    if (given == nullptr || row.type != ParamType::choice) return Done{};
    std::string known;
    for (const ParamChoice& one : row.choices) {
        if (one.id == *given) return Done{};
        known += (known.empty() ? "" : ", ") + std::string(one.id);
    }
    return out_of_range(row, "'" + *given + "'", "must be one of " + known);
}

Checked<Matrix> seeded_table(const SchemeInputs& inputs, std::size_t rows, std::size_t columns, int which) {
    if (rows > kLargestTable || columns > kLargestTable || rows * columns > kLargestTable) {
        return Fault{
            .id = "table_too_large",
            .subject = "a table of " + std::to_string(rows) + " vectors of " + std::to_string(columns),
            .rule = "must hold at most 16777216 (2²⁴) numbers",
            .remedy = "use a shorter table",
            .where = ""};
    }
    // Neighbouring seeds must not share tables: the seed is mixed before the table's number is added.
    const std::uint64_t mixed = SplitMix64(static_cast<std::uint64_t>(whole(inputs, kSeedParam))).next();
    const double spread = number(inputs, kSpreadParam);
    Matrix table(rows, columns);
    table.values =
        gaussian_vector(static_cast<int>(rows * columns), mixed + static_cast<std::uint64_t>(which));
    for (double& value : table.values)
        value *= spread;
    return table;
}

}  // namespace rope
