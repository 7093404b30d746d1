#include "app/gui/dialogs/export_dialog.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <span>

#include "app/gui/dialogs/dialog_scope.h"
#include "app/gui/style.h"
#include "app/gui/widgets/widgets.h"
#include "core/base/atomic_file.h"
#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/export/limits.h"

namespace rope {
namespace {

namespace fs = std::filesystem;

struct Outcome {  // of a finished export
    std::string sentence;
    bool failed = false;
};

template <class List, class Label>
std::vector<ChoiceItem> items_of(const List& list, const Label& label) {
    std::vector<ChoiceItem> items;
    for (const auto& one : list)
        items.push_back({std::string(label(one)), ""});
    return items;
}

std::string capitals(std::string_view id, std::size_t count) {
    std::string text(id);
    for (char& c : std::span(text).first(std::min(count, text.size())))
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

// What the size comes to: in inches, in points for page layout, and in pixels.
std::string size_in_words(const ExportOptions& options) {
    const Size& size = options.size;
    std::string words =
        fmt::format("{} × {}\u2009in", display_text(size.width / 72, 3), display_text(size.height / 72, 3));
    if (options.format == Format::png)
        words += fmt::format(": {} × {} pixels at {} dpi", pixels(size.width, options.dpi),
                             pixels(size.height, options.dpi), display_text(options.dpi));
    return words;
}

std::string size_text(Size size) {
    return fmt::format("{}x{}pt", shortest_text(std::round(size.width)),
                       shortest_text(std::round(size.height)));
}

// Not while a list is open.
bool return_pressed() {
    const auto pressed = [](ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key), false); };
    return (pressed(ImGuiKey_Enter) || pressed(ImGuiKey_KeyPadEnter)) &&
           !ImGui::IsPopupOpen("list", ImGuiPopupFlags_AnyPopupId);
}

}  // namespace

ExportDialog::ExportDialog(std::shared_ptr<ResultCache> cache, std::function<void()> wake)
    : cache_(std::move(cache)), job_(std::move(wake)) {}

void ExportDialog::open(std::string_view kind, const ExportOptions& seen) {
    open_ = true;
    seen_ = seen;
    for (std::size_t i = 0; i < figure_kinds().size(); ++i)
        if (figure_kinds()[i]->id == kind) set_kind(i);
}

void ExportDialog::set_kind(std::size_t kind) {
    kind_ = kind;
    asks_to_replace_ = false;
    problem_.clear();
    std::error_code error;
    const fs::path folder = path_.empty() ? fs::current_path(error) : fs::path(path_).parent_path();
    path_ = (folder / fmt::format("{}.{}", figure_kinds()[kind_]->id, id(format_))).string();
}

void ExportDialog::set_format(Format format) {
    format_ = format;
    asks_to_replace_ = false;
    path_ = fs::path(path_).replace_extension(std::string(id(format))).string();
}

std::string ExportDialog::dpi_text() const {
    return dpi_.value_or(shortest_text(seen_.dpi));
}

Checked<ExportOptions> ExportDialog::options() const {
    ExportOptions options = seen_;
    options.format = format_;
    options.theme = theme_.value_or(seen_.theme);
    options.transparent = transparent_;
    options.with_session = with_session_;
    const auto dpi = parse_number(dpi_text(), "Resolution");
    if (!dpi.ok()) return dpi.fault();
    if (const auto fits = check_dpi(dpi.value(), "Resolution"); !fits.ok()) return fits.fault();
    options.dpi = dpi.value();
    if (size_choice_ > picture_sizes().size()) {
        const auto size = parse_size(own_size_, options.dpi, "Size");
        if (!size.ok()) return size.fault();
        options.size = size.value();
    } else if (size_choice_ > 0) {
        options.size = picture_sizes()[size_choice_ - 1].size;
    }
    return options;
}

void ExportDialog::start(const Editor& editor) {
    const auto wanted = options();
    if (!wanted.ok()) {
        problem_ = sentence(wanted.fault());
        return;
    }
    std::error_code error;
    if (fs::is_regular_file(path_, error) && !asks_to_replace_) {
        asks_to_replace_ = true;
        return;
    }
    problem_.clear();
    open_ = false;
    job_.request(
        "export",
        [document = editor.document(), &kind = *figure_kinds()[kind_], options = wanted.value(), path = path_,
         cache = cache_](Progress& progress) -> std::shared_ptr<const void> {
            auto outcome = std::make_shared<Outcome>();
            auto bytes = export_figure(document, kind, options, *cache, progress);
            if (progress.cancelled()) return nullptr;
            auto written = bytes.ok() ? write_file(path, bytes.value()) : Checked<Done>(bytes.fault());
            outcome->failed = !written.ok();
            outcome->sentence =
                written.ok() ? fmt::format("Exported {} to {} ({} bytes).", kind.label, printable(path),
                                           display_text(static_cast<double>(bytes.value().size()), 12))
                             : sentence(written.fault());
            return outcome;
        });
}

void ExportDialog::take(Editor& editor) {
    const LatestJob::Answer answer = job_.take();
    if (!answer.result) return;
    const auto outcome = std::static_pointer_cast<const Outcome>(answer.result);
    editor.say(outcome->sentence, outcome->failed ? Editor::Tone::refused : Editor::Tone::plain);
}

void ExportDialog::draw_look(Ui& ui, double width) {
    const auto theme_items = items_of(themes(), [](ThemeId theme) { return capitals(id(theme), 1); });
    const auto theme = std::find(themes().begin(), themes().end(), theme_.value_or(seen_.theme));
    if (const auto i = choice(ui, "Theme", theme_items, static_cast<int>(theme - themes().begin()), width))
        theme_ = themes()[static_cast<std::size_t>(*i)];
    draw_size(ui, width);
    if (const auto on = toggle(ui, "Transparent ground", transparent_, width,
                               "Leaves the ground out, so that the figure stands on the page's own."))
        transparent_ = *on;
    if (const auto on = toggle(
            ui, format_ == Format::pdf ? "Carry the command" : "Carry the session", with_session_, width,
            format_ == Format::pdf
                ? "The file's metadata hold the command line that makes it again."
                : "The file holds what made it: dropped on the window, it restores this document."))
        with_session_ = *on;
}

void ExportDialog::draw_size(Ui& ui, double width) {
    std::vector<ChoiceItem> items{{"As in the window", ""}};
    for (const NamedSize& named : picture_sizes())
        items.push_back({capitals(named.id, 1), std::string(named.help)});
    items.push_back({"Another size", "typed", true});
    if (const auto i = choice(ui, "Size", items, static_cast<int>(size_choice_), width)) {
        const auto before = options();
        size_choice_ = static_cast<std::size_t>(*i);
        if (size_choice_ + 1 == items.size() && own_size_.empty())
            own_size_ = size_text(before.ok() ? before.value().size : seen_.size);
    }
    if (size_choice_ + 1 == items.size())
        if (const auto typed = text_field(ui, "Width × height", "", own_size_, width,
                                          "Like 3.3x2.5in, 120x80mm, 800x600px or 460x288pt."))
            own_size_ = *typed;
    if (format_ == Format::png)
        if (const auto typed = text_field(ui, "Resolution", "dots per inch", dpi_text(), width))
            dpi_ = *typed;
    if (const auto now = options(); now.ok()) {
        const std::string words = size_in_words(now.value());
        const Point at = point(ImGui::GetCursorScreenPos());
        ImGui::Dummy(vec({width, ui.paragraph(at, words, width, TextSize::small, InkKind::muted)}));
        ui.log().add("Size in words", {}, words);
    }
}

void ExportDialog::draw(Ui& ui, Editor& editor) {
    DialogScope dialog(ui, "export", "Export", 440, open_);
    if (!dialog.visible() || !open_) return;
    const double width = dialog.width();
    const bool typing = ui.field.id != 0, typing_file = typing && ui.field.id == ImGui::GetID("File");
    const auto kinds = items_of(figure_kinds(), [](const FigureKind* kind) { return kind->label; });
    if (const auto i = choice(ui, "Figure", kinds, static_cast<int>(kind_), width))
        set_kind(static_cast<std::size_t>(*i));
    const auto format_items = items_of(formats(), [](Format f) { return capitals(id(f), 4); });
    const auto format = std::find(formats().begin(), formats().end(), format_) - formats().begin();
    if (const auto i = choice(ui, "Format", format_items, static_cast<int>(format), width))
        set_format(formats()[static_cast<std::size_t>(*i)]);
    if (!is_data(format_)) draw_look(ui, width);
    if (const auto typed = text_field(ui, "File", "", path_, width)) {
        path_ = *typed;
        asks_to_replace_ = false;
        const auto named = format_of_path(path_);
        if (named.ok()) format_ = named.value();
    }
    dialog.end_body();
    const std::string words =
        asks_to_replace_ ? fmt::format("{} exists already.", printable(path_)) : problem_;
    if (!words.empty()) {
        const Point at = point(ImGui::GetCursorScreenPos());
        ImGui::Dummy(vec({width, ui.paragraph(at, words, width, TextSize::small, InkKind::text)}));
        ui.log().add("Problem", {}, words);
    }
    gap(ui, 8);
    // Return ends typing, and saves where the file was typed or nothing. It replaces no file: that takes a
    // click.
    const bool returned = !asks_to_replace_ && (!typing || typing_file) && return_pressed();
    if (button(ui, asks_to_replace_ ? "Replace it" : "Save", 0, ButtonKind::primary) || returned)
        start(editor);
    ImGui::SameLine();
    if (button(ui, "Cancel")) open_ = false;
}

}  // namespace rope
