#include "app/gui/top_bar.h"

#include <algorithm>
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

// Its width on the screen.
double source_choice(Ui& ui, Editor& editor, const std::vector<std::string>& recent, double most,
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
    return compact_choice_width(ui, items, chosen, most);
}

// Only what exists: with one model there is nothing to compare. Where all names do not fit between `start`
// and `end`, a list of them; nothing where that does not fit either.
void workspace_choice(Ui& ui, const Editor& editor, std::size_t open, const Rect& area, double start,
                      double end, TopBarAnswer& answer) {
    std::vector<std::size_t> usable;
    std::vector<ChoiceItem> items;
    int chosen = -1;
    double width = 0;
    const double between = ui.px(space::kGap), top = area.y + (area.height - ui.px(22)) / 2;
    for (std::size_t i = 0; i < arrangements().size(); ++i) {
        const Arrangement& one = arrangements()[i];
        if (one.several_models && editor.document().models.size() == 1) continue;
        if (i == open) chosen = static_cast<int>(items.size());
        usable.push_back(i);
        items.push_back({one.label, one.help});
        width += compact_toggle_width(ui, one.label) + between;
    }
    const double room = end - start - 2 * ui.px(space::kPadding);
    if (width <= room) {
        const double middle = area.x + area.width / 2 - width / 2;
        double x = std::clamp(middle, start + ui.px(space::kPadding), end - ui.px(space::kPadding) - width);
        for (const std::size_t i : usable) {
            const Arrangement& one = arrangements()[i];
            ImGui::SetCursorScreenPos(vec({x, top}));
            if (compact_toggle(ui, one.label, i == open, one.help)) answer.workspace = i;
            x += compact_toggle_width(ui, one.label) + between;
        }
    } else if (room >= ui.px(80)) {
        ImGui::SetCursorScreenPos(vec({start + ui.px(space::kPadding), top}));
        const auto index = compact_choice(ui, "Workspace", items, chosen, "What the views show", room);
        if (index) answer.workspace = usable[static_cast<std::size_t>(*index)];
    }
}

}  // namespace

TopBarAnswer top_bar(Ui& ui, Editor& editor, const std::vector<std::string>& recent, std::size_t workspace,
                     const Rect& area) {
    TopBarAnswer answer;
    ui.hairline({area.x, area.bottom() - 1}, {area.right(), area.bottom() - 1});
    const double small_top = area.y + (area.height - ui.px(22)) / 2,
                 top = area.y + (area.height - ui.px(space::kRow)) / 2;
    const double margin = ui.px(space::kPadding);
    ImGui::SetCursorScreenPos(vec({area.x + margin - ui.px(8), small_top}));
    const double source_end =
        area.x + margin + source_choice(ui, editor, recent, kMostOfTheBar * area.width, answer);

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
    workspace_choice(ui, editor, workspace, area, source_end, x, answer);
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
