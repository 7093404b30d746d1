// The one table of parameters: general rows here, and those that scalings, figure kinds and schemes export.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/document/document.h"
#include "core/figure/figure_inputs.h"

namespace rope {

struct Parameter {
    ParamSpec spec;
    bool per_model = false;   // "model.*": each model has its own value
    bool is_setting = false;  // of a figure kind or a scheme: kept in Document::settings
    Value (*get)(const Document&, const Parameter&, std::size_t model) = nullptr;
    // Sets without the checks of apply(); apply() validates the whole document afterwards.
    Checked<Done> (*set)(Document&, const Parameter&, std::size_t model, const Value&) = nullptr;
};

std::span<const Parameter> parameters();                         // stable order: menus, list, manual page
const Parameter* find_parameter(std::string_view id);            // null when unknown
Checked<const Parameter*> parameter_named(std::string_view id);  // Fault unknown_parameter names the nearest
// The rows that matter for the document: general ones, those its scaling exports, differences of several
// models.
bool is_relevant(const Parameter& parameter, const Document& document, std::size_t model);

// What ResetParameter sets: the row's default, or for a loaded model what its file or preset says.
Value default_value(const Document& document, const Parameter& parameter, std::size_t model);

// A value as the row wants it: its type (whole numbers and fractions convert where nothing is lost), range,
// step, known choice. Faults: wrong_type, not_finite, out_of_range, off_step, unknown_choice.
Checked<Value> checked_value(const ParamSpec& spec, const Value& value, std::string_view where);

// Text of a flag or session to a value of the row's type and range. Faults: not_a_number, out_of_range (names
// the range), unknown_choice (names the choices), ...
Checked<Value> parse_value(const ParamSpec& spec, std::string_view text, std::string_view where);
std::string value_text(const Value& value);  // reads back through parse_value

// A row's label in the middle of a sentence: "head dimension", but "YaRN factor" as it is.
std::string in_sentence(std::string_view label);

// What a legend calls the model: its name, and what was changed since it was loaded, so that no picture
// passes for the published model when it is not: "Llama-3.1-8B, base 10000". Plain text.
std::string model_label(const Document& document, std::size_t model);

}  // namespace rope
