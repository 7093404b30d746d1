#include "tests/reference/case.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/number_text.h"

namespace rope::reference {
namespace {

double as_number(const nlohmann::json& value, std::string_view name) {
    if (value.is_number() && std::isfinite(value.get<double>())) return value.get<double>();
    throw CaseError("input " + std::string(name) + " is not a number");
}

std::vector<double> as_numbers(const nlohmann::json& value, std::string_view name) {
    if (!value.is_array()) throw CaseError("input " + std::string(name) + " is not a list");
    std::vector<double> numbers;
    for (const nlohmann::json& entry : value)
        numbers.push_back(as_number(entry, name));
    return numbers;
}

}  // namespace

std::int64_t whole_number(double value, std::string_view name) {
    if (!(std::abs(value) <= 0x1p53 && value == std::floor(value)))
        throw CaseError("input " + std::string(name) + " is not a whole number");
    return static_cast<std::int64_t>(value);
}

double as_written(float value) {
    if (!std::isfinite(value)) return value;
    return parse_number(fmt::format("{}", value), "float32").value();
}

const nlohmann::json* CaseInput::find(std::string_view name) const {
    read_.emplace(name);
    const auto found = fields_.find(name);
    return found == fields_.end() || found->is_null() ? nullptr : &*found;
}

const nlohmann::json& CaseInput::get(std::string_view name) const {
    const nlohmann::json* found = find(name);
    if (found == nullptr) throw CaseError("input " + std::string(name) + " is missing");
    return *found;
}

bool CaseInput::has(std::string_view name) const {
    return find(name) != nullptr;
}

double CaseInput::number(std::string_view name) const {
    return as_number(get(name), name);
}

double CaseInput::number_or(std::string_view name, double otherwise) const {
    return has(name) ? number(name) : otherwise;
}

int CaseInput::count(std::string_view name) const {
    const double value = number(name);
    if (!(value >= 0 && value <= 1 << 30 && value == std::floor(value))) {
        throw CaseError("input " + std::string(name) + " is not a count");
    }
    return static_cast<int>(value);
}

int CaseInput::count_or(std::string_view name, int otherwise) const {
    return has(name) ? count(name) : otherwise;
}

bool CaseInput::flag_or(std::string_view name, bool otherwise) const {
    if (!has(name)) return otherwise;
    if (!get(name).is_boolean()) throw CaseError("input " + std::string(name) + " is not true or false");
    return get(name).get<bool>();
}

std::string CaseInput::text_or(std::string_view name, const std::string& otherwise) const {
    if (!has(name)) return otherwise;
    if (!get(name).is_string()) throw CaseError("input " + std::string(name) + " is not a text");
    return get(name).get<std::string>();
}

Layout CaseInput::layout_or(Layout otherwise) const {
    const std::string name = text_or("layout", std::string(id(otherwise)));
    for (const Layout layout : {Layout::half, Layout::interleaved}) {
        if (id(layout) == name) return layout;
    }
    throw CaseError("unknown layout " + name);
}

std::vector<double> CaseInput::numbers(std::string_view name) const {
    return as_numbers(get(name), name);
}

std::vector<std::int64_t> CaseInput::whole_numbers(std::string_view name) const {
    std::vector<std::int64_t> whole;
    for (const double value : numbers(name))
        whole.push_back(reference::whole_number(value, name));
    return whole;
}

std::int64_t CaseInput::whole_number(std::string_view name) const {
    return reference::whole_number(number(name), name);
}

std::uint64_t CaseInput::seed(std::string_view name) const {
    const nlohmann::json& value = get(name);
    if (value.is_number_unsigned()) return value.get<std::uint64_t>();
    const std::int64_t whole = whole_number(name);
    if (whole < 0) throw CaseError("input " + std::string(name) + " is negative");
    return static_cast<std::uint64_t>(whole);
}

const nlohmann::json& CaseInput::object(std::string_view name) const {
    const nlohmann::json& value = get(name);
    if (!value.is_object()) throw CaseError("input " + std::string(name) + " is not an object");
    return value;
}

std::vector<std::vector<double>> CaseInput::rows(std::string_view name) const {
    const nlohmann::json& value = get(name);
    if (!value.is_array()) throw CaseError("input " + std::string(name) + " is not a list of rows");
    std::vector<std::vector<double>> rows;
    for (const nlohmann::json& row : value)
        rows.push_back(as_numbers(row, name));
    return rows;
}

bool CaseInput::is_matrix(std::string_view name) const {
    const nlohmann::json* found = find(name);
    return found != nullptr && found->is_array() && !found->empty() && found->front().is_array();
}

const nlohmann::json& CaseInput::value(std::string_view name) const {
    return get(name);
}

const nlohmann::json& CaseInput::all() const {
    for (const auto& item : fields_.items())
        read_.emplace(item.key());
    return fields_;
}

std::vector<std::string> CaseInput::unread() const {
    std::vector<std::string> names;
    for (const auto& item : fields_.items()) {
        if (!read_.contains(item.key())) names.push_back(item.key());
    }
    return names;
}

}  // namespace rope::reference
