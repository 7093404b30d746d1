// The one table of parameters: general rows here, and those that scalings and figure kinds export.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/document/document.h"

namespace rope {

struct Parameter {
    ParamSpec spec;
    bool per_model = false;  // "model.*": each model has its own value
    Value (*get)(const Document&, const Parameter&, std::size_t model) = nullptr;
    // Sets without the checks of apply(); apply() validates the whole document afterwards.
    Checked<Done> (*set)(Document&, const Parameter&, std::size_t model, const Value&) = nullptr;
};

std::span<const Parameter> parameters();               // stable order: menus, list, manual page
const Parameter* find_parameter(std::string_view id);  // null when unknown
// The rows that matter for the document's scaling: all general ones, and those its scaling exports.
bool is_relevant(const Parameter& parameter, const Document& document, std::size_t model);

// Text of a flag or session to a value of the row's type and range. Faults: not_a_number, out_of_range (names
// the range), unknown_choice (names the choices), ...
Checked<Value> parse_value(const ParamSpec& spec, std::string_view text, std::string_view where);
std::string value_text(const Value& value);  // reads back through parse_value

}  // namespace rope
