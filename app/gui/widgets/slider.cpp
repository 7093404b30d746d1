#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/gui/style.h"
#include "app/gui/widgets/field.h"
#include "app/gui/widgets/place.h"
#include "app/gui/widgets/slider_scale.h"
#include "app/gui/widgets/widgets.h"
#include "core/base/number_text.h"

namespace rope {
namespace {

constexpr double kLabelLine = 20;  // the rest of the height belongs to the track
constexpr double kKnob = 5;        // radius
constexpr double kFine = 0.1;      // how much slower Shift drags

// The knob's centre at both ends of the track [px].
struct TrackPlace {
    double from = 0, to = 0, y = 0;
    double at(double position) const { return from + position * (to - from); }
};

std::string number_for_typing(const ParamSpec& spec, double value) {
    return spec.type == ParamType::integer ? fmt::format("{:.0f}", value) : shortest_text(value);
}

// What was typed, as a value of the row: refused with a sentence, or clamped with one (the sentence says so).
void take_typed(const ParamSpec& spec, const std::string& text, SliderAnswer& answer) {
    auto parsed = parse_number(text, spec.label);
    if (!parsed.ok()) {
        answer.said = sentence(parsed.fault());
        return;
    }
    const double wanted = parsed.value(), allowed = nearest_allowed(spec, wanted);
    answer.value = allowed;
    if (wanted < spec.min || wanted > spec.max)
        answer.said = fmt::format("{} {} lies outside {} … {}: set to {}", spec.label, display_text(wanted),
                                  display_text(spec.min), display_text(spec.max), value_words(spec, allowed));
    else if (allowed != wanted)
        answer.said = fmt::format("{} goes in steps of {}: set to {}", spec.label, display_text(spec.step),
                                  value_words(spec, allowed));
}

void drag_along(Ui& ui, const Place& place, const TrackPlace& track, const SliderTrack& scale,
                const SliderLook& look, SliderAnswer& answer) {
    const ImGuiIO& io = ImGui::GetIO();
    const double mouse_x = static_cast<double>(io.MousePos.x);
    double wanted = ui.drag.position;
    if (place.activated) {
        ui.drag = {place.id, scale.position(look.value), false};
        wanted = ui.drag.position;
        // A press on the bare track brings the knob under the pointer.
        const bool on_track = static_cast<double>(io.MousePos.y) > place.rect.y + ui.px(kLabelLine) - 2;
        if (on_track && std::abs(mouse_x - track.at(wanted)) > ui.px(2 * kKnob))
            wanted = (mouse_x - track.from) / (track.to - track.from);
    } else if (io.MouseDelta.x != 0) {
        wanted += static_cast<double>(io.MouseDelta.x) / (track.to - track.from) * (io.KeyShift ? kFine : 1);
    }
    if (wanted == ui.drag.position) return;
    ui.drag.position = wanted;
    const double value = scale.value(wanted);
    if (value == look.value) return;
    answer.value = value;
    answer.continues = ui.drag.changed;
    ui.drag.changed = true;
}

void draw_track(const Ui& ui, const TrackPlace& track, const SliderTrack& scale, const SliderLook& look,
                const ParamSpec& spec, bool lively) {
    const double thick = std::max(1.0, ui.px(2)), knob = track.at(scale.position(look.value));
    ui.fill({track.from, track.y - thick / 2, track.to - track.from, thick}, ui.colour(InkKind::hairline));
    ui.fill({track.from, track.y - thick / 2, knob - track.from, thick},
            ui.colour(lively ? InkKind::accent : InkKind::muted));
    const auto tick = [&](double value, double height, InkKind ink) {
        if (value < scale.lo() || value > scale.hi()) return;
        const double x = std::round(track.at(scale.position(value)));
        ui.fill({x, track.y - ui.px(height), std::max(1.0, ui.px(1)), ui.px(2 * height)}, ui.colour(ink));
    };
    for (const ParamMark& mark : spec.marks)
        tick(mark.value, 3, InkKind::muted);
    for (const ParamMark& mark : look.marks)
        tick(mark.value, 3, InkKind::muted);
    tick(look.initial, 5, InkKind::text);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 centre = vec({knob, track.y});
    list.AddCircleFilled(centre, static_cast<float>(ui.px(kKnob)), packed(ui.colour(InkKind::panel)));
    list.AddCircleFilled(centre, static_cast<float>(ui.px(kKnob) - 1),
                         packed(ui.colour(lively ? InkKind::accent : InkKind::text)));
}

}  // namespace

std::string value_words(const ParamSpec& spec, double value) {
    if (value == 0 && !spec.zero_text.empty()) return std::string(spec.zero_text);
    std::string words = spec.type == ParamType::integer ? display_text(value, 15) : display_text(value, 5);
    if (!spec.unit.empty() && spec.unit != "1") words += fmt::format("\u2009{}", spec.unit);
    return words;
}

// The words of the marks, those of the model first; what would touch another word is left out.
void draw_mark_labels(Ui& ui, const TrackPlace& track, const SliderTrack& scale, const SliderLook& look,
                      const ParamSpec& spec, const Rect& line) {
    constexpr double kApart = 6;
    std::vector<Rect> taken;
    const double baseline = ui.centred_baseline(line.y, line.height, TextSize::small);
    const auto draw = [&](const ParamMark& mark) {
        if (mark.label.empty() || mark.value < scale.lo() || mark.value > scale.hi()) return;
        const double text_width = ui.text_width(mark.label, TextSize::small);
        const double x = std::clamp(track.at(scale.position(mark.value)) - text_width / 2, line.x,
                                    std::max(line.x, line.right() - text_width));
        const bool free = std::none_of(taken.begin(), taken.end(), [&](const Rect& other) {
            return x < other.right() + ui.px(kApart) && other.x < x + text_width + ui.px(kApart);
        });
        if (!free) return;
        taken.push_back({x, line.y, text_width, line.height});
        ui.text({x, baseline}, mark.label, TextSize::small, InkKind::muted);
        ui.log().add(fmt::format("{} mark {}", spec.label, mark.label), taken.back());
    };
    for (const ParamMark& mark : look.marks)
        draw(mark);
    for (const ParamMark& mark : spec.marks)
        draw(mark);
}

SliderAnswer slider(Ui& ui, const ParamSpec& spec, const SliderLook& look, double width) {
    SliderAnswer answer;
    const bool typing = ui.field.id != 0 && ui.field.id == ImGui::GetID(std::string(spec.id).c_str());
    const bool labels = look.mark_labels && !(spec.marks.empty() && look.marks.empty());
    const Place place =
        take_place(spec.id, width, ui.px(space::kSlider + (labels ? space::kMarkLabels : 0)), typing);
    const Rect& rect = place.rect;
    const SliderTrack scale(spec, look.slider_max, look.whole);
    const double knob = ui.px(kKnob);
    const TrackPlace track{rect.x + knob, rect.right() - knob, rect.y + ui.px(kLabelLine + 9)};
    const double baseline = ui.centred_baseline(rect.y, ui.px(kLabelLine), TextSize::small);
    const bool changed = look.value != look.initial;

    // The dot that resets, in front of the label.
    const Rect dot{rect.x - ui.px(10), rect.y, ui.px(12), ui.px(kLabelLine)};
    // It stands in the margin, half of which the toolkit clips away.
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 clip_from = {static_cast<float>(dot.x), list.GetClipRectMin().y},
                 clip_to = list.GetClipRectMax();
    const bool over_dot =
        changed && ImGui::IsMouseHoveringRect(clip_from, clip_to, false) &&
        ImGui::IsMouseHoveringRect(vec({dot.x, dot.y}), vec({dot.right(), dot.bottom()}), false);
    if (changed) {
        list.PushClipRect(clip_from, clip_to, false);
        list.AddCircleFilled(vec({dot.x + ui.px(4), dot.y + dot.height / 2}),
                             static_cast<float>(ui.px(over_dot ? 4 : 3)), packed(ui.colour(InkKind::accent)));
        list.PopClipRect();
        ui.log().add(fmt::format("Reset {}", spec.label), dot);
        if (over_dot && ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) {
            ui.tooltip(fmt::format("Back to {}", value_words(spec, look.initial)));
            if (ImGui::IsMouseClicked(0)) {
                answer.reset = true;
                return answer;
            }
        }
    }

    ui.text({rect.x, baseline}, spec.label, TextSize::small);
    if (!spec.symbol.empty())
        ui.text({rect.x + ui.text_width(spec.label, TextSize::small) + ui.px(6), baseline}, spec.symbol,
                TextSize::small, InkKind::muted);
    const std::string words = value_words(spec, look.value);
    ui.log().add(spec.label, rect, words);
    if (typing) {
        const Rect box{rect.right() - ui.px(104), rect.y - 2, ui.px(104), ui.px(kLabelLine + 2)};
        const FieldState state = edit_field(ui, box);
        if (state == FieldState::entered || state == FieldState::left)
            take_typed(spec, ui.field.text, answer);
        if (answer.value == look.value) answer.value.reset();
    } else {
        ui.text({rect.right(), baseline}, words, TextSize::small, InkKind::text, Align::right);
        if (place.double_clicked)
            open_field(ui, place.id, number_for_typing(spec, look.value));
        else if (place.active)
            drag_along(ui, place, track, scale, look, answer);
    }
    draw_track(ui, track, scale, look, spec, place.active || place.hovered);
    if (labels)
        draw_mark_labels(ui, track, scale, look, spec,
                         {rect.x, rect.y + ui.px(space::kSlider - 2), width, ui.px(space::kMarkLabels)});
    if (place.hovered && !place.active && !typing && !spec.help.empty() &&
        static_cast<double>(ImGui::GetIO().MousePos.x) < rect.x + ui.text_width(spec.label, TextSize::small))
        ui.tooltip(spec.help);
    return answer;
}

}  // namespace rope
