#include "app/gui/panel.h"

#include "app/gui/style.h"

namespace rope {

PanelScope::PanelScope(const Ui& ui, const char* id, const Rect& area) {
    ui.fill(area, ui.colour(InkKind::panel));
    const double margin = ui.px(space::kPadding);
    width_ = area.width - 2 * margin;
    ImGui::SetCursorScreenPos(vec({area.x, area.y}));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, vec({margin, ui.px(space::kGap)}));
    visible_ =
        ImGui::BeginChild(id, size_vec({0, 0, std::max(1.0, area.width), std::max(1.0, area.height)}), false,
                          ImGuiWindowFlags_AlwaysUseWindowPadding | ImGuiWindowFlags_NoBackground) &&
        width_ > ui.px(100);
    ImGui::PopStyleVar();
}

PanelScope::~PanelScope() {
    ImGui::EndChild();
}

}  // namespace rope
