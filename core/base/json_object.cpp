#include "core/base/json_object.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/number_text.h"

namespace rope {
namespace {

std::string json_number(double value) {
    return std::isfinite(value) ? exact_text(value) : "null";
}

std::string json_array(std::span<const double> values) {
    std::string text = "[";
    for (const double value : values) {
        if (text.size() > 1) text += ", ";
        text += json_number(value);
    }
    return text + "]";
}

std::string json_text(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Line breaks stand only between members: those inside texts are escaped.
std::string indented(std::string_view lines) {
    std::string text;
    for (const char c : lines) {
        text += c;
        if (c == '\n') text += "  ";
    }
    return text;
}

}  // namespace

JsonObject& JsonObject::add(std::string_view key, std::string_view value) {
    members_ += members_.empty() ? "\n  " : ",\n  ";
    members_ += json_text(key);
    members_ += ": ";
    members_ += value;
    return *this;
}

JsonObject& JsonObject::text(std::string_view key, std::string_view value) {
    return add(key, json_text(value));
}

JsonObject& JsonObject::texts(std::string_view key, std::span<const std::string> values) {
    std::string text;
    for (const std::string& value : values)
        text += (text.empty() ? "" : ", ") + json_text(value);
    return add(key, "[" + text + "]");
}

JsonObject& JsonObject::boolean(std::string_view key, bool value) {
    return add(key, value ? "true" : "false");
}

JsonObject& JsonObject::integer(std::string_view key, long long value) {
    return add(key, std::to_string(value));
}

JsonObject& JsonObject::number(std::string_view key, double value) {
    return add(key, json_number(value));
}

JsonObject& JsonObject::numbers(std::string_view key, std::span<const double> values) {
    return add(key, json_array(values));
}

JsonObject& JsonObject::rows(std::string_view key, std::span<const std::vector<double>> rows) {
    std::string text;
    for (const std::vector<double>& row : rows)
        text += (text.empty() ? "\n    " : ",\n    ") + json_array(row);
    return add(key, "[" + text + (rows.empty() ? "]" : "\n  ]"));
}

JsonObject& JsonObject::object(std::string_view key, const JsonObject& value) {
    return add(key, indented(value.braced()));
}

JsonObject& JsonObject::objects(std::string_view key, std::span<const JsonObject> values) {
    std::string text;
    for (const JsonObject& value : values)
        text += (text.empty() ? "" : ", ") + indented(value.braced());
    return add(key, "[" + text + "]");
}

std::string JsonObject::braced() const {
    return members_.empty() ? "{}" : "{" + members_ + "\n}";
}

std::string JsonObject::done() const {
    return braced() + "\n";
}

}  // namespace rope
