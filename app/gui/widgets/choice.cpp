#include <algorithm>

#include "app/gui/style.h"
#include "app/gui/widgets/place.h"
#include "app/gui/widgets/widgets.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace {

constexpr double kListRow = 26, kListGroup = 9;  // nominal px
constexpr double kMostOfFrame = 0.75;  // a list below its button scrolls where it had so much of the height
constexpr double kWidestList = 460;    // nominal px of a row; longer names are cut

// Of a list of `width` and at most `height` [px]: below its button; where only the rest of the window is too
// low for it, beside the button, so that a second click does not choose what came to lie under the pointer.
Rect list_place(const Ui& ui, const Rect& button, double width, double height) {
    const double margin = ui.px(space::kGap), frame_width = static_cast<double>(ImGui::GetIO().DisplaySize.x),
                 frame_height = static_cast<double>(ImGui::GetIO().DisplaySize.y);
    const double below = frame_height - margin - button.bottom();
    if (height <= below || below >= kMostOfFrame * frame_height)
        return {button.x, button.bottom(), width, std::min(height, below)};
    Rect place{button.x, 0, width, std::max(ui.px(kListRow), std::min(height, frame_height - 2 * margin))};
    place.y = std::max(0.0, frame_height - margin - place.height);
    if (button.right() + 2 * margin + width <= frame_width)
        place.x = button.right() + margin;
    else if (button.x - 2 * margin - width >= 0)
        place.x = button.x - margin - width;
    return place;
}

// The list that opens below `button`; returns the index clicked.
std::optional<int> open_list(Ui& ui, const char* popup, const Place& button,
                             std::span<const ChoiceItem> items, int chosen) {
    if (button.pressed) ImGui::OpenPopup(popup);
    double width = button.rect.width - ui.px(2 * space::kGap);
    for (const ChoiceItem& item : items)
        width = std::max(width, ui.text_width(escape_markup(item.label), TextSize::small) +
                                    ui.text_width(escape_markup(item.detail), TextSize::small) + ui.px(40));
    width = std::min(width, ui.px(kWidestList));
    double height = ui.px(2 * space::kGap) + 2;
    for (std::size_t i = 0; i < items.size(); ++i)
        height += ui.px(kListRow) + (items[i].begins_group && i > 0 ? ui.px(kListGroup) : 0);
    const Rect list = list_place(ui, button.rect, width + ui.px(2 * space::kGap), height);
    ImGui::SetNextWindowPos(vec({list.x, list.y}));
    ImGui::SetNextWindowSizeConstraints({0, 0}, vec({ui.px(kWidestList + 4 * space::kGap), list.height}));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, vec({ui.px(space::kGap), ui.px(space::kGap)}));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    std::optional<int> clicked;
    if (ImGui::BeginPopup(popup, ImGuiWindowFlags_NoMove)) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            ImGui::PushID(static_cast<int>(i));
            if (items[i].begins_group && i > 0) {
                const Point at = point(ImGui::GetCursorScreenPos());
                ui.hairline({at.x, at.y + ui.px(4)}, {at.x + width, at.y + ui.px(4)});
                gap(ui, kListGroup);
            }
            const bool is_chosen = static_cast<int>(i) == chosen;
            if (list_item(ui, items[i].label, items[i].detail, width, is_chosen)) {
                clicked = static_cast<int>(i);
                ImGui::CloseCurrentPopup();
            }
            if (is_chosen && ImGui::IsWindowAppearing()) ImGui::SetScrollHereY();
            ImGui::PopID();
        }
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
    return clicked == chosen ? std::nullopt : clicked;
}

std::string shown_label(std::span<const ChoiceItem> items, int chosen) {
    return chosen >= 0 && chosen < static_cast<int>(items.size())
               ? items[static_cast<std::size_t>(chosen)].label
               : std::string();
}

void draw_triangle(const Ui& ui, Point centre) {
    const double r = ui.px(3);
    ImGui::GetWindowDrawList()->AddTriangleFilled(
        vec({centre.x - r, centre.y - r * 0.6}), vec({centre.x + r, centre.y - r * 0.6}),
        vec({centre.x, centre.y + r * 0.9}), packed(ui.colour(InkKind::muted)));
}

}  // namespace

std::optional<int> choice(Ui& ui, std::string_view label, std::span<const ChoiceItem> items, int chosen,
                          double width, std::string_view help) {
    ImGui::PushID(label.data(), label.data() + label.size());
    const Place place = take_place("choice", width, ui.px(space::kRow));
    const Rect& r = place.rect;
    const double baseline = ui.centred_baseline(r.y, r.height, TextSize::small);
    const double label_width = ui.text_width(label, TextSize::small);
    const Rect box{r.x + label_width + ui.px(8), r.y + 2, r.width - label_width - ui.px(8), r.height - 4};
    hover_ground(ui, {box, 0, false, false, place.active, place.hovered, false}, ui.px(space::kCorner));
    ui.text({r.x, baseline}, label, TextSize::small);
    const std::string shown = shown_label(items, chosen);
    const double room = box.width - ui.px(26);
    const double shown_width = std::min(room, ui.text_width(escape_markup(shown), TextSize::small) + 1);
    ui.cut_text({box.right() - ui.px(18) - shown_width, baseline}, shown, room, TextSize::small,
                InkKind::text);
    draw_triangle(ui, {r.right() - ui.px(8), r.y + r.height / 2});
    ui.log().add(label, r, shown);
    if (place.hovered && !help.empty() && static_cast<double>(ImGui::GetIO().MousePos.x) < r.x + label_width)
        ui.tooltip(help);
    const auto answer = open_list(ui, "list", place, items, chosen);
    ImGui::PopID();
    return answer;
}

double compact_choice_width(const Ui& ui, std::span<const ChoiceItem> items, int chosen, double most) {
    const std::string shown = shown_label(items, chosen);
    return std::min(ui.text_width(escape_markup(shown), TextSize::small) + ui.px(28), most);
}

std::optional<int> compact_choice(Ui& ui, std::string_view label, std::span<const ChoiceItem> items,
                                  int chosen, std::string_view help, double most) {
    ImGui::PushID(label.data(), label.data() + label.size());
    const std::string shown = shown_label(items, chosen);
    const double width = compact_choice_width(ui, items, chosen, most);
    const Place place = take_place("choice", width, ui.px(22));
    hover_ground(ui, place, ui.px(space::kCorner));
    ui.cut_text(
        {place.rect.x + ui.px(8), ui.centred_baseline(place.rect.y, place.rect.height, TextSize::small)},
        shown, width - ui.px(26), TextSize::small, InkKind::text);
    draw_triangle(ui, {place.rect.right() - ui.px(10), place.rect.y + place.rect.height / 2});
    ui.log().add(label, place.rect, shown);
    if (place.hovered && !help.empty()) ui.tooltip(help);
    const auto answer = open_list(ui, "list", place, items, chosen);
    ImGui::PopID();
    return answer;
}

double title_width(const Ui& ui, std::string_view title) {
    return ui.text_width(escape_markup(title), TextSize::body) + ui.px(34);
}

std::optional<int> title_choice(Ui& ui, std::string_view label, std::span<const ChoiceItem> items, int chosen,
                                std::string_view help) {
    ImGui::PushID(label.data(), label.data() + label.size());
    const std::string shown = shown_label(items, chosen);
    const Place place = take_place("choice", title_width(ui, shown), ui.px(24));
    const Rect& r = place.rect;
    hover_ground(ui, place, ui.px(space::kCorner));
    ui.text({r.x + ui.px(8), ui.centred_baseline(r.y, r.height, TextSize::body)}, escape_markup(shown),
            TextSize::body, InkKind::text, Align::left, true);
    draw_triangle(ui, {r.right() - ui.px(10), r.y + r.height / 2});
    ui.log().add(label, r, shown);
    if (place.hovered) ui.tooltip(help);
    const auto answer = open_list(ui, "list", place, items, chosen);
    ImGui::PopID();
    return answer;
}

}  // namespace rope
