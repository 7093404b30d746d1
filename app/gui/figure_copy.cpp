#include "app/gui/figure_copy.h"

#include <fmt/format.h>

#include "core/export/command_line.h"
#include "core/export/snippet.h"
#include "core/export/table.h"

namespace rope {
namespace {

constexpr double kPointsPerInch = 72;
constexpr double kSharper = 2;  // than the screen: the picture will be looked at elsewhere

struct Drawn {
    ClipboardPicture picture;
    std::string fault;  // empty: drawn
    std::string_view label;
};

std::shared_ptr<const Drawn> draw(const Document& document, const FigureKind& kind, ExportOptions options,
                                  ResultCache& cache, Progress& progress) {
    auto drawn = std::make_shared<Drawn>();
    drawn->label = kind.label;
    drawn->picture.text = command_line(document, kind.id, options);
    for (const Format format : {Format::png, Format::svg}) {
        options.format = format;
        auto bytes = export_figure(document, kind, options, cache, progress);
        if (!bytes.ok()) {
            drawn->fault = sentence(bytes.fault());
            return drawn;
        }
        (format == Format::png ? drawn->picture.png : drawn->picture.svg) = std::move(bytes).value();
    }
    return drawn;
}

}  // namespace

FigureCopy::FigureCopy(std::shared_ptr<ResultCache> cache, std::function<void()> wake)
    : cache_(std::move(cache)), job_(std::move(wake)) {}

void FigureCopy::start(const Document& document, const FigureKind& kind, const PictureSize& picture,
                       ThemeId theme) {
    job_.request("", [document, &kind, options = options_of_view(picture, theme), cache = cache_](
                         Progress& progress) { return draw(document, kind, options, *cache, progress); });
}

void FigureCopy::take(Surface& surface, Editor& editor) {
    const auto drawn = std::static_pointer_cast<const Drawn>(job_.take().result);
    if (!drawn) return;
    if (!drawn->fault.empty()) return editor.say(drawn->fault, Editor::Tone::refused);
    auto copied = surface.set_clipboard_picture(drawn->picture);
    if (copied.ok()) return editor.say(fmt::format("{} copied as a picture.", drawn->label));
    surface.set_clipboard(drawn->picture.text);
    editor.say(fmt::format("Its command line was copied as text: {}.", sentence(copied.fault())),
               Editor::Tone::refused);
}

ExportOptions options_of_view(const PictureSize& picture, ThemeId theme) {
    ExportOptions options;
    options.size = picture.size;
    options.dpi = kPointsPerInch * kSharper * picture.pixels_per_point;
    options.theme = theme;
    return options;
}

Checked<std::string> copied_text(CopyAs as, const Document& document, const Figure& figure,
                                 const ExportOptions& options) {
    switch (as) {
        case CopyAs::data:
            return csv_text(figure.data);
        case CopyAs::latex:
            return latex_snippet(document, figure, options);
        case CopyAs::markdown:
            return markdown_snippet(document, figure, options);
        default:
            return command_line(document, figure.kind, options) + "\n";
    }
}

std::string_view words_for(CopyAs as) {
    switch (as) {
        case CopyAs::picture:
            return "picture";
        case CopyAs::data:
            return "data as CSV";
        case CopyAs::command:
            return "command line";
        case CopyAs::latex:
            return "LaTeX figure";
        case CopyAs::markdown:
            return "Markdown image";
    }
    return "";
}

}  // namespace rope
