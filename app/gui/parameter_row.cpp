#include "app/gui/parameter_row.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/figure/rich_text.h"

namespace rope {
namespace {

double as_number(const Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    if (const auto* real = std::get_if<double>(&value)) return *real;
    return 0;
}

bool is_position(const ParamSpec& spec) {
    return spec.id == "view.m" || spec.id == "view.n" || spec.id == "view.delta";
}

// What the model itself says about a quantity, beside the marks of its row.
std::vector<ParamMark> marks_of_model(const ModelSpec& model, const ParamSpec& spec) {
    if (spec.id == "model.context") return {{static_cast<double>(model.trained_context), "trained"}};
    if (spec.id == "model.original_context") return {{static_cast<double>(model.context_length), "context"}};
    return {};
}

// Positions and distances run along the context; a rotary part ends with the head.
std::optional<double> end_of_track(const ModelSpec& model, const ParamSpec& spec) {
    if (is_position(spec)) return static_cast<double>(model.context_length);
    if (spec.id == "view.pair") return model.shape.pairs() - 1.0;
    if (spec.id == "model.rotary_dim")
        return static_cast<double>(model.shape.head_dim - model.shape.rotary_offset);
    return std::nullopt;
}

void number_row(Ui& ui, Editor& editor, const Parameter& parameter, double width, bool mark_labels) {
    const ParamSpec& spec = parameter.spec;
    const Document& document = editor.document();
    const std::size_t index = editor.model_of(parameter);
    const ModelSpec& model = document.models[index];
    SliderLook look;
    look.value = as_number(parameter.get(document, parameter, index));
    look.initial = as_number(default_value(document, parameter, index));
    look.mark_labels = mark_labels;
    look.marks = marks_of_model(model, spec);
    look.slider_max = end_of_track(model, spec);
    look.whole = is_position(spec);
    const SliderAnswer answer = slider(ui, spec, look, width);
    if (answer.reset) editor.edit(ResetParameter{std::string(spec.id), index});
    if (answer.value) editor.set_number(spec.id, *answer.value, answer.continues);
    if (!answer.said.empty())
        editor.say(answer.said, answer.value ? Editor::Tone::plain : Editor::Tone::refused);
}

int chosen_index(const ParamSpec& spec, const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    for (std::size_t i = 0; text != nullptr && i < spec.choices.size(); ++i)
        if (spec.choices[i].id == *text) return static_cast<int>(i);
    return -1;
}

std::vector<ChoiceItem> items_of(const ParamSpec& spec) {
    std::vector<ChoiceItem> items;
    for (const ParamChoice& one : spec.choices)
        items.push_back({std::string(one.label), ""});
    return items;
}

void choose(Editor& editor, const Parameter& parameter, std::optional<int> index) {
    const ParamSpec& spec = parameter.spec;
    if (index)
        editor.edit(SetParameter{std::string(spec.id),
                                 std::string(spec.choices[static_cast<std::size_t>(*index)].id),
                                 editor.model_of(parameter)});
}

// Rows of text with known answers are choices: the kinds of layers that the model has.
void text_row(Ui& ui, Editor& editor, const Parameter& parameter, double width) {
    const ParamSpec& spec = parameter.spec;
    const Value value = parameter.get(editor.document(), parameter, editor.model_of(parameter));
    const auto& text = std::get<std::string>(value);
    if (spec.id == "model.layer_type") {
        std::vector<ChoiceItem> items;
        int chosen = -1;
        for (const auto& [name, layer] : editor.document().models[editor.model()].layer_types) {
            if (name == text) chosen = static_cast<int>(items.size());
            items.push_back({name, layer.no_positions ? "no positions" : ""});
        }
        if (items.size() < 2) return;
        if (const auto index = choice(ui, spec.label, items, chosen, width, spec.help))
            editor.edit(SetParameter{std::string(spec.id), items[static_cast<std::size_t>(*index)].label,
                                     editor.model()});
        return;
    }
    if (const auto typed = text_field(ui, spec.label, spec.symbol, text, width, spec.help))
        editor.edit(SetParameter{std::string(spec.id), *typed, editor.model_of(parameter)});
}

}  // namespace

void parameter_row(Ui& ui, Editor& editor, const Parameter& parameter, double width, bool mark_labels,
                   std::string_view idle) {
    const ParamSpec& spec = parameter.spec;
    switch (spec.type) {
        case ParamType::integer:
        case ParamType::number:
            number_row(ui, editor, parameter, width, mark_labels);
            break;
        case ParamType::boolean:
            if (const auto on = toggle(
                    ui, spec.label,
                    std::get<bool>(parameter.get(editor.document(), parameter, editor.model_of(parameter))),
                    width, idle.empty() ? spec.help : idle, idle.empty()))
                editor.edit(SetParameter{std::string(spec.id), *on, editor.model_of(parameter)});
            break;
        case ParamType::choice:
            choose(editor, parameter,
                   choice(ui, spec.label, items_of(spec),
                          chosen_index(
                              spec, parameter.get(editor.document(), parameter, editor.model_of(parameter))),
                          width, spec.help));
            break;
        case ParamType::text:
            text_row(ui, editor, parameter, width);
            break;
    }
}

std::string load_words(const ParamSpec& spec) {
    return "Load " + in_sentence(spec.label);
}

void compact_parameter(Ui& ui, Editor& editor, const Parameter& parameter, std::string_view idle) {
    const ParamSpec& spec = parameter.spec;
    const Value value = parameter.get(editor.document(), parameter, editor.model_of(parameter));
    if (spec.type == ParamType::choice)
        choose(editor, parameter,
               compact_choice(ui, spec.label, items_of(spec), chosen_index(spec, value), spec.help));
    if (spec.type == ParamType::boolean)
        if (const auto on = compact_toggle(ui, spec.label, std::get<bool>(value),
                                           idle.empty() ? spec.help : idle, idle.empty()))
            editor.edit(SetParameter{std::string(spec.id), *on, editor.model_of(parameter)});
}

double compact_width(const Ui& ui, const Editor& editor, const Parameter& parameter) {
    const ParamSpec& spec = parameter.spec;
    if (spec.type == ParamType::boolean) return ui.text_width(spec.label, TextSize::small) + ui.px(16);
    if (spec.type != ParamType::choice) return 0;
    const int chosen =
        chosen_index(spec, parameter.get(editor.document(), parameter, editor.model_of(parameter)));
    const std::string_view label =
        chosen < 0 ? std::string_view() : spec.choices[static_cast<std::size_t>(chosen)].label;
    return ui.text_width(escape_markup(label), TextSize::small) + ui.px(28);
}

}  // namespace rope
