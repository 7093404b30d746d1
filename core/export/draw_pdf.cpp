#include <cairo-pdf.h>
#include <fmt/chrono.h>

#include <cstdlib>

#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/export/cairo_canvas.h"
#include "core/export/drawing.h"

namespace rope {
namespace {

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

// The date that a reproducible build asks for; files carry no other.
std::string source_date() {
    const char* text = std::getenv("SOURCE_DATE_EPOCH");
    if (!text) return {};
    constexpr std::int64_t kYear10000 = 253'402'300'799;
    const auto seconds = parse_integer(text, 0, kYear10000, "SOURCE_DATE_EPOCH");
    if (!seconds.ok()) return {};
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(seconds.value())));
}

void set_metadata(cairo_surface_t* surface, const Drawing& drawing) {
    const auto set = [&](cairo_pdf_metadata_t key, const std::string& value) {
        if (!value.empty()) cairo_pdf_surface_set_metadata(surface, key, printable(value).c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, file_title(drawing.figure));
    set(CAIRO_PDF_METADATA_SUBJECT, file_description(drawing.figure));
    set(CAIRO_PDF_METADATA_KEYWORDS, drawing.options.command_line);
    set(CAIRO_PDF_METADATA_CREATOR, "rope-explorer " ROPE_VERSION);
    // Always set, also when empty: Cairo would write the time of day, and no two files were alike.
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, source_date().c_str());
}

}  // namespace

Checked<std::string> draw_pdf(const Drawing& drawing) {
    auto faces = FontFaces::open(drawing.font);
    if (!faces.ok()) return faces.fault();
    const Size size = drawing.options.size;
    std::string bytes;
    const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
        cairo_pdf_surface_create_for_stream(append, &bytes, size.width, size.height), &cairo_surface_destroy);
    set_metadata(surface.get(), drawing);
    const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> context(cairo_create(surface.get()),
                                                                     &cairo_destroy);
    {
        CairoCanvas canvas(context.get(), CairoCanvas::Target::vector, 1, faces.value(), drawing.metrics,
                           drawing.theme);
        paint_drawing(drawing, size, canvas);
        cairo_show_page(context.get());
        if (const auto done = canvas.finish(); !done.ok()) return done.fault();
        cairo_surface_finish(surface.get());
        if (const auto done = canvas.finish(); !done.ok()) return done.fault();
    }
    return bytes;
}

}  // namespace rope
