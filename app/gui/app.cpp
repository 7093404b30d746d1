#include "app/gui/app.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/gui/dialogs/help.h"
#include "app/gui/dialogs/restore.h"
#include "app/gui/dialogs/settings_dialog.h"
#include "app/gui/frame_input.h"
#include "app/gui/model_panel.h"
#include "app/gui/open_file.h"
#include "app/gui/panel.h"
#include "app/gui/parameter_row.h"
#include "app/gui/style.h"
#include "core/base/atomic_file.h"
#include "core/base/phase.h"
#include "core/base/utf8.h"
#include "core/document/session.h"
#include "core/export/limits.h"

namespace rope {
namespace {

constexpr int kFramesAfterEvent = 2;
constexpr int kFramesOfDimming = 14;    // a dialog's ground darkens within a sixth of a second
constexpr double kStaleSeconds = 0.13;  // when waiting shows as fading
constexpr auto kMessageStands = std::chrono::seconds(8);
constexpr auto kRefusalStands = std::chrono::seconds(20);  // says what to do, too
constexpr double kRepeatSeconds = 0.03;                    // a key held down
constexpr double kNarrow = 1100;         // nominal px below which the inspector starts folded
constexpr double kTokensPerSecond = 12;  // of playing

// The inspector explains what the views show.
InspectorTopics topics_of(const Workspace& views) {
    return {.scheme = views.shows("schemes"), .precision = views.shows("precision") || views.shows("layout")};
}

}  // namespace

App::App(std::shared_ptr<Surface> surface, std::shared_ptr<Fonts> fonts, AppOptions options)
    : surface_(std::move(surface)),
      fonts_(std::move(fonts)),
      cache_(std::make_shared<ResultCache>()),
      toolkit_(surface_, fonts_),
      ui_(fonts_),
      editor_(std::move(options.document)),
      inspector_(cache_, news()),
      export_dialog_(cache_, news()),
      figure_copy_(cache_, news()),
      settings_(std::move(options.settings)),
      desktop_dark_(options.desktop_dark),
      ui_scale_(clamped_ui_scale(options.ui_scale.value_or(settings_.ui_scale))),
      offered_(std::move(options.offered)),
      recent_(std::move(options.recent)),
      clock_(std::move(options.clock)),
      last_frame_(clock_()) {
    if (ui_scale_ == 0) ui_scale_ = 1;  // the display's own scale multiplies it
    for (std::size_t i = 0; i < arrangements().size(); ++i) {
        const Arrangement& one = arrangements()[i];
        workspaces_.push_back(std::make_unique<Workspace>(one, cache_, news(), settings_.*one.kinds));
        if (settings_.workspace == one.id) chosen_ = i;
    }
    const std::string& font = fonts_->notice();
    editor_.say(options.notice.empty() ? font : font.empty() ? options.notice : options.notice + " " + font);
}

std::function<void()> App::news() {
    return [this] {
        news_ = true;
        surface_->wake();
    };
}

bool App::dialog_open() const {
    return palette_.is_open() || file_dialog_.is_open() || export_dialog_.is_open() || help_open_ ||
           settings_open_ || offered_.has_value();
}

bool App::settled() const {
    return !workspace().waiting() && !workspace().moving() && !inspector_.waiting() &&
           !export_dialog_.busy() && !figure_copy_.busy() && !news_ && frames_to_settle_ == 0 && !playing_;
}

double App::patience(const InputQueue& queue) const {
    if (!queue.empty() || news_ || frames_to_settle_ > 0 || playing_ || workspace().moving()) return 0;
    if (toolkit_.key_held()) return kRepeatSeconds;
    if (workspace().waiting()) return kStaleSeconds;
    if (editor_.said() != messages_shown_) return 0;
    if (editor_.message().empty()) return -1;
    return std::max(0.001, std::chrono::duration<double>(message_ends_ - clock_()).count());
}

bool App::message_over() const {
    return !editor_.message().empty() && editor_.said() == messages_shown_ && clock_() >= message_ends_;
}

Checked<bool> App::frame(InputQueue& queue) {
    const std::vector<InputEvent> events = take_one_frame(queue);
    const bool news = news_.exchange(false);
    if (events.empty() && !news && frames_to_settle_ == 0 && !playing_ && !views().waiting() &&
        !views().moving() && !toolkit_.key_held() && !message_over() && editor_.said() == messages_shown_)
        return false;
    if (message_over()) editor_.say("");
    const int settle_before = frames_to_settle_;
    frames_to_settle_ = std::max(frames_to_settle_ - 1, 0);
    if (!events.empty() || news) frames_to_settle_ = std::max(settle_before, kFramesAfterEvent);
    const std::uint64_t revision = editor_.revision();
    for (const InputEvent& event : events) {
        handle(event);
        toolkit_.feed(event);
    }
    const FrameTime now = clock_();
    const double seconds = std::chrono::duration<double>(now - last_frame_).count();
    last_frame_ = now;
    const double scale = ui_scale_ * std::clamp(surface_->scale(), 0.5, 8.0);
    auto begun = toolkit_.begin_frame(scale, seconds);
    if (!begun.ok()) return begun.fault();
    ui_.begin_frame(dark() ? ThemeId::dark : ThemeId::light, scale, now, !settings_.reduced_motion);
    if (playing_) play(std::min(seconds, 0.25));
    export_dialog_.take(editor_);
    figure_copy_.take(*surface_, editor_);
    inspector_.take();
    const bool dialog = dialog_open(), moving = views().moving();
    draw();
    if (editor_.said() != messages_shown_) {  // its time begins when it is seen
        messages_shown_ = editor_.said();
        message_ends_ = now + (editor_.tone() == Editor::Tone::refused ? kRefusalStands : kMessageStands);
        frames_to_settle_ = std::max(frames_to_settle_, 1);  // views may have said it after the status line
    }
    if (dialog_open() != dialog) frames_to_settle_ = kFramesOfDimming;
    // What a motion hid, such as words at the pointer, needs frames to appear.
    if (moving && !views().moving()) frames_to_settle_ = std::max(frames_to_settle_, kFramesAfterEvent);
    toolkit_.end_frame(ui_.colour(InkKind::ground));
    heatmaps_.end_frame();
    if (editor_.revision() != revision) frames_to_settle_ = std::max(frames_to_settle_, 1);
    return true;
}

void App::draw() {
    const FrameSize size = surface_->size();
    const double width = size.width, height = size.height;
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(vec({std::max(width, 1.0), std::max(height, 1.0)}));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
    ImGui::Begin("window", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoBackground |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                     ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNav);
    ImGui::PopStyleVar(3);

    const double top = ui_.px(space::kTopBar), bottom = ui_.px(space::kStatus);
    const std::vector<Action> all = actions();
    const TopBarAnswer asked = top_bar(ui_, editor_, recent_, open_workspace(), {0, 0, width, top});
    if (asked.workspace) choose_workspace(*asked.workspace);
    if (asked.open_export) open_export(views().under_pointer().kind());
    if (asked.open_palette) palette_.open();
    if (asked.open_help) help_open_ = true;
    if (asked.switch_theme) switch_theme();
    if (asked.open_file) ask_for_file("Open", "");
    if (!asked.open_recent.empty()) open_files({std::string(asked.open_recent)});
    draw_panels_and_views({0, top, width, height - top - bottom});
    status_line(ui_, editor_, views().status(), {0, height - bottom, width, bottom});
    draw_dialogs(all);
    ImGui::End();
}

void App::choose_workspace(std::size_t index) {
    chosen_ = index;
    settings_.workspace = index == 0 ? "" : arrangements()[index].id;
    frames_to_settle_ = kFramesAfterEvent;
}

void App::show_figure(const FigureKind& kind) {
    std::size_t where = open_workspace();
    for (std::size_t i = 0; i < workspaces_.size() && workspaces_[where]->view(kind.id) == nullptr; ++i)
        if (has_use(arrangements()[i]) && workspaces_[i]->view(kind.id) != nullptr) where = i;
    // What no workspace holds is explored.
    if (workspaces_[where]->view(kind.id) == nullptr) where = 0;
    if (where != open_workspace()) choose_workspace(where);
    const std::vector<std::string> before = views().kinds();
    views().bring(kind, ui_);
    if (views().kinds() != before) settings_.*views().arrangement().kinds = views().kinds();
    frames_to_settle_ = kFramesAfterEvent;
}

void App::ask_for_file(std::string title, const std::string& start, std::string parameter) {
    file_dialog_saves_ = false;
    file_parameter_ = std::move(parameter);
    file_dialog_.open(FileDialog::Mode::open, std::move(title), start);
}

void App::draw_panels_and_views(const Rect& area) {
    // Panels give way before the views do.
    const double panel = ui_.px(space::kPanel), folded = ui_.px(space::kFoldedPanel);
    bool& inspector = inspector_shown();
    const double left = area.width > 2.2 * panel ? (settings_.model_panel ? panel : folded) : 0,
                 right = area.width > 3.4 * panel ? (inspector ? panel : folded) : 0;
    const Rect middle{area.x + left, area.y, area.width - left - right, area.height};
    if (middle.height <= ui_.px(40) || middle.width <= ui_.px(40)) return;
    const Rect at_left{area.x, area.y, left, area.height},
        at_right{middle.right(), area.y, right, area.height};
    bool folds_left = false, folds_right = false;
    const Parameter* load = nullptr;
    if (left > 0 && settings_.model_panel) {
        const ModelPanelAnswer asked = model_panel(ui_, editor_, at_left);
        folds_left = asked.fold;
        load = asked.load;
    } else if (left > 0) {
        folds_left = folded_panel(ui_, at_left, "Model", "›", "Ctrl+B");
    }
    views().request(ui_, editor_, middle);
    if (right > 0)
        folds_right = inspector ? inspector_.draw(ui_, editor_, topics_of(views()), at_right)
                                : folded_panel(ui_, at_right, "Inspector", "‹", "Ctrl+I");
    const Workspace::Answer asked = views().draw(ui_, editor_, heatmaps_, middle);
    if (asked.kinds_changed) {
        settings_.*views().arrangement().kinds = views().kinds();
        frames_to_settle_ = kFramesAfterEvent;
    }
    if (asked.load != nullptr) load = asked.load;
    if (load != nullptr) ask_for_file(load_words(load->spec), "", std::string(load->spec.id));
    if (asked.export_kind != nullptr) open_export(*asked.export_kind);
    if (asked.copy_kind != nullptr) copy(*asked.copy_kind, asked.copy_as);
    for (const double x : {middle.x, middle.right()})
        if (x > area.x && x < area.right()) ui_.hairline({x, area.y}, {x, area.bottom()});
    if (folds_left) settings_.model_panel = !settings_.model_panel;
    if (folds_right) inspector = !inspector;
}

bool& App::inspector_shown() {
    const bool narrow = surface_->size().width < ui_.px(kNarrow);
    return narrow ? inspector_when_narrow_ : settings_.inspector;
}

void App::set_ui_scale(double scale) {
    settings_.ui_scale = clamped_ui_scale(scale);
    ui_scale_ = settings_.ui_scale == 0 ? 1 : settings_.ui_scale;
    frames_to_settle_ = kFramesAfterEvent;
}

void App::switch_theme() {
    settings_.theme = dark() ? "light" : "dark";
}

void App::draw_dialogs(const std::vector<Action>& all) {
    palette_.draw(ui_, editor_, all);
    draw_help(ui_, all, help_open_);
    if (const auto scale = draw_settings(ui_, settings_, ui_scale_, settings_open_)) set_ui_scale(*scale);
    export_dialog_.draw(ui_, editor_);
    draw_restore(ui_, editor_, offered_);
    if (const auto path = file_dialog_.draw(ui_)) {
        if (file_dialog_saves_)
            save_as(*path);
        else if (!file_parameter_.empty())
            editor_.edit(SetParameter{file_parameter_, *path, editor_.model()});
        else
            open_files({*path});
    }
}

void App::play(double seconds) {
    play_fraction_ += seconds * kTokensPerSecond;
    const double tokens = std::floor(play_fraction_);
    if (tokens < 1) return;
    play_fraction_ -= tokens;
    const double m = editor_.document().selection.query_position + tokens;
    if (m > kLargestPosition || !editor_.set_number("view.m", m, play_continues_)) playing_ = false;
    play_continues_ = true;
}

void App::open_files(const std::vector<std::string>& paths) {
    bool first_vector = true;
    for (const std::string& path : paths) {
        const std::string name = path.substr(path.find_last_of('/') + 1);
        const bool as_key = !first_vector || name.starts_with("k");
        auto opened = open_path(path, as_key);
        if (!opened.ok()) {
            editor_.say(sentence(opened.fault()), Editor::Tone::refused);
            continue;
        }
        opened_.push_back(path);
        if (auto* document = std::get_if<Document>(&opened.value().what)) {
            editor_.replace(std::move(*document), opened.value().label);
            editor_.say(opened.value().label + " opened.");
            if (const FigureKind* kind = find_figure_kind(opened.value().kind)) show_figure(*kind);
            continue;
        }
        Edit edit = std::get<Edit>(opened.value().what);
        if (auto* model = std::get_if<SetModel>(&edit)) model->index = editor_.model();
        if (std::holds_alternative<SetVector>(edit)) first_vector = false;
        if (editor_.edit(edit) && editor_.message().empty()) editor_.say(opened.value().label + " opened.");
    }
}

void App::save_as(const std::string& path) {
    // `render` draws of it what Ctrl+E would export now.
    const FigureView& view = views().under_pointer();
    const SessionFigure figure =
        session_figure(view.kind().id, options_of_view(view.picture(), ui_.theme().id));
    auto written = write_file(path, write_session(editor_.document(), figure));
    if (!written.ok()) {
        editor_.say(sentence(written.fault()), Editor::Tone::refused);
        return;
    }
    session_path_ = path;
    opened_.push_back(path);
    editor_.say(fmt::format("Session saved to {}.", printable(path)));
}

void App::open_export(const FigureKind& kind) {
    const FigureView* view = views().view(kind.id);
    if (view == nullptr) view = &views().under_pointer();
    ExportOptions seen = options_of_view(view->picture(), ui_.theme().id);
    if (!check_size(seen.size, "view").ok()) seen.size = ExportOptions().size;  // not drawn yet
    export_dialog_.open(kind.id, seen);
}

void App::copy(const FigureKind& kind, CopyAs as) {
    const FigureView* view = views().view(kind.id);
    if (view == nullptr) return;
    if (as == CopyAs::picture)
        return figure_copy_.start(editor_.document(), kind, view->picture(), ui_.theme().id);
    if (view->figure() == nullptr) return;
    auto text = copied_text(as, editor_.document(), *view->figure(),
                            options_of_view(view->picture(), ui_.theme().id));
    if (!text.ok()) return editor_.say(sentence(text.fault()), Editor::Tone::refused);
    surface_->set_clipboard(text.value());
    editor_.say(fmt::format("{} copied: {}.", kind.label, words_for(as)));
}

}  // namespace rope
