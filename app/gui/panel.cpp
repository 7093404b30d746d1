#include "app/gui/panel.h"

#include <fmt/format.h>

#include "app/gui/style.h"
#include "app/gui/widgets/place.h"
#include "app/gui/widgets/widgets.h"

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

bool panel_title(Ui& ui, std::string_view title, double width, std::string_view sign, std::string_view key) {
    const Point at = point(ImGui::GetCursorScreenPos());
    section(ui, title, width);
    const Point after = point(ImGui::GetCursorScreenPos());
    ImGui::SetCursorScreenPos(vec({at.x + width - ui.px(space::kRow) + ui.px(8), at.y}));
    const bool folds =
        sign_button(ui, sign, fmt::format("Fold {}", title), true, fmt::format("Fold ({})", key));
    ImGui::SetCursorScreenPos(vec(after));
    return folds;
}

bool folded_panel(Ui& ui, const Rect& area, std::string_view title, std::string_view sign,
                  std::string_view key) {
    const std::string label = fmt::format("Unfold {}", title);
    ui.fill(area, ui.colour(InkKind::panel));
    ImGui::SetCursorScreenPos(vec({area.x, area.y}));
    const Place place = take_place(label, area.width, area.height);
    hover_ground(ui, place, 0);
    const double middle = area.x + area.width / 2, top = area.y + ui.px(space::kGap);
    ui.text({middle, ui.centred_baseline(top, ui.px(space::kRow), TextSize::small)}, sign, TextSize::small,
            InkKind::text, Align::centre);
    const double em = ui.em(TextSize::small);
    draw_text(*ImGui::GetWindowDrawList(), ui.fonts(),
              {middle + 0.365 * em, top + ui.px(space::kRow + space::kGap)}, title, em,
              ui.colour(InkKind::muted), Align::right, 90, true);
    ui.log().add(label, area);
    if (place.hovered) ui.tooltip(fmt::format("{} ({})", label, key));
    return place.pressed;
}

}  // namespace rope
