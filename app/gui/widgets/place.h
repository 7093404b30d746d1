// The rectangle a widget occupies, and what the pointer does to it.
#pragma once

#include <algorithm>
#include <string>

#include "app/gui/ui.h"

namespace rope {

struct Place {
    Rect rect;  // [px]
    ImGuiID id = 0;
    bool pressed = false;  // the click is complete
    bool activated = false, active = false, hovered = false, double_clicked = false;
};

// Takes `width` × `height` [px] at the cursor and advances it. `inert`: the pointer belongs to something
// drawn on top (a field being typed in).
inline Place take_place(std::string_view id, double width, double height, bool inert = false) {
    Place place;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    place.rect = {static_cast<double>(at.x), static_cast<double>(at.y), std::max(1.0, width),
                  std::max(1.0, height)};
    const std::string name(id);
    place.id = ImGui::GetID(name.c_str());
    if (inert) {
        ImGui::Dummy(size_vec(place.rect));
        return place;
    }
    place.pressed = ImGui::InvisibleButton(name.c_str(), size_vec(place.rect));
    place.activated = ImGui::IsItemActivated();
    place.active = ImGui::IsItemActive();
    place.hovered = ImGui::IsItemHovered();
    place.double_clicked = place.hovered && ImGui::IsMouseDoubleClicked(0);
    return place;
}

// What a hovered control lies on.
inline void hover_ground(const Ui& ui, const Place& place, double corner) {
    if (place.active || place.hovered)
        ui.fill(place.rect, ui.colour(InkKind::hairline, place.active ? 0.9 : 0.5), corner);
}

}  // namespace rope
