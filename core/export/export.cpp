#include "core/export/export.h"

#include "core/export/drawing.h"
#include "core/export/limits.h"
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

Checked<std::string> draw_figure(const Figure& figure, const ExportOptions& options,
                                 const std::string& session) {
    if (const auto fine = check_dpi(options.dpi, ""); !fine.ok()) return fine.fault();
    if (const auto fine = check_size(options.size, ""); !fine.ok()) return fine.fault();
    if (options.format == Format::png) {
        if (const auto fine = check_pixels(options.size, options.dpi, ""); !fine.ok()) return fine.fault();
    }
    const auto font = find_font();
    if (!font.ok()) return font.fault();
    const auto metrics = font_metrics(font.value());
    if (!metrics.ok()) return metrics.fault();
    static const std::string none;
    const Drawing drawing{figure,           theme(options.theme),
                          *metrics.value(), font.value(),
                          options,          options.with_session ? session : none};
    switch (options.format) {
        case Format::pdf:
            return draw_pdf(drawing);
        case Format::png:
        default:
            return draw_png(drawing);
    }
}

}  // namespace rope
