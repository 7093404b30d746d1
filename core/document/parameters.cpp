#include "core/document/parameters.h"

#include <algorithm>
#include <unordered_map>

#include "core/base/number_text.h"
#include "core/document/parameter_rows.h"
#include "core/figure/figure_inputs.h"
#include "core/model/mrope.h"
#include "core/scaling/frequency_map.h"
#include "core/scheme/scheme.h"
#include "core/vectors/vector_source.h"

namespace rope {
namespace {

// ---- rows of scalings: "model.<key>" is ScalingSpec::numbers[<key>]

constexpr std::string_view kModelPrefix = "model.";

std::string_view scaling_key(const Parameter& parameter) {
    return parameter.spec.id.substr(kModelPrefix.size());
}

// The row as the scaling has it: one id can have another default there (factor of proportional).
const ParamSpec& row_under(const ScalingSpec& spec, const ParamSpec& row) {
    if (const Scaling* scaling = find_scaling(spec.type)) {
        for (const ParamSpec& own : scaling->params)
            if (own.id == row.id) return own;
    }
    return row;
}

Value get_scaling_number(const Document& document, const Parameter& parameter, std::size_t model) {
    const ModelSpec& spec = model_of(document, model);
    const auto& numbers = spec.scaling.numbers;
    const auto found = numbers.find(scaling_key(parameter));
    if (found == numbers.end()) {
        // Engines take this ratio where a config gives no factor (see core/scaling/scaling.h).
        const bool by_ratio = spec.scaling.type == "yarn" || spec.scaling.type == "yarn-ggml" ||
                              spec.scaling.type == "longrope";
        if (by_ratio && parameter.spec.id == "model.factor") {
            return static_cast<double>(spec.context_length) / static_cast<double>(spec.trained_context);
        }
        return initial_value(row_under(spec.scaling, parameter.spec));
    }
    switch (parameter.spec.type) {
        case ParamType::boolean:
            return found->second != 0;
        case ParamType::integer:
            return static_cast<std::int64_t>(found->second);
        default:
            return found->second;
    }
}

Checked<Done> set_scaling_number(Document& document, const Parameter& parameter, std::size_t model,
                                 const Value& value) {
    const double number = std::holds_alternative<bool>(value) ? double(std::get<bool>(value))
                          : std::holds_alternative<std::int64_t>(value)
                              ? double(std::get<std::int64_t>(value))
                              : std::get<double>(value);
    auto& numbers = model_of(document, model).scaling.numbers;
    const std::string key(scaling_key(parameter));
    // A 0 that stands for "not given" is not given: methods take a 0 that is there as one.
    if (number == 0 && !parameter.spec.zero_text.empty())
        numbers.erase(key);
    else
        numbers.insert_or_assign(key, number);
    return Done{};
}

// Rows of type text are ScalingSpec::lists[<key>].
Value get_scaling_list(const Document& document, const Parameter& parameter, std::size_t model) {
    const auto& lists = model_of(document, model).scaling.lists;
    const auto found = lists.find(scaling_key(parameter));
    return found == lists.end() ? std::string() : typed_vector(found->second).text;
}

// A file is read once: what it held becomes part of the model, and so of the session.
Checked<Done> set_scaling_list(Document& document, const Parameter& parameter, std::size_t model,
                               const Value& value) {
    ModelSpec& spec = model_of(document, model);
    const std::string key(scaling_key(parameter));
    const std::string& text = std::get<std::string>(value);
    if (text.empty()) {
        spec.scaling.lists.erase(key);
        return Done{};
    }
    Checked<std::vector<double>> list =
        make_vector_of_own_length({text}, spec.shape.pairs(), parameter.spec.id);
    if (!list.ok()) return list.fault();
    spec.scaling.lists.insert_or_assign(key, std::move(list).value());
    return Done{};
}

// ---- rows of figure kinds and schemes: Document::settings, without those that hold the default

Value get_setting(const Document& document, const Parameter& parameter, std::size_t) {
    const auto found = document.settings.find(parameter.spec.id);
    return found == document.settings.end() ? initial_value(parameter.spec) : found->second;
}

Checked<Done> set_setting(Document& document, const Parameter& parameter, std::size_t, const Value& value) {
    const std::string* text = std::get_if<std::string>(&value);
    if (parameter.spec.loads && !text->empty()) {
        constexpr int kAnyLength = 4096;  // generators follow the head when they are used
        const auto made = make_vector_of_own_length({*text}, kAnyLength, parameter.spec.id);
        if (!made.ok()) return made.fault();
        const bool file = !file_of(VectorSource{*text}).empty();
        const std::string kept = file ? typed_vector(made.value()).text : *text;
        document.settings.insert_or_assign(std::string(parameter.spec.id), kept);
        return Done{};
    }
    if (value == initial_value(parameter.spec)) {
        document.settings.erase(std::string(parameter.spec.id));
    } else {
        document.settings.insert_or_assign(std::string(parameter.spec.id), value);
    }
    return Done{};
}

// ---- the table

struct Table {
    std::vector<ParamChoice> scaling_choices, scheme_choices;
    std::vector<Parameter> rows;
    std::unordered_map<std::string_view, std::size_t> index;

    void add(Parameter parameter) {
        const bool is_new = index.emplace(parameter.spec.id, rows.size()).second;
        require(is_new, "two parameters with one id");
        rows.push_back(parameter);
    }

    Table() {
        for (const Scaling* scaling : scalings())
            scaling_choices.push_back({scaling->id, scaling->label});
        for (const Row& row : model_rows(scaling_choices))
            add({row.spec, true, false, row.get, row.set});
        for (const Scaling* scaling : scalings()) {
            for (const ParamSpec& spec : scaling->params) {
                if (index.contains(spec.id)) continue;  // scalings share factor and the like
                require(spec.id.starts_with(kModelPrefix), "a scaling's parameter is called model.<key>");
                if (spec.type == ParamType::text)
                    add({spec, true, false, get_scaling_list, set_scaling_list});
                else
                    add({spec, true, false, get_scaling_number, set_scaling_number});
            }
        }
        for (const FrequencyMap* map : frequency_maps())
            add({map->param, true, false, get_scaling_number, set_scaling_number});
        for (const Row& row : view_rows())
            add({row.spec, false, false, row.get, row.set});
        for (const Scheme* scheme : schemes())
            scheme_choices.push_back({scheme->id, scheme->label});
        add({scheme_row(scheme_choices), false, true, get_setting, set_setting});
        for (const FigureKind* kind : figure_kinds()) {
            for (const ParamSpec& spec : kind->params) {
                require(kind->reads(spec.id), "a figure's parameter is called <kind>.<name>");
                add({spec, false, true, get_setting, set_setting});
            }
        }
        for (const Scheme* scheme : schemes()) {
            for (const ParamSpec& spec : scheme->params) {
                if (index.contains(spec.id)) continue;  // schemes share the seed of their tables
                require(spec.id.starts_with("scheme."), "a scheme's parameter is called scheme.<key>");
                add({spec, false, true, get_setting, set_setting});
            }
        }
    }
};

const Table& table() {
    static const Table the_table;
    return the_table;
}

}  // namespace

std::span<const Parameter> parameters() {
    return table().rows;
}

const Parameter* find_parameter(std::string_view id) {
    const auto found = table().index.find(id);
    return found == table().index.end() ? nullptr : &table().rows[found->second];
}

Checked<const Parameter*> parameter_named(std::string_view id) {
    if (const Parameter* found = find_parameter(id)) return found;
    std::vector<std::string_view> ids;
    for (const Parameter& parameter : parameters())
        ids.push_back(parameter.spec.id);
    const std::string nearest = nearest_name(id, ids.data(), ids.size());
    return Fault{.id = "unknown_parameter",
                 .subject = std::string(id),
                 .rule = "is not a parameter",
                 .remedy = nearest.empty() ? "`rope-explorer list parameters` names them all"
                                           : "did you mean " + nearest + "?",
                 .where = "",
                 .kind = FaultKind::usage};
}

bool is_relevant(const Parameter& parameter, const Document& document, std::size_t model) {
    if (parameter.spec.id.ends_with(".difference")) return document.models.size() > 1;
    // Sections of another head turn nothing, so that they are no part of what the model is.
    if (parameter.spec.id == "model.mrope_interleaved")
        return fitting_mrope_axes(model_of(document, model)).has_value();
    if (parameter.spec.id == "model.mrope_section")
        return !has_mrope(model_of(document, model)) || fitting_mrope_axes(model_of(document, model));
    if (parameter.get != get_scaling_number && parameter.get != get_scaling_list) return true;
    const auto is_row = [&](const ParamSpec& spec) { return spec.id == parameter.spec.id; };
    const auto maps = frequency_maps();  // they follow every scaling
    if (std::any_of(maps.begin(), maps.end(), [&](const FrequencyMap* map) { return is_row(map->param); }))
        return true;
    const Scaling* scaling = find_scaling(model_of(document, model).scaling.type);
    return scaling && std::any_of(scaling->params.begin(), scaling->params.end(), is_row);
}

Value default_value(const Document& document, const Parameter& parameter, std::size_t model) {
    if (!parameter.per_model) return initial_value(parameter.spec);
    Document original;
    original.models = {original_model(document, model)};
    // A number that the original has not, because it was of another scaling, goes to the default of this one.
    if (parameter.get == get_scaling_number) {
        const ModelSpec& was = original.models[0];
        const ScalingSpec& now = model_of(document, model).scaling;
        if (was.scaling.type != now.type && !was.scaling.numbers.contains(scaling_key(parameter)))
            return initial_value(row_under(now, parameter.spec));
    }
    return parameter.get(original, parameter, 0);
}

}  // namespace rope
