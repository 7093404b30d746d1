#include "app/gui/dialogs/dialog_scope.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "app/gui/style.h"

namespace rope {
namespace {

constexpr double kDialogPadding = 16;
constexpr double kFromTop = 0.16;  // of the frame, where the dialog leaves that much

}  // namespace

DialogScope::DialogScope(Ui& ui, const char* id, std::string_view title, double width, bool& open) {
    const bool shown = ImGui::IsPopupOpen(id);
    if (!open && !shown) return;
    if (open && !shown) ImGui::OpenPopup(id);
    const double padding = padding_ = ui.px(kDialogPadding);
    const double frame_width = static_cast<double>(ImGui::GetIO().DisplaySize.x),
                 frame_height = static_cast<double>(ImGui::GetIO().DisplaySize.y);
    const double wide = std::max(1.0, std::min(ui.px(width), frame_width - padding));
    // The height is that of the frame before. A dialog that opens has one frame to be measured in: the
    // toolkit hides popups in their first.
    kept_ = ImGui::GetStateStorage();
    whole_key_ = ImGui::GetID((std::string(id) + " whole").c_str());
    body_key_ = ImGui::GetID((std::string(id) + " body").c_str());
    const double most = std::max(1.0, frame_height - padding);
    const double whole = static_cast<double>(kept_->GetFloat(whole_key_, static_cast<float>(most)));
    const double height = std::min(whole, most);
    const double top = std::max(0.0, std::min(frame_height * kFromTop, frame_height - padding / 2 - height));
    ImGui::SetNextWindowPos(vec({std::round(frame_width / 2), std::round(top)}), ImGuiCond_Always, {0.5F, 0});
    ImGui::SetNextWindowSize(vec({wide, height}));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, vec({padding, padding}));
    visible_ =
        ImGui::BeginPopupModal(id, nullptr,
                               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove |
                                   ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoScrollbar |
                                   ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoSavedSettings);
    ImGui::PopStyleVar();
    if (!visible_) return;
    width_ = wide - 2 * padding;
    const bool outside = ImGui::IsMouseClicked(0) && !ImGui::IsWindowAppearing() &&
                         !ImGui::IsWindowHovered(ImGuiHoveredFlags_RootAndChildWindows |
                                                 ImGuiHoveredFlags_AllowWhenBlockedByPopup |
                                                 ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
                         !ImGui::IsPopupOpen("list", ImGuiPopupFlags_AnyPopupId);  // on top of this one
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
    const double missing = whole - height;
    begin_body(static_cast<double>(kept_->GetFloat(body_key_, static_cast<float>(most / 2))) - missing);
}

void DialogScope::begin_body(double height) {
    // Its scroll bar stands in the padding, so that rows keep their width.
    const double bar = static_cast<double>(ImGui::GetStyle().ScrollbarSize);
    shown_body_ = std::max(1.0, std::floor(height));
    ImGui::BeginChild("body", vec({width_ + bar, shown_body_}));
    in_body_ = true;
}

void DialogScope::end_body() {
    if (!in_body_) return;
    in_body_ = false;
    body_ = std::ceil(static_cast<double>(ImGui::GetCursorPosY()));
    ImGui::EndChild();
}

void DialogScope::keep_heights() {
    const double spacing = static_cast<double>(ImGui::GetStyle().ItemSpacing.y);
    const double whole =
        static_cast<double>(ImGui::GetCursorPosY()) - spacing - shown_body_ + body_ + padding_;
    kept_->SetFloat(body_key_, static_cast<float>(body_));
    kept_->SetFloat(whole_key_, static_cast<float>(std::ceil(whole)));
}

DialogScope::~DialogScope() {
    if (!visible_) return;
    end_body();
    if (body_ > 0) keep_heights();
    ImGui::EndPopup();
}

}  // namespace rope
