#include "app/gui/style.h"
#include "app/gui/widgets/field.h"
#include "app/gui/widgets/place.h"
#include "app/gui/widgets/widgets.h"

namespace rope {

std::optional<std::string> text_field(Ui& ui, std::string_view label, std::string_view symbol,
                                      const std::string& text, double width, std::string_view help) {
    const std::string id(label);
    const bool typing = ui.field.id != 0 && ui.field.id == ImGui::GetID(id.c_str());
    const double line = ui.px(20);
    const Place place = take_place(id, width, line + ui.px(space::kRow), typing);
    const Rect box{place.rect.x, place.rect.y + line, width, ui.px(space::kRow)};
    const double baseline = ui.centred_baseline(place.rect.y, line, TextSize::small);
    ui.text({place.rect.x, baseline}, label, TextSize::small);
    if (!symbol.empty())
        ui.text({place.rect.x + ui.text_width(label, TextSize::small) + ui.px(6), baseline}, symbol,
                TextSize::small, InkKind::muted);
    ui.log().add(label, place.rect, text);
    if (typing) {
        const FieldState state = edit_field(ui, box);
        const bool done = state == FieldState::entered || state == FieldState::left;
        return done && ui.field.text != text ? std::optional(ui.field.text) : std::nullopt;
    }
    ui.fill(box, ui.colour(InkKind::ground), ui.px(space::kCorner));
    ui.outline(box, ui.colour(place.hovered ? InkKind::muted : InkKind::hairline), ui.px(space::kCorner));
    ui.cut_text({box.x + ui.px(6), ui.centred_baseline(box.y, box.height, TextSize::small)}, text,
                width - ui.px(12), TextSize::small, InkKind::text);
    if (place.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    if (place.hovered && !help.empty() && static_cast<double>(ImGui::GetIO().MousePos.y) < box.y)
        ui.tooltip(help);
    if (place.pressed) open_field(ui, place.id, text);
    return std::nullopt;
}

}  // namespace rope
