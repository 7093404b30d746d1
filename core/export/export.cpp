#include "core/export/export.h"

#include <algorithm>

#include "core/document/session.h"
#include "core/export/drawing.h"
#include "core/export/limits.h"
#include "core/export/table.h"
#include "core/figure/painter.h"

namespace rope {

std::string file_title(const Figure& figure) {
    const std::string title = plain_text(figure.title);
    return title.empty() ? figure.kind : title;
}

void paint_drawing(const Drawing& drawing, Size size, Canvas& canvas) {
    const FigureLayout places =
        layout(drawing.figure, size, drawing.theme, drawing.metrics, !drawing.figure.caption.empty());
    const PaintOptions options{.background = !drawing.options.transparent, .faded = 0, .handles = false};
    paint(drawing.figure, places, drawing.theme, drawing.metrics, options, canvas);
}

namespace {

bool is_data(Format format) {
    return format == Format::csv || format == Format::npy;
}

// Numbers are not bound to a picture's pixels: the figure kinds get room enough to write every token of views
// of up to 4096 (their own limit for maps).
double data_resolution(Size size) {
    constexpr double kPixels = 16'384;  // across the page, of which the data area is at least a quarter
    return kPixels / std::min(size.width, size.height);
}

// Page and resolution, checked before anything is computed.
Checked<Done> check(const ExportOptions& options) {
    if (auto fine = check_dpi(options.dpi, ""); !fine.ok()) return fine;
    if (auto fine = check_size(options.size, ""); !fine.ok()) return fine;
    return options.format == Format::png ? check_pixels(options.size, options.dpi, "") : Done{};
}

}  // namespace

Checked<std::string> draw_figure(const Figure& figure, const ExportOptions& options,
                                 const std::string& session) {
    if (const auto fine = check(options); !fine.ok()) return fine.fault();
    if (options.format == Format::csv) return csv_text(figure.data);
    if (options.format == Format::npy) return npy_bytes(figure.data);
    const auto font = find_font();
    if (!font.ok()) return font.fault();
    const auto metrics = font_metrics(font.value());
    if (!metrics.ok()) return metrics.fault();
    const std::string embedded = options.with_session ? session : std::string();
    const Drawing drawing{figure, theme(options.theme), *metrics.value(), font.value(), options, embedded};
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
                                   const ExportOptions& options, ResultCache& cache, Progress& progress) {
    if (const auto fine = check(options); !fine.ok()) return fine.fault();
    PictureSize picture;
    picture.size = options.size;
    picture.pixels_per_point = is_data(options.format) ? data_resolution(options.size) : options.dpi / 72;
    picture.font_size = theme(options.theme).font_size;
    const auto figure = make_figure(document, kind, picture, cache, progress);
    if (!figure.ok()) return figure.fault();
    return draw_figure(*figure.value(), options, write_session(document));
}

}  // namespace rope
