#include "tests/support/figure_pictures.h"

#include <gtest/gtest.h>

#include "core/export/drawing.h"
#include "core/figure/painter.h"
#include "core/figure/recording_canvas.h"

namespace rope::test {

std::string transcript_of(const Figure& figure, Size size, ThemeId id) {
    const FixedWidthText metrics;
    const Theme& look = theme(id);
    RecordingCanvas canvas;
    paint(figure, layout(figure, size, look, metrics, true), look, metrics, PaintOptions{}, canvas);
    return canvas.transcript();
}

std::string drawn(const Figure& figure, const ExportOptions& options, const std::string& session) {
    const auto font = find_font("DejaVu Sans");
    if (!font.ok()) {
        ADD_FAILURE() << sentence(font.fault());
        return {};
    }
    const auto metrics = font_metrics(font.value()).value();
    const Drawing drawing{figure, theme(options.theme), *metrics, font.value(), options, session};
    auto bytes = options.format == Format::svg   ? draw_svg(drawing)
                 : options.format == Format::pdf ? draw_pdf(drawing)
                                                 : draw_png(drawing);
    if (!bytes.ok()) ADD_FAILURE() << sentence(bytes.fault());
    return bytes.ok() ? std::move(bytes).value() : std::string();
}

}  // namespace rope::test
