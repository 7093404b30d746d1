#include "app/gui/status_line.h"

#include <fmt/format.h>

#include "app/gui/style.h"
#include "core/base/number_text.h"
#include "core/figure/figure_inputs.h"

namespace rope {
namespace {

constexpr double kLeastMessage = 0.4;  // of the line, beside notes that would need all of it
constexpr double kLeastWords = 60;     // [nominal px] shorter pieces of what is shown say nothing

std::string shown_words(const Document& document) {
    if (document.models.size() > 1) {
        std::string words;
        for (std::size_t i = 0; i < document.models.size(); ++i)
            words += (i == 0 ? "" : " · ") + model_letter(i) + " " + model_label(document, i);
        return words;
    }
    const ModelSpec& model = document.models.front();
    if (without_positions(model))
        return fmt::format("{} · {} layers: no positions · {} tokens", model.name, model.layer_type,
                           display_text(static_cast<double>(model.context_length), 15));
    const Scaling* scaling = find_scaling(model.scaling.type);
    const std::string_view scaled = scaling == nullptr                ? "?"
                                    : model.scaling.type == "default" ? "no scaling"
                                                                      : scaling->label;
    return fmt::format("{} · {} pairs · base {} · {} · {} tokens", model.name, model.shape.pairs(),
                       display_text(model.base), scaled,
                       display_text(static_cast<double>(model.context_length), 15));
}

}  // namespace

void status_line(Ui& ui, const Editor& editor, const Status& status, const Rect& area) {
    ui.hairline({area.x, area.y}, {area.right(), area.y});
    const double baseline = ui.centred_baseline(area.y, area.height, TextSize::small);
    const double margin = ui.px(space::kPadding);
    const std::string time = status.busy ? "computing …" : fmt::format("{:.1f}\u2009ms", status.milliseconds);
    ui.text({area.right() - margin, baseline}, time, TextSize::small, InkKind::muted, Align::right);
    const double end = area.right() - margin - ui.text_width(time, TextSize::small) - ui.px(24);

    // Notes say how the picture differs from the numbers, so they give way to nothing; what a message needs
    // beyond the rest of the line stands in the tooltip.
    std::string notes;
    for (const std::string& note : status.notes)
        notes += (notes.empty() ? "" : " · ") + note;
    const bool says = !editor.message().empty(), refused = says && editor.tone() == Editor::Tone::refused;
    const std::string words = says ? editor.message() : shown_words(editor.document());
    const TextMetrics& metrics = ui.fonts().metrics();
    const double em = ui.em(TextSize::small), apart = ui.px(16);
    const double notes_width = notes.empty() ? 0 : metrics.width(notes, em) + apart;
    const double words_width = metrics.width(words, em);
    double x = area.x + margin, room = end - x;
    if (refused) {
        const double side = ui.px(6);
        ui.fill({x, area.y + (area.height - side) / 2, side, side}, ui.colour(InkKind::negative));
        x += side + ui.px(8);
        room = end - x;
    }
    const double least = says ? std::min(words_width, kLeastMessage * room) : 0;
    const double words_room = std::max(room - notes_width, least);
    if (words_room >= std::min(words_width, ui.px(kLeastWords))) {
        ui.cut_text({x, baseline}, words, words_room, TextSize::small, says ? InkKind::text : InkKind::muted);
        x += std::min(words_width, words_room) + apart;
    }
    if (!notes.empty()) ui.cut_text({x, baseline}, notes, end - x, TextSize::small, InkKind::muted);
    if (!notes.empty()) ui.log().add("status notes", {x, area.y, end - x, area.height}, notes);
    ui.log().add("status", area, notes.empty() ? words : words + " · " + notes);
    if (words_width + notes_width > room &&
        ImGui::IsMouseHoveringRect(vec({area.x, area.y}), vec({area.right(), area.bottom()})))
        ui.tooltip(notes.empty() ? words : words + "\n" + notes);
}

}  // namespace rope
