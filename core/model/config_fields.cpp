#include "core/model/config_fields.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/number_text.h"

namespace rope {

void FirstFault::add(std::string id, std::string subject, std::string rule, std::string remedy) {
    if (fault_) return;
    fault_ = Fault{.id = std::move(id),
                   .subject = std::move(subject),
                   .rule = std::move(rule),
                   .remedy = std::move(remedy),
                   .where = where_};
}

const nlohmann::json* ConfigFields::find(std::string_view name) const {
    const auto found = object_->find(name);
    return found == object_->end() || found->is_null() ? nullptr : &*found;
}

std::string ConfigFields::named(std::string_view name) const {
    return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

void ConfigFields::wrong(std::string_view name, const nlohmann::json& value, std::string id, std::string rule,
                         std::string remedy) const {
    std::string shown;
    if (value.is_number_float())
        shown = shortest_text(value.get<double>());  // dump() writes NaN as null
    else if (value.is_structured())
        shown = value.is_array() ? "[...]" : "{...}";
    else
        shown = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    constexpr std::size_t kShown = 60;
    if (shown.size() > kShown) shown = shown.substr(0, kShown) + "...";
    first_->add(std::move(id), named(name) + " = " + shown, std::move(rule), std::move(remedy));
}

std::optional<double> ConfigFields::finite(const nlohmann::json& value, const std::string& name) const {
    if (value.is_string()) {
        wrong(name, value, "number_as_text", "must be a number, not text", "remove the quotation marks");
        return {};
    }
    if (!value.is_number()) {
        wrong(name, value, "not_a_number", "must be a number");
        return {};
    }
    const double number = value.get<double>();
    if (!std::isfinite(number)) {
        wrong(name, value, "not_finite", "must be a finite number");
        return {};
    }
    return number;
}

std::optional<double> ConfigFields::number(std::string_view name) const {
    const auto* value = find(name);
    return value == nullptr ? std::nullopt : finite(*value, std::string(name));
}

std::optional<std::int64_t> ConfigFields::count(std::string_view name, double most) const {
    const auto* value = find(name);
    if (value == nullptr) return {};
    const auto number = finite(*value, std::string(name));
    if (!number) return {};
    if (*number < 0 || *number > most || *number != std::floor(*number)) {
        wrong(name, *value, "not_a_count", fmt::format("must be a whole number from 0 to {:.0f}", most));
        return {};
    }
    return static_cast<std::int64_t>(*number);
}

std::optional<bool> ConfigFields::boolean(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return {};
    if (!value->is_boolean()) {
        wrong(name, *value, "not_true_or_false", "must be true or false");
        return {};
    }
    return value->get<bool>();
}

std::optional<std::string> ConfigFields::text(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return {};
    if (!value->is_string()) {
        wrong(name, *value, "not_text", "must be text in quotation marks");
        return {};
    }
    return value->get<std::string>();
}

std::optional<std::vector<double>> ConfigFields::numbers(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return {};
    if (!value->is_array()) {
        wrong(name, *value, "not_a_list", "must be a list of numbers");
        return {};
    }
    std::vector<double> list;
    for (const auto& element : *value) {
        const auto number = finite(element, std::string(name) + "[" + std::to_string(list.size()) + "]");
        if (!number) return {};
        list.push_back(*number);
    }
    return list;
}

std::optional<ConfigFields> ConfigFields::object(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return {};
    if (!value->is_object()) {
        wrong(name, *value, "not_an_object", "must be an object in braces, or null");
        return {};
    }
    return ConfigFields(*value, named(name), *first_);
}

std::optional<double> ConfigFields::first_number(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names)
        if (has(name)) return number(name);
    return {};
}

std::optional<std::int64_t> ConfigFields::first_count(std::initializer_list<std::string_view> names,
                                                      double most) const {
    for (const std::string_view name : names)
        if (has(name)) return count(name, most);
    return {};
}

}  // namespace rope
