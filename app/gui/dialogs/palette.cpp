#include "app/gui/dialogs/palette.h"

#include <fmt/format.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cctype>

#include "app/gui/dialogs/dialog_scope.h"
#include "app/gui/style.h"
#include "app/gui/widgets/widgets.h"
#include "core/scheme/scheme.h"

namespace rope {
namespace {

std::string folded(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return c < 128 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return out;
}

// Every word typed occurs in the entry.
bool fits(std::string_view typed, const std::string& entry) {
    const std::string text = folded(typed), in = folded(entry);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (in.find(text.substr(at, end - at)) == std::string::npos) return false;
        at = end + 1;
    }
    return true;
}

// "Scores: Span": several figures and schemes have rows of the same name.
std::string qualified_label(const ParamSpec& spec) {
    const std::string_view room = spec.id.substr(0, spec.id.find('.'));
    if (const FigureKind* kind = find_figure_kind(room))
        return fmt::format("{}: {}", kind->label, spec.label);
    for (const Scheme* scheme : schemes())
        for (const ParamSpec& row : scheme->params)
            if (row.id == spec.id) return fmt::format("{}: {}", scheme->label, spec.label);
    return std::string(spec.label);
}

// The field on top, with `hint` while it is empty; true when Enter was pressed.
bool typed_line(const Ui& ui, const char* hint, std::string& text, bool& focus, double width) {
    ImGui::SetNextItemWidth(static_cast<float>(width));
    if (focus) ImGui::SetKeyboardFocusHere();
    focus = false;
    ImGui::PushStyleColor(ImGuiCol_Border, packed(ui.colour(InkKind::accent)));
    const bool entered =
        ImGui::InputTextWithHint("##typed", hint, &text, ImGuiInputTextFlags_EnterReturnsTrue);
    ImGui::PopStyleColor();
    return entered;
}

}  // namespace

void Palette::open() {
    open_ = focus_ = true;
    text_.clear();
    parameter_.clear();
    refused_.clear();
    chosen_ = 0;
}

void Palette::key(Key key) {
    if (key == Key::down) ++chosen_;
    if (key == Key::up) chosen_ = std::max(0, chosen_ - 1);
}

void Palette::choose(Editor& editor, const Parameter& parameter) {
    if (parameter.spec.type == ParamType::boolean) {
        editor.edit(SetParameter{
            std::string(parameter.spec.id),
            !std::get<bool>(parameter.get(editor.document(), parameter, editor.model_of(parameter))),
            editor.model_of(parameter)});
        open_ = false;
        return;
    }
    parameter_ = parameter.spec.id;
    text_ = parameter.spec.type == ParamType::choice
                ? ""
                : value_text(parameter.get(editor.document(), parameter, editor.model_of(parameter)));
    focus_ = true;
    chosen_ = 0;
}

void Palette::draw_names(Ui& ui, Editor& editor, std::span<const Action> actions, double width) {
    const bool entered =
        typed_line(ui, "A command, a view or a parameter, such as recovery or base", text_, focus_, width);
    ui.log().add("Palette", {}, text_);
    gap(ui, space::kGap);
    ImGui::BeginChild("entries", vec({width, ui.px(26 * 10)}));
    const double row_width = width - ui.px(10);
    int row = 0;
    const auto entry = [&](std::string_view label, const std::string& detail, const std::string& searched) {
        if (!fits(text_, searched)) return false;
        ImGui::PushID(row);
        const bool is_chosen = row == chosen_;
        const bool clicked = list_item(ui, label, detail, row_width, is_chosen);
        if (is_chosen && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_DownArrow))) ImGui::SetScrollHereY();
        ImGui::PopID();
        ++row;
        return clicked || (entered && is_chosen);
    };
    for (const Action& action : actions) {
        if (!action.enabled || !entry(action.label, key_words(action), action.label)) continue;
        open_ = false;
        action.run();
    }
    for (const Parameter& parameter : parameters()) {
        if (!is_relevant(parameter, editor.document(), editor.model())) continue;
        const std::string label = qualified_label(parameter.spec);
        const std::string searched = fmt::format("{} {} {}", label, parameter.spec.id, parameter.spec.help);
        if (entry(label, std::string(parameter.spec.id), searched)) choose(editor, parameter);
    }
    chosen_ = std::clamp(chosen_, 0, std::max(0, row - 1));
    ImGui::EndChild();
    if (row == 0)
        ui.paragraph(point(ImGui::GetItemRectMin()), "Nothing of that name.", width, TextSize::small,
                     InkKind::muted);
}

void Palette::draw_value(Ui& ui, Editor& editor, double width) {
    const Parameter* parameter = find_parameter(parameter_);
    if (parameter == nullptr) return;
    const ParamSpec& spec = parameter->spec;
    section(ui, qualified_label(spec), width);
    const bool entered =
        typed_line(ui, spec.type == ParamType::choice ? "One of these, or a part of its name" : "A value",
                   text_, focus_, width);
    ui.log().add("Palette value", {}, text_);
    int row = 0;
    for (const ParamChoice& one : spec.choices) {
        if (!fits(text_, std::string(one.label) + " " + std::string(one.id))) continue;
        const bool is_chosen = row++ == chosen_;
        if (list_item(ui, one.label, one.id, width, is_chosen) || (entered && is_chosen)) {
            editor.edit(SetParameter{parameter_, std::string(one.id), editor.model_of(*parameter)});
            open_ = false;
            return;
        }
    }
    const std::string below = refused_.empty() ? std::string(spec.help) : refused_;
    const Point at = point(ImGui::GetCursorScreenPos());
    const double height = ui.paragraph({at.x, at.y + ui.px(4)}, below, width, TextSize::small,
                                       refused_.empty() ? InkKind::muted : InkKind::text);
    ImGui::Dummy(vec({width, height + ui.px(8)}));
    if (!entered || spec.type == ParamType::choice) return;
    auto value = parse_value(spec, text_, spec.label);
    if (!value.ok()) {
        refused_ = sentence(value.fault());
        focus_ = true;
        return;
    }
    if (editor.edit(SetParameter{parameter_, value.value(), editor.model_of(*parameter)})) {
        open_ = false;
    } else {
        refused_ = editor.message();
        focus_ = true;
    }
}

void Palette::draw(Ui& ui, Editor& editor, std::span<const Action> actions) {
    const DialogScope dialog(ui, "palette", "", 520, open_);
    if (!dialog.visible() || !open_) return;
    if (parameter_.empty())
        draw_names(ui, editor, actions, dialog.width());
    else
        draw_value(ui, editor, dialog.width());
}

}  // namespace rope
