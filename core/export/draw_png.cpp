#include <cairo.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "core/export/cairo_canvas.h"
#include "core/export/drawing.h"
#include "core/export/limits.h"
#include "core/export/png_writer.h"

namespace rope {
namespace {

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

// Cairo keeps native-endian premultiplied ARGB; files hold straight RGBA.
void opaque_row(std::span<const std::uint32_t> argb, std::uint8_t* rgba) {
    for (std::size_t i = 0; i < argb.size(); ++i) {
        rgba[4 * i] = static_cast<std::uint8_t>(argb[i] >> 16);
        rgba[4 * i + 1] = static_cast<std::uint8_t>(argb[i] >> 8);
        rgba[4 * i + 2] = static_cast<std::uint8_t>(argb[i]);
        rgba[4 * i + 3] = 255;
    }
}

void straight_row(std::span<const std::uint32_t> argb, std::uint8_t* rgba) {
    const std::uint32_t all =
        std::accumulate(argb.begin(), argb.end(), ~std::uint32_t{0}, std::bit_and<std::uint32_t>());
    if (all >> 24 == 255) return opaque_row(argb, rgba);  // nearly every row
    for (std::size_t i = 0; i < argb.size(); ++i) {
        const std::uint32_t pixel = argb[i], a = pixel >> 24;
        const auto straight = [a](std::uint32_t v) {
            return static_cast<std::uint8_t>(a == 0 ? 0 : (v * 255 + a / 2) / a);
        };
        rgba[4 * i] = straight(pixel >> 16 & 0xFF);
        rgba[4 * i + 1] = straight(pixel >> 8 & 0xFF);
        rgba[4 * i + 2] = straight(pixel & 0xFF);
        rgba[4 * i + 3] = static_cast<std::uint8_t>(a);
    }
}

}  // namespace

Checked<std::string> draw_png(const Drawing& drawing) {
    const double pixels_per_point = drawing.options.dpi / 72;
    const int width = pixels(drawing.options.size.width, drawing.options.dpi);
    const int height = pixels(drawing.options.size.height, drawing.options.dpi);
    auto faces = FontFaces::open(drawing.font);
    if (!faces.ok()) return faces.fault();
    const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height),
                          &cairo_surface_destroy);
    const Context context(cairo_create(surface.get()), &cairo_destroy);
    {
        CairoCanvas canvas(context.get(), CairoCanvas::Target::raster, pixels_per_point, faces.value(),
                           drawing.metrics, drawing.theme);
        paint_drawing(drawing, {width / pixels_per_point, height / pixels_per_point}, canvas);
        if (const auto done = canvas.finish(); !done.ok()) return done.fault();
    }
    cairo_surface_flush(surface.get());
    const unsigned char* data = cairo_image_surface_get_data(surface.get());
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
    PngPicture picture;
    picture.width = width;
    picture.height = height;
    picture.row = [&](int y, std::span<std::uint8_t> rgba) {
        const unsigned char* from = data + static_cast<std::size_t>(y) * stride;
        straight_row({reinterpret_cast<const std::uint32_t*>(from), rgba.size() / 4}, rgba.data());
    };
    picture.dpi = drawing.options.dpi;
    picture.session = drawing.session;
    picture.title = file_title(drawing.figure);
    picture.description = file_description(drawing.figure);
    return encode_png(picture);
}

}  // namespace rope
