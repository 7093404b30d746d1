// Switch, button, list item, section: widgets of a few lines.
#include <algorithm>
#include <cmath>

#include "app/gui/style.h"
#include "app/gui/widgets/place.h"
#include "app/gui/widgets/widgets.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace {

void draw_switch(const Ui& ui, Point right_middle, bool on, bool lively, bool enabled) {
    const double w = ui.px(26), h = ui.px(14);
    const Rect body{right_middle.x - w, std::round(right_middle.y - h / 2), w, h};
    if (on)
        ui.fill(body, ui.colour(enabled ? InkKind::accent : InkKind::hairline), h / 2);
    else
        ui.outline(body, ui.colour(lively ? InkKind::text : InkKind::muted), h / 2);
    const double r = h / 2 - ui.px(3);
    ImGui::GetWindowDrawList()->AddCircleFilled(
        vec({on ? body.right() - h / 2 : body.x + h / 2, body.y + h / 2}), static_cast<float>(r),
        packed(ui.colour(on ? InkKind::ground : InkKind::muted)));
}

}  // namespace

std::optional<bool> toggle(Ui& ui, std::string_view label, bool on, double width, std::string_view help,
                           bool enabled) {
    const Place place = take_place(label, width, ui.px(space::kRow));
    ui.text({place.rect.x, ui.centred_baseline(place.rect.y, place.rect.height, TextSize::small)}, label,
            TextSize::small, enabled ? InkKind::text : InkKind::muted);
    draw_switch(ui, {place.rect.right(), place.rect.y + place.rect.height / 2}, on, enabled && place.hovered,
                enabled);
    ui.log().add(label, place.rect, !enabled ? "disabled" : on ? "on" : "off");
    if (place.hovered && !help.empty()) ui.tooltip(help);
    return enabled && place.pressed ? std::optional(!on) : std::nullopt;
}

double compact_toggle_width(const Ui& ui, std::string_view label) {
    return ui.text_width(label, TextSize::small) + ui.px(16);
}

std::optional<bool> compact_toggle(Ui& ui, std::string_view label, bool on, std::string_view help,
                                   bool enabled) {
    const double width = compact_toggle_width(ui, label);
    const Place place = take_place(label, width, ui.px(22));
    if (enabled) hover_ground(ui, place, ui.px(space::kCorner));
    const Rect& r = place.rect;
    ui.text({r.x + ui.px(8), ui.centred_baseline(r.y, r.height, TextSize::small)}, label, TextSize::small,
            on && enabled ? InkKind::accent : InkKind::muted);
    if (on && enabled)
        ui.fill({r.x + ui.px(8), r.bottom() - ui.px(3), r.width - ui.px(16), std::max(1.0, ui.px(1.5))},
                ui.colour(InkKind::accent));
    ui.log().add(label, r, !enabled ? "disabled" : on ? "on" : "off");
    if (place.hovered && !help.empty()) ui.tooltip(help);
    return enabled && place.pressed ? std::optional(!on) : std::nullopt;
}

bool button(Ui& ui, std::string_view label, double width, ButtonKind kind, bool enabled,
            std::string_view help) {
    if (width <= 0) width = ui.text_width(label, TextSize::small) + ui.px(24);
    const Place place = take_place(label, width, ui.px(space::kRow));
    const double corner = ui.px(space::kCorner);
    InkKind ink = enabled ? InkKind::text : InkKind::muted;
    if (kind == ButtonKind::primary && enabled) {
        ui.fill(place.rect, ui.colour(InkKind::accent, place.hovered ? 0.88 : 1), corner);
        ink = InkKind::ground;
    } else {
        if (enabled) hover_ground(ui, place, corner);
        ui.outline(place.rect, ui.colour(InkKind::hairline), corner);
    }
    ui.text({place.rect.x + width / 2, ui.centred_baseline(place.rect.y, place.rect.height, TextSize::small)},
            label, TextSize::small, ink, Align::centre);
    ui.log().add(label, place.rect, enabled ? "" : "disabled");
    if (place.hovered && !help.empty()) ui.tooltip(help);
    return enabled && place.pressed;
}

bool sign_button(Ui& ui, std::string_view sign, std::string_view label, bool enabled, std::string_view help) {
    const double width = std::max(ui.px(space::kRow), ui.text_width(sign, TextSize::small) + ui.px(16));
    const Place place = take_place(label, width, ui.px(space::kRow));
    if (enabled) hover_ground(ui, place, ui.px(space::kCorner));
    ui.text({place.rect.x + width / 2, ui.centred_baseline(place.rect.y, place.rect.height, TextSize::small)},
            sign, TextSize::small, enabled ? InkKind::text : InkKind::muted, Align::centre);
    ui.log().add(label, place.rect, enabled ? "" : "disabled");
    if (place.hovered && !help.empty()) ui.tooltip(help);
    return enabled && place.pressed;
}

bool list_item(Ui& ui, std::string_view label, std::string_view detail, double width, bool chosen,
               bool enabled) {
    const Place place = take_place(label, width, ui.px(26));
    const Rect& r = place.rect;
    if (enabled && (place.hovered || chosen))
        ui.fill(r, ui.colour(InkKind::hairline, place.hovered ? 0.7 : 0.4), ui.px(space::kCorner));
    const double baseline = ui.centred_baseline(r.y, r.height, TextSize::small);
    if (chosen) ui.fill({r.x, r.y + ui.px(5), ui.px(2), r.height - ui.px(10)}, ui.colour(InkKind::accent));
    const double detail_width = ui.text_width(escape_markup(detail), TextSize::small);
    ui.cut_text({r.x + ui.px(10), baseline}, label, r.width - detail_width - ui.px(24), TextSize::small,
                enabled ? InkKind::text : InkKind::muted);
    ui.text({r.right() - ui.px(8), baseline}, escape_markup(detail), TextSize::small, InkKind::muted,
            Align::right);
    ui.log().add(label, r, chosen ? "chosen" : "");
    return enabled && place.pressed;
}

void section(Ui& ui, std::string_view title, double width) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const double height = ui.px(space::kRow);
    ui.text(
        {static_cast<double>(at.x), ui.centred_baseline(static_cast<double>(at.y), height, TextSize::small)},
        title, TextSize::small, InkKind::muted, Align::left, true);
    ImGui::Dummy(vec({width, height}));
}

void gap(Ui& ui, double nominal) {
    ImGui::Dummy(vec({1, ui.px(nominal)}));
}

}  // namespace rope
