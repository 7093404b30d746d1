// The program with a window: one frame at a time, on any Surface.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/gui/action.h"
#include "app/gui/dialogs/export_dialog.h"
#include "app/gui/dialogs/file_dialog.h"
#include "app/gui/dialogs/palette.h"
#include "app/gui/editor.h"
#include "app/gui/figure_copy.h"
#include "app/gui/inspector.h"
#include "app/gui/toolkit.h"
#include "app/gui/top_bar.h"
#include "app/gui/workspace.h"
#include "app/platform/settings.h"

namespace rope {

struct AppOptions {
    Document document;
    Settings settings;
    bool desktop_dark = false;        // what the theme "system" stands for
    std::optional<double> ui_scale;   // of this run, instead of the setting
    std::vector<std::string> recent;  // files opened last, newest first
    std::string notice;               // for the status line at the start
    std::optional<Document> offered;  // of a run that did not end properly: asked about, not opened
    std::function<FrameTime()> clock = std::chrono::steady_clock::now;
};

class App {
  public:
    App(std::shared_ptr<Surface> surface, std::shared_ptr<Fonts> fonts, AppOptions options);

    // Takes from `queue` what fits into one frame and draws, if anything changed. Faults: fonts that cannot
    // be drawn.
    Checked<bool> frame(InputQueue& queue);
    // How long nothing needs to happen without input [s]; below 0: forever.
    double patience(const InputQueue& queue) const;
    bool wants_to_end() const { return wants_to_end_; }

    Editor& editor() { return editor_; }
    const Editor& editor() const { return editor_; }
    const Ui& ui() const { return ui_; }
    const Workspace& workspace() const { return *workspaces_[open_workspace()]; }  // the one on the screen
    const Inspector& inspector() const { return inspector_; }
    const Settings& settings() const { return settings_; }  // as the user left them in this run
    bool dark() const { return settings_.theme == "dark" || (settings_.theme == "system" && desktop_dark_); }
    double ui_scale() const { return ui_scale_; }
    bool offers_session() const { return offered_.has_value(); }
    // Nothing is being computed or written, so what is on the screen stays.
    bool settled() const;

    void open_files(const std::vector<std::string>& paths);
    // Files opened and saved since the last call, oldest first: whoever keeps the list answers with it.
    std::vector<std::string> take_opened() { return std::exchange(opened_, {}); }
    void set_recent(std::vector<std::string> recent) { recent_ = std::move(recent); }

  private:
    std::function<void()> news();  // what finished work calls from its thread
    void handle(const InputEvent& event);
    void key(const KeyPress& press);
    std::vector<Action> actions();
    void draw();
    void draw_panels_and_views(const Rect& area);
    void switch_theme();
    void set_ui_scale(double scale);  // 0: as the display says
    bool& inspector_shown();          // of the two, what holds at this width of the window
    void draw_dialogs(const std::vector<Action>& actions);
    void escape();
    bool has_use(const Arrangement& arrangement) const {
        return !arrangement.several_models || editor_.document().models.size() > 1;
    }
    // Of the arrangements: the chosen one, or the first where that has nothing to show.
    std::size_t open_workspace() const { return has_use(arrangements()[chosen_]) ? chosen_ : 0; }
    void choose_workspace(std::size_t index);
    // In the workspace that holds it, the open one first; where none does, in the largest view of the first.
    void show_figure(const FigureKind& kind);
    Workspace& views() { return *workspaces_[open_workspace()]; }
    void edit_view(const std::optional<Edit>& edit);
    // `parameter`: the row of the edited model that takes the file's numbers; empty: the file is opened.
    void ask_for_file(std::string title, const std::string& start, std::string parameter = {});
    void save_as(const std::string& path);
    void open_export(const FigureKind& kind);
    void copy(const FigureKind& kind, CopyAs as);
    void play(double seconds);
    bool dialog_open() const;
    bool message_over() const;  // it stood for its time

    std::shared_ptr<Surface> surface_;
    std::shared_ptr<Fonts> fonts_;
    std::shared_ptr<ResultCache> cache_;
    // Jobs end before what they wake: the flag is declared before every view.
    std::atomic<bool> news_{true};
    Toolkit toolkit_;
    Heatmaps heatmaps_;
    Ui ui_;
    Editor editor_;
    std::vector<std::unique_ptr<Workspace>> workspaces_;  // as the arrangements
    std::size_t chosen_ = 0;
    Inspector inspector_;
    Palette palette_;
    FileDialog file_dialog_;
    bool file_dialog_saves_ = false;
    std::string file_parameter_;  // the row that takes the numbers of the file to be opened; empty: none
    ExportDialog export_dialog_;
    FigureCopy figure_copy_;
    bool help_open_ = false, settings_open_ = false;
    Settings settings_;
    bool desktop_dark_ = false;
    bool inspector_when_narrow_ = false;  // unfolded by the user although the views need its room
    double ui_scale_ = 1;
    std::optional<Document> offered_;
    std::string session_path_;  // where Ctrl+S saves without asking; empty: asks
    std::vector<std::string> recent_, opened_;
    bool playing_ = false;
    double play_fraction_ = 0;  // of the next token
    bool play_continues_ = false;
    bool wants_to_end_ = false;
    int frames_to_settle_ = 2;  // the toolkit needs a frame or two after an event
    std::function<FrameTime()> clock_;
    FrameTime last_frame_;
    std::uint64_t messages_shown_ = 0;  // of the editor's
    FrameTime message_ends_;            // of the last one shown
};

}  // namespace rope
