#include "app/gui/editor.h"

#include <cmath>

namespace rope {

bool Editor::edit(const Edit& edit, bool continues) {
    auto applied = history_.edit(edit, continues);
    if (!applied.ok()) {
        say(sentence(applied.fault()), Tone::refused);
        return false;
    }
    ++revision_;
    std::string adjusted;
    for (const std::string& one : applied.value())
        adjusted += (adjusted.empty() ? "" : " ") + one;
    say(std::move(adjusted));
    return true;
}

bool Editor::set_number(std::string_view id, double value, bool continues) {
    const Parameter* parameter = find_parameter(id);
    require(parameter != nullptr, "set_number: no such parameter");
    return edit(SetParameter{std::string(id), number_value(parameter->spec, value), model_of(*parameter)},
                continues);
}

double Editor::number(std::string_view id) const {
    const Parameter* parameter = find_parameter(id);
    require(parameter != nullptr, "number: no such parameter");
    const Value value = parameter->get(document(), *parameter, model_of(*parameter));
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    if (const auto* real = std::get_if<double>(&value)) return *real;
    return 0;
}

void Editor::add_model() {
    const std::size_t count = document().models.size();
    if (edit(SetModel{count, document().models[model()]})) model_ = count;
}

void Editor::remove_model() {
    edit(RemoveModel{model()});
}

void Editor::undo() {
    const std::string label = history_.undo_label();
    if (!history_.undo()) return;
    ++revision_;
    say("Undone: " + label);
}

void Editor::redo() {
    const std::string label = history_.redo_label();
    if (!history_.redo()) return;
    ++revision_;
    say("Redone: " + label);
}

void Editor::replace(Document document, std::string label) {
    history_.replace(std::move(document), std::move(label));
    ++revision_;
}

void Editor::say(std::string sentence, Tone tone) {
    message_ = std::move(sentence);
    tone_ = tone;
    if (!message_.empty()) ++said_;
}

Value number_value(const ParamSpec& spec, double number) {
    switch (spec.type) {
        case ParamType::boolean:
            return number != 0;
        case ParamType::integer:
            return static_cast<std::int64_t>(std::llround(number));
        default:
            return number;
    }
}

}  // namespace rope
