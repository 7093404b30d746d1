#include "core/export/export.h"

#include <algorithm>

#include "core/document/placed_figure.h"
#include "core/export/command_line.h"
#include "core/export/drawing.h"
#include "core/export/figure_json.h"
#include "core/export/limits.h"
#include "core/export/table.h"
#include "core/figure/caption.h"
#include "core/figure/painter.h"

namespace rope {
namespace {

// Printed figures have their captions in the paper; the file's metadata holds ours.
bool shows_caption(const Theme& theme) {
    return !theme.paper;
}

}  // namespace

std::string file_title(const Figure& figure) {
    if (!figure.title.empty()) return plain_text(figure.title);
    return figure.name.empty() ? figure.kind : figure.name;
}

std::string file_description(const Figure& figure) {
    std::string words = caption_text(figure);
    for (const std::string& note : figure.notes)
        words += (words.empty() ? "" : " ") + note;
    return words;
}

void paint_drawing(const Drawing& drawing, Size size, Canvas& canvas) {
    const FigureLayout places =
        layout(drawing.figure, size, drawing.theme, drawing.metrics, shows_caption(drawing.theme));
    const PaintOptions options{.background = !drawing.options.transparent, .faded = 0, .handles = false};
    paint(drawing.figure, places, drawing.theme, drawing.metrics, options, canvas);
}

namespace {

// Numbers are not bound to a picture's pixels: the figure kinds get room enough to write every token of views
// of up to 4096 (their own limit for maps).
double data_resolution(Size size) {
    constexpr double kPixels = 16'384;  // across the page, of which the data area is at least a quarter
    return kPixels / std::min(size.width, size.height);
}

struct FileFont {
    FontChoice choice;
    std::shared_ptr<const TextMetrics> metrics;
};

// Looked for once: reading the system's list of fonts takes longer than drawing a figure.
const Checked<FileFont>& file_font() {
    static const Checked<FileFont> found = []() -> Checked<FileFont> {
        auto choice = find_font();
        if (!choice.ok()) return choice.fault();
        auto metrics = font_metrics(choice.value());
        if (!metrics.ok()) return metrics.fault();
        return FileFont{std::move(choice).value(), std::move(metrics).value()};
    }();
    return found;
}

Fault cancelled() {
    return Fault{
        .id = "cancelled", .subject = "the export", .rule = "was cancelled", .remedy = "", .where = ""};
}

// Page and resolution, checked before anything is computed.
Checked<Done> check(const ExportOptions& options) {
    if (auto fine = check_dpi(options.dpi, ""); !fine.ok()) return fine;
    if (auto fine = check_size(options.size, ""); !fine.ok()) return fine;
    return options.format == Format::png ? check_pixels(options.size, options.dpi, "") : Done{};
}

// Of the figure's numbers: where it has none because there is nothing to draw, its own reason is the
// refusal's.
Checked<std::string> numbers_of(const Figure& figure, Format format) {
    auto bytes = format == Format::csv ? csv_text(figure.data) : npy_bytes(figure.data);
    if (bytes.ok() || figure.sentence.empty()) return bytes;
    Fault fault = bytes.fault();
    fault.rule += ": " + figure.sentence.substr(0, figure.sentence.find_last_not_of('.') + 1);
    fault.remedy.clear();
    return fault;
}

void say_missing(const Figure& figure, std::vector<std::string>* missing) {
    if (missing == nullptr) return;
    missing->insert(missing->end(), figure.missing.begin(), figure.missing.end());
    if (!figure.sentence.empty()) missing->push_back(figure.sentence);
}

}  // namespace

bool is_data(Format format) {
    return format == Format::csv || format == Format::npy || format == Format::json;
}

SessionFigure session_figure(std::string_view kind, const ExportOptions& options) {
    return {std::string(kind), options.size, options.dpi, options.theme, options.transparent};
}

Checked<std::string> draw_figure(const Figure& figure, const ExportOptions& options,
                                 const std::string& session) {
    if (const auto fine = check(options); !fine.ok()) return fine.fault();
    if (options.format == Format::csv || options.format == Format::npy)
        return numbers_of(figure, options.format);
    if (options.format == Format::json) return figure_json(figure, nullptr);
    const Checked<FileFont>& font = file_font();
    if (!font.ok()) return font.fault();
    const std::string embedded = options.with_session ? session : std::string();
    const Drawing drawing{figure,  theme(options.theme), *font.value().metrics, font.value().choice, options,
                          embedded};
    switch (options.format) {
        case Format::svg:
            return draw_svg(drawing);
        case Format::pdf:
            return draw_pdf(drawing);
        default:
            return draw_png(drawing);
    }
}

Checked<std::string> export_figure(const Document& document, const FigureKind& kind,
                                   const ExportOptions& options, ResultCache& cache, Progress& progress,
                                   std::vector<std::string>* missing) {
    if (const auto fine = check(options); !fine.ok()) return fine.fault();
    const Theme& look = theme(options.theme);
    PictureSize picture{
        .size = options.size, .pixels_per_point = options.dpi / 72, .font_size = look.font_size};
    if (is_data(options.format)) {
        picture.pixels_per_point = data_resolution(options.size);
        const auto figure = make_figure(document, kind, picture, cache, progress);
        if (!figure.ok()) return figure.fault();
        if (!figure.value()) return cancelled();
        say_missing(*figure.value(), missing);
        if (options.format == Format::json) return figure_json(*figure.value(), &document);
        return draw_figure(*figure.value(), options, {});
    }
    const Checked<FileFont>& font = file_font();
    if (!font.ok()) return font.fault();
    // A vector file is enlarged at will: its heatmaps keep what the data have, a picture its pixels.
    if (options.format != Format::png)
        picture.map_detail = std::max(1.0, data_resolution(options.size) / picture.pixels_per_point);
    const auto placed = make_placed_figure(document, kind, picture, look, *font.value().metrics,
                                           shows_caption(look), cache, progress);
    if (!placed.ok()) return placed.fault();
    if (!placed.value().figure) return cancelled();
    say_missing(*placed.value().figure, missing);
    ExportOptions described = options;
    // The command line names files as a session does: without the one there is not the other.
    if (described.command_line.empty() && options.with_session)
        described.command_line = command_line(document, kind.id, options);
    return draw_figure(*placed.value().figure, described,
                       write_session(document, session_figure(kind.id, options)));
}

}  // namespace rope
