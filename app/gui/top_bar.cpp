#include "app/gui/top_bar.h"

#include <filesystem>
#include <functional>

#include "app/gui/style.h"
#include "app/gui/widgets/widgets.h"
#include "app/gui/workspace.h"
#include "core/base/utf8.h"
#include "core/figure/figure_inputs.h"
#include "core/model/presets.h"

namespace rope {
namespace {

constexpr double kMostOfTheBar = 0.3;  // for the name of the source

// Many files are called config.json: the folder tells them apart.
std::string short_path(const std::string& path) {
    const std::filesystem::path whole(path);
    const std::filesystem::path folder = whole.parent_path().filename();
    return printable((folder.empty() ? whole : folder / whole.filename()).string());
}

void set_model(Editor& editor, Checked<ModelSpec> model) {
    if (model.ok())
        editor.edit(SetModel{editor.model(), std::move(model).value()});
    else
        editor.say(sentence(model.fault()), Editor::Tone::refused);
}

void source_choice(Ui& ui, Editor& editor, const std::vector<std::string>& recent, double most,
                   TopBarAnswer& answer) {
    const std::vector<ModelSpec>& models = editor.document().models;
    const ModelSpec& model = models[editor.model()];
    std::vector<ChoiceItem> items;
    std::vector<std::function<void()>> actions;
    int chosen = -1;
    const auto add = [&](ChoiceItem item, bool is_chosen, std::function<void()> action) {
        if (is_chosen) chosen = static_cast<int>(items.size());
        items.push_back(std::move(item));
        actions.push_back(std::move(action));
    };
    add({"Open a file…", "Ctrl+O"}, false, [&] { answer.open_file = true; });
    const bool preset = model.source.starts_with("preset:");
    if (!model.source.empty() && !preset) add({model.name, "open"}, true, [] {});
    for (const std::string& path : recent)
        if (path != model.source)
            add({short_path(path), "recent"}, false, [&] { answer.open_recent = path; });
    const std::string letter = model_letter(editor.model());
    if (models.size() < kMostModels)
        add({"Add model " + model_letter(models.size()), "to compare: a copy of " + letter, true}, false,
            [&] { editor.add_model(); });
    if (models.size() > 1)
        add({"Remove model " + letter, "", models.size() == kMostModels}, false,
            [&] { editor.remove_model(); });
    add({"Default model", "", true}, model.source.empty(), [&] { set_model(editor, ModelSpec{}); });
    for (const Preset& known : presets())
        add({std::string(known.label), std::string(known.repository)},
            model.source == "preset:" + std::string(known.id),
            [&editor, id = known.id] { set_model(editor, read_preset(id)); });
    const std::string help = models.size() == 1 ? "The model whose positions are shown."
                                                : "Where model " + letter + " comes from.";
    const auto index = compact_choice(ui, "Source", items, chosen, help, most);
    if (index) actions[static_cast<std::size_t>(*index)]();
}

// Only what exists: with one model there is nothing to compare. Nothing where it would not fit before `end`.
void workspace_choice(Ui& ui, const Editor& editor, bool comparing, const Rect& area, double end,
                      TopBarAnswer& answer) {
    const double middle = area.x + area.width / 2;
    if (middle + ui.px(90) >= end) return;
    if (editor.document().models.size() == 1) {
        ui.text({middle, ui.centred_baseline(area.y, area.height, TextSize::body)},
                explore_arrangement().label, TextSize::body, InkKind::text, Align::centre);
        return;
    }
    double x = middle - ui.px(80);
    for (const bool compare : {false, true}) {
        const Arrangement& one = compare ? compare_arrangement() : explore_arrangement();
        ImGui::SetCursorScreenPos(vec({x, area.y + (area.height - ui.px(22)) / 2}));
        if (compact_toggle(ui, one.label, compare == comparing, one.help)) answer.compare = compare;
        x += ui.px(88);
    }
}

}  // namespace

TopBarAnswer top_bar(Ui& ui, Editor& editor, const std::vector<std::string>& recent, bool comparing,
                     const Rect& area) {
    TopBarAnswer answer;
    ui.hairline({area.x, area.bottom() - 1}, {area.right(), area.bottom() - 1});
    const double small_top = area.y + (area.height - ui.px(22)) / 2,
                 top = area.y + (area.height - ui.px(space::kRow)) / 2;
    const double margin = ui.px(space::kPadding);
    ImGui::SetCursorScreenPos(vec({area.x + margin - ui.px(8), small_top}));
    source_choice(ui, editor, recent, kMostOfTheBar * area.width, answer);

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
    workspace_choice(ui, editor, comparing, area, x, answer);
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
