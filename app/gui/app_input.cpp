// Events and keys of the App.
#include <fmt/format.h>

#include "app/gui/app.h"
#include "core/base/number_text.h"

namespace rope {
namespace {

constexpr double kPanStep = 0.125;  // of the plot, by a key

}  // namespace

void App::handle(const InputEvent& event) {
    if (const auto* press = std::get_if<KeyPress>(&event)) key(*press);
    if (const auto* dropped = std::get_if<FilesDropped>(&event)) {
        open_files(dropped->paths);
        if (dropped->left_out > 0)
            editor_.say(fmt::format("The first {} files were opened; {} more were left out.",
                                    dropped->paths.size(), dropped->left_out),
                        Editor::Tone::refused);
    }
    if (std::holds_alternative<CloseRequested>(event)) wants_to_end_ = true;
}

void App::key(const KeyPress& press) {
    if (!press.down || press.key == Key::none) return;
    if (press.key == Key::escape) return escape();
    if (palette_.is_open() && (press.key == Key::up || press.key == Key::down))
        return palette_.key(press.key);
    const bool typing = toolkit_.types_text() || ui_.field.id != 0;
    for (const Action& action : actions()) {
        if (action.key != press.key || action.modifiers != press.modifiers || !action.enabled) continue;
        if ((typing || dialog_open()) && !action.while_typing) return;
        action.run();
        return;
    }
}

void App::escape() {
    // A field that is open takes Esc for itself.
    if (ui_.field.id != 0) return;
    if (toolkit_.close_popup()) return;
    if (dialog_open()) {
        palette_.close();
        file_dialog_.close();
        export_dialog_.close();
        help_open_ = settings_open_ = false;
    } else if (playing_) {
        playing_ = false;
    } else if (!views().restore(ui_) && surface_->full_screen()) {
        surface_->set_full_screen(false);
    }
}

void App::edit_view(const std::optional<Edit>& edit) {
    if (edit) editor_.edit(*edit);
}

std::vector<Action> App::actions() {
    constexpr Modifiers kNone, kCtrl{.ctrl = true}, kCtrlShift{.ctrl = true, .shift = true};
    const auto rescale = [this](double factor) {
        set_ui_scale(factor == 0 ? 0 : std::round(ui_scale_ * factor * 20) / 20);
        editor_.say(fmt::format("Text and controls at {}\u2009%.", display_text(ui_scale_ * 100, 3)));
    };
    const FigureKind& kind = views().under_pointer().kind();
    const bool zooms = whole_view_edit(kind.id).has_value();
    const auto pan = [this](double across, double down) {
        edit_view(views().under_pointer().pan(editor_.document(), across, down));
    };
    std::vector<Action> all{
        {"Undo", Key::z, kCtrl, [this] { editor_.undo(); }, editor_.history().can_undo()},
        {"Redo", Key::z, kCtrlShift, [this] { editor_.redo(); }, editor_.history().can_redo()},
        {"Open a file", Key::o, kCtrl, [this] { ask_for_file("Open", session_path_); }},
        {"Save the session", Key::s, kCtrl,
         [this] {
             if (!session_path_.empty()) return save_as(session_path_);
             file_dialog_saves_ = true;
             file_dialog_.open(FileDialog::Mode::save, "Save the session", "session.rope.json");
         }},
        {"Save the session as", Key::s, kCtrlShift,
         [this] {
             file_dialog_saves_ = true;
             file_dialog_.open(FileDialog::Mode::save, "Save the session",
                               session_path_.empty() ? "session.rope.json" : session_path_);
         }},
        {"Export a figure", Key::e, kCtrl, [this, &kind] { open_export(kind); }},
        {fmt::format("Copy {} as a picture", kind.label), Key::c, kCtrl,
         [this, &kind] { copy(kind, CopyAs::picture); }},
        {fmt::format("Copy the data of {}", kind.label), Key::c, kCtrlShift,
         [this, &kind] { copy(kind, CopyAs::data); }},
        {fmt::format("Copy the command line of {}", kind.label), Key::none, kNone,
         [this, &kind] { copy(kind, CopyAs::command); }},
        {fmt::format("Copy {} for LaTeX", kind.label), Key::none, kNone,
         [this, &kind] { copy(kind, CopyAs::latex); }},
        {fmt::format("Copy {} for Markdown", kind.label), Key::none, kNone,
         [this, &kind] { copy(kind, CopyAs::markdown); }},
        {"Commands and parameters", Key::k, kCtrl, [this] { palette_.open(); }},
        {"Settings", Key::comma, kCtrl, [this] { settings_open_ = true; }},
        {"Keys and habits", Key::f1, kNone, [this] { help_open_ = true; }, true, true},
        {fmt::format("Whole view of {}", kind.label), Key::home, kNone,
         [this, &kind] { edit_view(whole_view_edit(kind.id)); }},
        {fmt::format("Zoom into {}", kind.label), Key::plus, kNone,
         [this] { edit_view(views().under_pointer().zoom(editor_.document(), 2)); }, zooms},
        {fmt::format("Zoom out of {}", kind.label), Key::minus, kNone,
         [this] { edit_view(views().under_pointer().zoom(editor_.document(), -2)); }, zooms},
        {"View to the left", Key::left, kNone, [pan] { pan(-kPanStep, 0); }, zooms},
        {"View to the right", Key::right, kNone, [pan] { pan(kPanStep, 0); }, zooms},
        {"View upwards", Key::up, kNone, [pan] { pan(0, -kPanStep); }, zooms},
        {"View downwards", Key::down, kNone, [pan] { pan(0, kPanStep); }, zooms},
        {playing_ ? "Stop" : "Play m forward", Key::space, kNone,
         [this] {
             playing_ = !playing_;
             play_fraction_ = 0;
             play_continues_ = false;
         }},
        {dark() ? "Light theme" : "Dark theme", Key::none, kNone, [this] { switch_theme(); }},
        {settings_.model_panel ? "Fold the model panel" : "Unfold the model panel", Key::b, kCtrl,
         [this] { settings_.model_panel = !settings_.model_panel; }},
        {inspector_shown() ? "Fold the inspector" : "Unfold the inspector", Key::i, kCtrl,
         [this] { inspector_shown() = !inspector_shown(); }},
        {"Full screen", Key::f11, kNone, [this] { surface_->set_full_screen(!surface_->full_screen()); },
         true, true},
        {"Larger text", Key::plus, kCtrl, [rescale] { rescale(1.1); }, true, true},
        {"Smaller text", Key::minus, kCtrl, [rescale] { rescale(1 / 1.1); }, true, true},
        {"Normal text", Key::digit_0, kCtrl, [rescale] { rescale(0); }, true, true},
        {"Quit", Key::q, kCtrl, [this] { wants_to_end_ = true; }, true, true},
    };
    for (const FigureKind* shown : figure_kinds())
        all.push_back({fmt::format("View: {}", shown->label), Key::none, kNone,
                       [this, shown] { show_figure(*shown); }});
    for (std::size_t i = 0; i < arrangements().size(); ++i)
        if (i != open_workspace() && has_use(arrangements()[i]))
            all.push_back({fmt::format("Workspace {}", arrangements()[i].label), Key::none, kNone,
                           [this, i] { choose_workspace(i); }});
    return all;
}

}  // namespace rope
