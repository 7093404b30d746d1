#include "app/gui/dialogs/file_dialog.h"

#include <fmt/format.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <filesystem>

#include "app/gui/dialogs/dialog_scope.h"
#include "app/gui/style.h"
#include "app/gui/widgets/widgets.h"
#include "core/base/utf8.h"

namespace rope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostEntries = 2000;

bool is_folder(const std::string& path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

bool exists(const std::string& path) {
    std::error_code error;
    return fs::exists(path, error);
}

}  // namespace

void FileDialog::open(Mode mode, std::string title, const std::string& path) {
    open_ = focus_ = true;
    asks_to_replace_ = false;
    mode_ = mode;
    title_ = std::move(title);
    problem_.clear();
    std::error_code error;
    fs::path start = path.empty() ? fs::current_path(error) : fs::path(path);
    if (start.is_relative()) start = fs::current_path(error) / start;
    if (is_folder(start.string())) start /= "";
    folder_ = start.parent_path().string();
    path_ = start.string();
    list_folder();
}

void FileDialog::list_folder() {
    entries_.clear();
    cut_ = false;
    std::error_code error;
    fs::directory_iterator at(folder_, fs::directory_options::skip_permission_denied, error);
    for (; !error && at != fs::directory_iterator(); at.increment(error)) {
        const std::string name = at->path().filename().string();
        if (name.starts_with('.')) continue;
        if (entries_.size() == kMostEntries) {
            cut_ = true;
            break;
        }
        std::error_code ignored;
        entries_.push_back({name, at->is_directory(ignored)});
    }
    if (error) problem_ = fmt::format("{}: this folder cannot be read", printable(folder_));
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
        return a.folder != b.folder ? a.folder : a.name < b.name;
    });
}

std::optional<std::string> FileDialog::accept() {
    problem_.clear();
    if (is_folder(path_)) {
        folder_ = fs::path(path_).lexically_normal().string();
        if (!path_.ends_with('/')) path_ += '/';
        list_folder();
        focus_ = true;
        return std::nullopt;
    }
    if (mode_ == Mode::open && !exists(path_)) {
        problem_ = fmt::format("{}: there is no such file", printable(path_));
        focus_ = true;
        return std::nullopt;
    }
    if (mode_ == Mode::save && exists(path_) && !asks_to_replace_) {
        asks_to_replace_ = true;
        return std::nullopt;
    }
    open_ = false;
    return path_;
}

std::optional<std::string> FileDialog::draw(Ui& ui) {
    DialogScope dialog(ui, "file", title_, 640, open_);
    if (!dialog.visible() || !open_) return std::nullopt;
    const double width = dialog.width();
    std::optional<std::string> answer;
    ImGui::SetNextItemWidth(static_cast<float>(width));
    if (focus_) ImGui::SetKeyboardFocusHere();
    focus_ = false;
    const std::string before = path_;
    const bool entered = ImGui::InputText("##path", &path_, ImGuiInputTextFlags_EnterReturnsTrue);
    ui.log().add("Path", {}, path_);
    if (path_ != before) asks_to_replace_ = false;
    if (entered) answer = accept();
    gap(ui, space::kGap);
    ImGui::BeginChild("entries", vec({width, ui.px(26 * 9)}));
    const double row = width - ui.px(10);
    const fs::path here(folder_);
    std::string went_to;
    if (here.has_parent_path() && here != here.parent_path() && list_item(ui, "..", "folder above", row))
        went_to = here.parent_path().string();
    for (const Entry& entry : entries_) {
        const std::string shown = printable(entry.name);
        if (!list_item(ui, entry.folder ? shown + "/" : shown, "", row)) continue;
        went_to = (here / entry.name).string();
    }
    if (cut_)
        list_item(ui, fmt::format("… only the first {} are listed; type the name", kMostEntries), "", row,
                  false, false);
    ImGui::EndChild();
    if (!went_to.empty()) {
        path_ = went_to;
        asks_to_replace_ = false;
        if (is_folder(path_)) answer = accept();
    }
    dialog.end_body();
    const std::string words =
        asks_to_replace_ ? fmt::format("{} exists already.", printable(path_)) : problem_;
    if (!words.empty()) {
        const Point at = point(ImGui::GetCursorScreenPos());
        ImGui::Dummy(vec({width, ui.paragraph(at, words, width, TextSize::small, InkKind::text)}));
        ui.log().add("Problem", {}, words);
    }
    gap(ui, space::kGap);
    const std::string_view verb = asks_to_replace_ ? "Replace it" : mode_ == Mode::open ? "Open" : "Save";
    if (button(ui, verb, 0, ButtonKind::primary)) answer = accept();
    ImGui::SameLine();
    if (button(ui, "Cancel")) open_ = false;
    return answer;
}

}  // namespace rope
