#include "app/gui/dialogs/export_dialog.h"

#include <fmt/format.h>

#include <algorithm>
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

// What the typed size comes to; empty while it is no size.
std::string size_in_words(const std::string& typed, const std::string& dpi_typed, Format format) {
    const auto dpi = parse_number(dpi_typed, "Resolution");
    if (!dpi.ok()) return {};
    const auto size = parse_size(typed, dpi.value(), "Size");
    if (!size.ok()) return {};
    const Size s = size.value();
    std::string words =
        fmt::format("{} × {}\u2009in", display_text(s.width / 72), display_text(s.height / 72));
    if (format == Format::png)
        words += fmt::format(": {} × {} pixels at {} dpi", pixels(s.width, dpi.value()),
                             pixels(s.height, dpi.value()), display_text(dpi.value()));
    return words;
}

}  // namespace

ExportDialog::ExportDialog(std::shared_ptr<ResultCache> cache, std::function<void()> wake)
    : cache_(std::move(cache)), job_(std::move(wake)) {}

void ExportDialog::open(std::string_view kind) {
    open_ = true;
    asks_to_replace_ = false;
    problem_.clear();
    for (std::size_t i = 0; i < figure_kinds().size(); ++i)
        if (figure_kinds()[i]->id == kind) kind_ = i;
    std::error_code error;
    const fs::path folder = path_.empty() ? fs::current_path(error) : fs::path(path_).parent_path();
    path_ = (folder / fmt::format("{}.{}", figure_kinds()[kind_]->id, id(format_))).string();
}

void ExportDialog::set_format(Format format) {
    format_ = format;
    path_ = fs::path(path_).replace_extension(std::string(id(format))).string();
}

void ExportDialog::start(const Editor& editor) {
    ExportOptions options;
    options.format = format_;
    options.theme = theme_;
    auto dpi = parse_number(dpi_, "Resolution");
    if (!dpi.ok()) {
        problem_ = sentence(dpi.fault());
        return;
    }
    options.dpi = dpi.value();
    auto size = parse_size(size_, options.dpi, "Size");
    if (!size.ok()) {
        problem_ = sentence(size.fault());
        return;
    }
    options.size = size.value();
    std::error_code error;
    if (fs::is_regular_file(path_, error) && !asks_to_replace_) {
        asks_to_replace_ = true;
        return;
    }
    problem_.clear();
    open_ = false;
    job_.request(
        "export",
        [document = editor.document(), &kind = *figure_kinds()[kind_], options, path = path_,
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

void ExportDialog::draw(Ui& ui, Editor& editor) {
    DialogScope dialog(ui, "export", "Export", 440, open_);
    if (!dialog.visible() || !open_) return;
    const double width = dialog.width();
    const auto kinds = items_of(figure_kinds(), [](const FigureKind* kind) { return kind->label; });
    if (const auto i = choice(ui, "Figure", kinds, static_cast<int>(kind_), width)) {
        kind_ = static_cast<std::size_t>(*i);
        open(figure_kinds()[kind_]->id);
    }
    const auto format_items = items_of(formats(), [](Format f) { return capitals(id(f), 4); });
    const auto format = std::find(formats().begin(), formats().end(), format_) - formats().begin();
    if (const auto i = choice(ui, "Format", format_items, static_cast<int>(format), width))
        set_format(formats()[static_cast<std::size_t>(*i)]);
    const auto theme_items = items_of(themes(), [](ThemeId theme) { return capitals(id(theme), 1); });
    int theme_index = 0;
    for (std::size_t i = 0; i < themes().size(); ++i)
        if (themes()[i] == theme_) theme_index = static_cast<int>(i);
    if (const auto i = choice(ui, "Theme", theme_items, theme_index, width))
        theme_ = themes()[static_cast<std::size_t>(*i)];
    const bool picture = !is_data(format_);
    if (picture) {
        if (const auto typed = text_field(
                ui, "Size", "", size_, width,
                "Like 3.3x2.5in, 120x80mm, 800x600px or 460x288pt; or single, double (columns), slide."))
            size_ = *typed;
        if (format_ == Format::png)
            if (const auto typed = text_field(ui, "Resolution", "dots per inch", dpi_, width)) dpi_ = *typed;
        if (const std::string words = size_in_words(size_, dpi_, format_); !words.empty()) {
            const Point at = point(ImGui::GetCursorScreenPos());
            ImGui::Dummy(vec({width, ui.paragraph(at, words, width, TextSize::small, InkKind::muted)}));
            ui.log().add("Size in words", {}, words);
        }
    }
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
    if (button(ui, asks_to_replace_ ? "Replace it" : "Save", 0, ButtonKind::primary)) start(editor);
    ImGui::SameLine();
    if (button(ui, "Cancel")) open_ = false;
}

}  // namespace rope
