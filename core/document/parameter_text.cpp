// Values as text and back, and the rules a row sets for its values.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/number_text.h"
#include "core/document/parameters.h"

namespace rope {
namespace {

std::string asked(const ParamSpec& spec, const Value& value) {
    return fmt::format("{} = {}", spec.id, value_text(value));
}

std::string range_text(const ParamSpec& spec) {
    const char* what = spec.type != ParamType::integer ? ""
                       : spec.step == 2                ? "an even number "
                                                       : "a whole number ";
    return fmt::format("must be {}from {} to {}{}{}", what, shortest_text(spec.min), shortest_text(spec.max),
                       spec.unit.empty() ? "" : " ", spec.unit);
}

Fault fault(const char* id, const ParamSpec& spec, const Value& value, std::string_view where,
            std::string rule, std::string remedy = {}) {
    return {.id = id,
            .subject = asked(spec, value),
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = std::string(where),
            .kind = FaultKind::usage};
}

Checked<Value> checked_number(const ParamSpec& spec, const Value& value, std::string_view where) {
    double number = 0;
    if (const double* as_double = std::get_if<double>(&value)) {
        number = *as_double;
    } else if (const std::int64_t* as_integer = std::get_if<std::int64_t>(&value)) {
        number = static_cast<double>(*as_integer);
    } else {
        return fault("wrong_type", spec, value, where, "must be a number");
    }
    if (!std::isfinite(number)) return fault("not_finite", spec, value, where, "must be a finite number");
    if (number < spec.min || number > spec.max)
        return fault("out_of_range", spec, value, where, range_text(spec));
    if (spec.type == ParamType::number) return Value(number);

    if (number != std::floor(number)) return fault("wrong_type", spec, value, where, range_text(spec));
    const double below = spec.min + std::floor((number - spec.min) / spec.step) * spec.step;
    if (below == number) return Value(static_cast<std::int64_t>(number));
    const double above = below + spec.step;
    return fault("off_step", spec, value, where, range_text(spec),
                 above <= spec.max ? fmt::format("the nearest are {} and {}", below, above)
                                   : fmt::format("the nearest is {}", below));
}

Checked<Value> checked_choice(const ParamSpec& spec, const Value& value, std::string_view where) {
    const std::string* text = std::get_if<std::string>(&value);
    std::vector<std::string_view> ids;
    for (const ParamChoice& choice : spec.choices)
        ids.push_back(choice.id);
    if (text && std::find(ids.begin(), ids.end(), *text) != ids.end()) return value;
    const std::string nearest = text ? nearest_name(*text, ids.data(), ids.size()) : std::string();
    return fault("unknown_choice", spec, value, where, fmt::format("must be one of {}", fmt::join(ids, ", ")),
                 nearest.empty() ? "" : "did you mean " + nearest + "?");
}

// The parsed number as the row wants it; a fault of the parser names the parameter, not just the text.
template <class Number>
Checked<Value> checked_or_renamed(const ParamSpec& spec, const Checked<Number>& number, std::string_view text,
                                  std::string_view where) {
    if (number.ok()) return checked_value(spec, Value(number.value()), where);
    Fault refused = number.fault();
    refused.subject = asked(spec, std::string(text));
    return refused;
}

}  // namespace

Checked<Value> checked_value(const ParamSpec& spec, const Value& value, std::string_view where) {
    switch (spec.type) {
        case ParamType::boolean:
            if (std::holds_alternative<bool>(value)) return value;
            return fault("wrong_type", spec, value, where, "must be true or false");
        case ParamType::integer:
        case ParamType::number:
            return checked_number(spec, value, where);
        case ParamType::choice:
            return checked_choice(spec, value, where);
        case ParamType::text:
            break;
    }
    if (!std::holds_alternative<std::string>(value))
        return fault("wrong_type", spec, value, where, "must be text");
    return value;
}

Checked<Value> parse_value(const ParamSpec& spec, std::string_view text, std::string_view where) {
    switch (spec.type) {
        case ParamType::boolean:
            for (const std::string_view yes : {"true", "on", "yes", "1"}) {
                if (text == yes) return Value(true);
            }
            for (const std::string_view no : {"false", "off", "no", "0"}) {
                if (text == no) return Value(false);
            }
            return fault("not_a_boolean", spec, std::string(text), where, "must be true or false");
        case ParamType::integer: {
            constexpr auto kAny = std::numeric_limits<std::int64_t>();
            return checked_or_renamed(spec, parse_integer(text, kAny.min(), kAny.max(), where), text, where);
        }
        case ParamType::number:
            return checked_or_renamed(spec, parse_number(text, where), text, where);
        case ParamType::choice:
        case ParamType::text:
            break;
    }
    return checked_value(spec, std::string(text), where);
}

std::string value_text(const Value& value) {
    if (const bool* boolean = std::get_if<bool>(&value)) return *boolean ? "true" : "false";
    if (const std::int64_t* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
    if (const double* number = std::get_if<double>(&value)) return shortest_text(*number);
    return std::get<std::string>(value);
}

}  // namespace rope
