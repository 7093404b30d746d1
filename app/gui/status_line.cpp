#include "app/gui/status_line.h"

#include <fmt/format.h>

#include "app/gui/style.h"
#include "core/base/number_text.h"
#include "core/figure/figure_inputs.h"

namespace rope {
namespace {

std::string shown_words(const Document& document) {
    if (document.models.size() > 1) {
        std::string words;
        for (std::size_t i = 0; i < document.models.size(); ++i)
            words += (i == 0 ? "" : " · ") + model_letter(i) + " " + model_label(document, i);
        return words;
    }
    const ModelSpec& model = document.models.front();
    const Scaling* scaling = find_scaling(model.scaling.type);
    return fmt::format("{} · {} pairs · base {} · {} · {} tokens", model.name, model.shape.pairs(),
                       display_text(model.base), scaling == nullptr ? std::string_view("?") : scaling->label,
                       display_text(static_cast<double>(model.context_length), 15));
}

}  // namespace

void status_line(Ui& ui, const Editor& editor, const Status& status, const Rect& area) {
    ui.hairline({area.x, area.y}, {area.right(), area.y});
    const double baseline = ui.centred_baseline(area.y, area.height, TextSize::small);
    const double margin = ui.px(space::kPadding);
    const std::string time = status.busy ? "computing …" : fmt::format("{:.1f}\u2009ms", status.milliseconds);
    ui.text({area.right() - margin, baseline}, time, TextSize::small, InkKind::muted, Align::right);
    const double room = area.width - 2 * margin - ui.text_width(time, TextSize::small) - ui.px(24);

    std::string words = editor.message();
    const bool refused = editor.tone() == Editor::Tone::refused;
    if (words.empty()) {
        words = shown_words(editor.document());
        for (const std::string& note : status.notes)
            words += " · " + note;
    }
    double x = area.x + margin;
    if (refused) {
        const double side = ui.px(6);
        ui.fill({x, area.y + (area.height - side) / 2, side, side}, ui.colour(InkKind::negative));
        x += side + ui.px(8);
    }
    ui.cut_text({x, baseline}, words, room, TextSize::small,
                refused || !editor.message().empty() ? InkKind::text : InkKind::muted);
    ui.log().add("status", area, words);
    if (ImGui::IsMouseHoveringRect(vec({area.x, area.y}), vec({area.right(), area.bottom()})) &&
        ui.fonts().metrics().width(words, ui.em(TextSize::small)) > room)
        ui.tooltip(words);
}

}  // namespace rope
