#include "app/gui/dialogs/dialog_scope.h"

#include <algorithm>
#include <cmath>

#include "app/gui/style.h"

namespace rope {

DialogScope::DialogScope(Ui& ui, const char* id, std::string_view title, double width, bool& open) {
    const bool shown = ImGui::IsPopupOpen(id);
    if (!open && !shown) return;
    if (open && !shown) ImGui::OpenPopup(id);
    const ImVec2 frame = ImGui::GetIO().DisplaySize;
    const double wide = std::min(ui.px(width), static_cast<double>(frame.x) - ui.px(16));
    ImGui::SetNextWindowPos({std::round(frame.x / 2), std::round(frame.y * 0.16F)}, ImGuiCond_Always,
                            {0.5F, 0});
    ImGui::SetNextWindowSizeConstraints(
        vec({std::max(1.0, wide), 0}),
        {static_cast<float>(std::max(1.0, wide)), std::max(1.0F, frame.y * 0.8F)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, vec({ui.px(16), ui.px(16)}));
    visible_ = ImGui::BeginPopupModal(id, nullptr,
                                      ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove |
                                          ImGuiWindowFlags_NoResize | ImGuiWindowFlags_AlwaysAutoResize |
                                          ImGuiWindowFlags_NoSavedSettings);
    ImGui::PopStyleVar();
    if (!visible_) return;
    width_ = wide - ui.px(32);
    const bool outside =
        ImGui::IsMouseClicked(0) && !ImGui::IsWindowAppearing() &&
        !ImGui::IsWindowHovered(ImGuiHoveredFlags_RootAndChildWindows |
                                ImGuiHoveredFlags_AllowWhenBlockedByPopup |
                                ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
        !ImGui::IsPopupOpen("list", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    if (outside) open = false;
    if (!open) {
        ImGui::CloseCurrentPopup();
        return;
    }
    if (!title.empty()) {
        const Point at = point(ImGui::GetCursorScreenPos());
        ui.text({at.x, ui.centred_baseline(at.y, ui.px(24), TextSize::title)}, title, TextSize::title);
        ImGui::Dummy(vec({width_, ui.px(32)}));
    }
}

DialogScope::~DialogScope() {
    if (visible_) ImGui::EndPopup();
}

}  // namespace rope
