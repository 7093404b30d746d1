// What people read about models and edits.
#include <fmt/format.h>

#include "core/base/number_text.h"
#include "core/document/edit.h"
#include "core/figure/figure_inputs.h"

namespace rope {
namespace {

std::string shown_value(const ParamSpec& spec, const Value& value) {
    if (const double* number = std::get_if<double>(&value)) {
        // 1.02 as a float of a file is 1.0199999809265137, which says nothing more to people.
        constexpr std::size_t kLongestNumber = 9;
        const bool is_short = shortest_text(*number).size() <= kLongestNumber;
        return display_text(*number, is_short ? static_cast<int>(kLongestNumber) : 6);
    }
    if (const bool* boolean = std::get_if<bool>(&value)) return *boolean ? "on" : "off";
    for (const ParamChoice& choice : spec.choices) {
        if (value == Value(std::string(choice.id))) return std::string(choice.label);
    }
    const std::string text = value_text(value);
    constexpr std::size_t kLongest = 24;  // a list of 64 numbers is no label
    const std::size_t comma = text.rfind(',', kLongest);
    return text.size() <= kLongest || comma == std::string::npos ? text : text.substr(0, comma) + ",...";
}

// Context and kind of layer say what is looked at, not what the model is.
bool is_of_the_view(std::string_view id) {
    return id == "model.context" || id == "model.layer_type";
}

std::string of_model(const Parameter* parameter, std::size_t model) {
    return parameter && parameter->per_model && model > 0 ? " of " + model_letter(model) : "";
}

std::string parameter_label(const std::string& id, std::size_t model) {
    const Parameter* parameter = find_parameter(id);
    return (parameter ? std::string(parameter->spec.label) : id) + of_model(parameter, model);
}

struct LabelOfEdit {
    std::string operator()(const SetParameter& e) const { return parameter_label(e.id, e.model); }
    std::string operator()(const ResetParameter& e) const {
        return "Reset " + parameter_label(e.id, e.model);
    }
    std::string operator()(const SetVector& e) const { return e.query ? "Query vector" : "Key vector"; }
    std::string operator()(const SetModel& e) const {
        return fmt::format("Model {}: {}", model_letter(e.index), e.model.name);
    }
    std::string operator()(const RemoveModel& e) const { return "Remove model " + model_letter(e.index); }
    std::string operator()(const Together& e) const {
        if (!e.label.empty()) return e.label;
        return e.edits.empty() ? "Nothing" : std::visit(*this, e.edits.front());
    }
};

// Two edits that replace the same thing, whatever they put there.
struct SameTarget {
    bool operator()(const SetParameter& a, const SetParameter& b) const {
        return a.id == b.id && a.model == b.model;
    }
    bool operator()(const SetVector& a, const SetVector& b) const { return a.query == b.query; }
    bool operator()(const Together& a, const Together& b) const {
        if (a.edits.size() != b.edits.size()) return false;
        for (std::size_t i = 0; i < a.edits.size(); ++i) {
            if (!std::visit(*this, a.edits[i], b.edits[i])) return false;
        }
        return true;
    }
    template <class A, class B>
    bool operator()(const A&, const B&) const {
        return false;
    }
};

}  // namespace

std::string in_sentence(std::string_view label) {
    std::string text(label);
    const bool acronym = text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z';
    if (!acronym && !text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = char(text[0] - 'A' + 'a');
    return text;
}

std::string model_label(const Document& document, std::size_t model) {
    const ModelSpec& now = document.models[model];
    Document original;
    original.models = {original_model(document, model)};
    if (original.models[0] == now || original.models[0].name != now.name) return now.name;
    std::string text = now.source.empty() && now.name == ModelSpec{}.name ? "" : now.name;
    for (const Parameter& parameter : parameters()) {
        if (!parameter.per_model || is_of_the_view(parameter.spec.id)) continue;
        if (!is_relevant(parameter, document, model)) continue;
        const Value value = parameter.get(document, parameter, model);
        if (value == parameter.get(original, parameter, 0)) continue;
        if (!text.empty()) text += ", ";
        text += in_sentence(parameter.spec.label) + " " + shown_value(parameter.spec, value);
    }
    return text.empty() ? now.name : text;
}

std::string label(const Edit& edit) {
    return std::visit(LabelOfEdit{}, edit);
}

bool same_target(const Edit& a, const Edit& b) {
    return std::visit(SameTarget{}, a, b);
}

}  // namespace rope
