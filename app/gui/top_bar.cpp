#include "app/gui/top_bar.h"

#include "app/gui/style.h"
#include "app/gui/widgets/widgets.h"
#include "core/model/presets.h"

namespace rope {
namespace {

void source_choice(Ui& ui, Editor& editor, TopBarAnswer& answer) {
    const ModelSpec& model = editor.document().models.front();
    std::vector<ChoiceItem> items{{"Open a file…", "Ctrl+O"}, {"Default model", ""}};
    int chosen = model.source.empty() ? 1 : -1;
    for (const Preset& preset : presets()) {
        if (model.source == "preset:" + std::string(preset.id)) chosen = static_cast<int>(items.size());
        items.push_back({std::string(preset.label), std::string(preset.repository)});
    }
    if (chosen < 0) {  // a file of the user's
        chosen = static_cast<int>(items.size());
        items.push_back({model.name, "open"});
    }
    const auto index = compact_choice(ui, "Source", items, chosen, "The model whose positions are shown.");
    if (!index) return;
    if (*index == 0) {
        answer.open_file = true;
    } else if (*index == 1) {
        editor.edit(SetModel{0, ModelSpec{}});
    } else if (const auto preset = static_cast<std::size_t>(*index) - 2; preset < presets().size()) {
        auto read = read_preset(presets()[preset].id);
        if (read.ok())
            editor.edit(SetModel{0, std::move(read).value()});
        else
            editor.say(sentence(read.fault()), Editor::Tone::refused);
    }
}

}  // namespace

TopBarAnswer top_bar(Ui& ui, Editor& editor, const Rect& area) {
    TopBarAnswer answer;
    ui.hairline({area.x, area.bottom() - 1}, {area.right(), area.bottom() - 1});
    const double small_top = area.y + (area.height - ui.px(22)) / 2,
                 top = area.y + (area.height - ui.px(space::kRow)) / 2;
    const double margin = ui.px(space::kPadding);
    ImGui::SetCursorScreenPos(vec({area.x + margin - ui.px(8), small_top}));
    source_choice(ui, editor, answer);

    // From the right: signs of one width, so that places are known before they are drawn.
    struct Sign {
        const char* sign;
        std::string label;
        bool enabled;
        std::string help;
        bool* asked;
    };
    const History& history = editor.history();
    bool undo = false, redo = false;
    const Sign signs[] = {
        {"↶", "Undo", history.can_undo(),
         history.can_undo() ? "Undo: " + history.undo_label() + " (Ctrl+Z)" : "Nothing to undo", &undo},
        {"↷", "Redo", history.can_redo(),
         history.can_redo() ? "Redo: " + history.redo_label() + " (Ctrl+Shift+Z)" : "Nothing to redo", &redo},
        {"Export", "Export", true, "Save a figure as PNG, SVG, PDF or data (Ctrl+E)", &answer.open_export},
        {"Commands", "Commands", true, "Every action and parameter by name (Ctrl+K)", &answer.open_palette},
        {"◐", "Theme", true, "Light or dark", &answer.switch_theme},
        {"?", "Help", true, "Keys and habits (F1)", &answer.open_help}};
    double width = 0;
    const auto sign_width = [&](const Sign& s) {
        return std::max(ui.px(space::kRow), ui.text_width(s.sign, TextSize::small) + ui.px(16));
    };
    for (const Sign& s : signs)
        width += sign_width(s) + ui.px(space::kGap);
    double x = area.right() - margin + ui.px(space::kGap) + ui.px(8) - width;
    if (const double middle = area.x + area.width / 2; middle + ui.px(60) < x)
        ui.text({middle, ui.centred_baseline(area.y, area.height, TextSize::body)}, "Explore", TextSize::body,
                InkKind::text, Align::centre);
    for (const Sign& s : signs) {
        ImGui::SetCursorScreenPos(vec({x, top}));
        if (sign_button(ui, s.sign, s.label, s.enabled, s.help)) *s.asked = true;
        x += sign_width(s) + ui.px(space::kGap);
    }
    if (undo) editor.undo();
    if (redo) editor.redo();
    return answer;
}

}  // namespace rope
