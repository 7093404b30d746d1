// How a row of the parameter table reads and writes the Document; for the files that make rows.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "core/document/parameters.h"

namespace rope {

struct Row {
    ParamSpec spec;
    Value (*get)(const Document&, const Parameter&, std::size_t model);
    Checked<Done> (*set)(Document&, const Parameter&, std::size_t model, const Value&);
};

std::vector<Row> model_rows(std::span<const ParamChoice> scaling_choices);  // model_rows.cpp
std::vector<Row> view_rows();  // view_rows.cpp: view.*, vectors.*, sequence.*
ParamSpec scheme_row(std::span<const ParamChoice> scheme_choices);  // view.scheme, kept as a setting

template <class AnyDocument>
auto& model_of(AnyDocument& document, std::size_t model) {
    require(model < document.models.size(), "a parameter of a model that does not exist");
    return document.models[model];
}

// A row that is one field of the Document: `Ref` gives a reference to it, from (document, model).
template <class Ref>
Row field(ParamSpec spec, Ref) {
    using Field = std::remove_reference_t<std::invoke_result_t<Ref, Document&, std::size_t>>;
    using Held = std::conditional_t<std::is_integral_v<Field>, std::int64_t, Field>;
    return {spec,
            [](const Document& document, const Parameter&, std::size_t model) -> Value {
                return static_cast<Held>(Ref{}(document, model));
            },
            [](Document& document, const Parameter&, std::size_t model, const Value& value) -> Checked<Done> {
                Ref{}(document, model) = static_cast<Field>(std::get<Held>(value));
                return Done{};
            }};
}

}  // namespace rope
