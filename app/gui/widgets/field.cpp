#include "app/gui/widgets/field.h"

#include <imgui_stdlib.h>

#include <algorithm>

namespace rope {

void open_field(Ui& ui, ImGuiID id, std::string text) {
    ui.field = {id, std::move(text), true};
}

FieldState edit_field(Ui& ui, const Rect& rect) {
    const ImVec2 back = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos(vec({rect.x, rect.y}));
    const double line =
        ui.em(TextSize::small) * (ui.fonts().metrics().ascent() + ui.fonts().metrics().descent());
    const double padding = std::max(0.0, (rect.height - line) / 2);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, vec({ui.px(6), padding}));
    ImGui::PushStyleColor(ImGuiCol_Border, packed(ui.colour(InkKind::accent)));
    ImGui::SetNextItemWidth(static_cast<float>(rect.width));
    ImGui::PushID(static_cast<int>(ui.field.id));
    if (ui.field.first_frame) ImGui::SetKeyboardFocusHere();
    const bool entered = ImGui::InputText(
        "##field", &ui.field.text, ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    const bool left = !ui.field.first_frame && !ImGui::IsItemActive() && !entered;
    const bool cancelled = left && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false);
    // The keyboard arrives a frame after it was asked for.
    ui.field.first_frame = ui.field.first_frame && !ImGui::IsItemActive();
    ImGui::PopID();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    ImGui::SetCursorScreenPos(back);
    const FieldState state = entered     ? FieldState::entered
                             : cancelled ? FieldState::cancelled
                             : left      ? FieldState::left
                                         : FieldState::editing;
    if (state != FieldState::editing) ui.field.id = 0;
    return state;
}

}  // namespace rope
