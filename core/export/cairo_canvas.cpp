#include "core/export/cairo_canvas.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/utf8.h"
#include "core/export/cell_image.h"
#include "core/export/near_page.h"
#include "core/export/place_text.h"

namespace rope {
namespace {

// Below this Cairo's font matrix is singular to it and poisons the context.
constexpr double kSmallestText = 0.01;  // [pt]

// Slope of italics: that of DejaVu Sans Oblique.
constexpr double kItalicShear = 0.2;

void path_of(cairo_t* context, std::span<const Point> points) {
    cairo_new_path(context);
    for (const Point& p : points)
        cairo_line_to(context, p.x, p.y);
}

// Colours of the cells for Cairo. RGB where all are opaque, so that a PDF needs no mask.
cairo_surface_t* surface_of(const CellImage& cells) {
    bool opaque = true;
    for (std::size_t i = 3; i < cells.rgba.size(); i += 4)
        opaque = opaque && cells.rgba[i] == 255;
    cairo_surface_t* image = cairo_image_surface_create(opaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32,
                                                        cells.width, cells.height);
    if (cairo_surface_status(image) != CAIRO_STATUS_SUCCESS) return image;
    cairo_surface_flush(image);
    unsigned char* pixels = cairo_image_surface_get_data(image);
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(image));
    const auto columns = static_cast<std::size_t>(cells.width);
    for (std::size_t r = 0; r < static_cast<std::size_t>(cells.height); ++r) {
        auto* out = reinterpret_cast<std::uint32_t*>(pixels + r * stride);
        const std::uint8_t* in = cells.rgba.data() + r * columns * 4;
        for (std::size_t c = 0; c < columns; ++c, in += 4) {
            const std::uint32_t a = in[3];
            const auto premultiplied = [a](std::uint32_t v) { return (v * a + 127) / 255; };
            out[c] = a << 24 | premultiplied(in[0]) << 16 | premultiplied(in[1]) << 8 | premultiplied(in[2]);
        }
    }
    cairo_surface_mark_dirty(image);
    return image;
}

// Glyphs of one face that follow each other, with the text they stand for.
struct GlyphRun {
    cairo_font_face_t* face = nullptr;
    std::vector<cairo_glyph_t> glyphs;
    std::vector<cairo_text_cluster_t> clusters;
    std::string utf8;
};

std::vector<GlyphRun> glyph_runs(const PlacedRun& run, const FontFaces& faces, bool bold) {
    std::vector<GlyphRun> runs;
    for (std::size_t i = 0; i < run.text.size(); ++i) {
        const FontFaces::Glyph glyph = faces.glyph(run.text[i], bold);
        if (runs.empty() || runs.back().face != glyph.face) {
            runs.emplace_back();
            runs.back().face = glyph.face;
        }
        GlyphRun& last = runs.back();
        const std::size_t before = last.utf8.size();
        append_utf8(last.utf8, run.text[i]);
        last.glyphs.push_back({glyph.index, run.x[i], -run.rise});
        last.clusters.push_back({static_cast<int>(last.utf8.size() - before), 1});
    }
    return runs;
}

}  // namespace

CairoCanvas::CairoCanvas(cairo_t* context, Target target, double pixels_per_point,
                         std::shared_ptr<const FontFaces> faces, const TextMetrics& metrics,
                         const Theme& theme)
    : context_(context),
      snap_(target == Target::raster),
      pixels_per_point_(pixels_per_point),
      faces_(std::move(faces)),
      metrics_(metrics),
      theme_(theme) {
    require(std::isfinite(pixels_per_point) && pixels_per_point > 0, "CairoCanvas: scale must be positive");
    cairo_save(context_);
    cairo_scale(context_, pixels_per_point, pixels_per_point);
    cairo_set_line_join(context_, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(context_, CAIRO_LINE_CAP_BUTT);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(context_, options);
    cairo_font_options_destroy(options);
}

CairoCanvas::~CairoCanvas() {
    cairo_restore(context_);
}

Checked<Done> CairoCanvas::finish() const {
    cairo_status_t status = cairo_status(context_);
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(cairo_get_target(context_));
    if (status == CAIRO_STATUS_SUCCESS) return Done{};
    return Fault{.id = "drawing_failed",
                 .subject = "this picture",
                 .rule = std::string("could not be drawn: ") + cairo_status_to_string(status),
                 .remedy = "ask for a smaller one",
                 .where = ""};
}

double CairoCanvas::snapped(double edge) const {
    return snap_ ? std::round(edge * pixels_per_point_) / pixels_per_point_ : edge;
}

// Neighbours keep touching, and what is thinner than a pixel stays visible.
Rect CairoCanvas::snapped(const Rect& rect) const {
    Rect out{snapped(rect.x), snapped(rect.y), 0, 0};
    out.width = snapped(rect.right()) - out.x;
    out.height = snapped(rect.bottom()) - out.y;
    if (out.width <= 0) out.width = rect.width;
    if (out.height <= 0) out.height = rect.height;
    return out;
}

CairoCanvas::PixelLine CairoCanvas::pixel_line(double width) const {
    return {std::max(1.0, std::round(width * pixels_per_point_)) / pixels_per_point_, pixels_per_point_};
}

double CairoCanvas::PixelLine::at(double edge) const {
    const double half = width * pixels_per_point / 2;
    return (std::round(edge * pixels_per_point - half) + half) / pixels_per_point;
}

void CairoCanvas::set_colour(Colour colour) {
    cairo_set_source_rgba(context_, colour.r / 255.0, colour.g / 255.0, colour.b / 255.0, colour.a / 255.0);
}

void CairoCanvas::set_stroke(const Stroke& stroke) {
    set_colour(stroke.colour);
    cairo_set_line_width(context_, std::isfinite(stroke.width) ? std::clamp(stroke.width, 0.0, kFarAway) : 0);
    const std::vector<double> lengths = dash_lengths(stroke);
    cairo_set_dash(context_, lengths.data(), static_cast<int>(lengths.size()), 0);
}

void CairoCanvas::push_group(const Tag&) {}
void CairoCanvas::pop_group() {}

void CairoCanvas::push_clip(const Rect& rect) {
    cairo_save(context_);
    const Rect r = is_near(rect) ? snapped(rect) : Rect{};
    cairo_rectangle(context_, r.x, r.y, r.width, r.height);
    cairo_clip(context_);
}

void CairoCanvas::pop_clip() {
    cairo_restore(context_);
}

void CairoCanvas::polyline(std::span<const Point> points, const Stroke& stroke) {
    if (points.size() < 2) return;
    if (!all_near(points)) {
        for (const auto& part : near_parts(points))
            polyline(part, stroke);
        return;
    }
    set_stroke(stroke);
    const Point a = points[0], b = points[1];
    if (snap_ && points.size() == 2 && (a.x == b.x || a.y == b.y)) {
        const PixelLine line = pixel_line(stroke.width);
        cairo_set_line_width(context_, line.width);
        const Point moved = a.x == b.x ? Point{line.at(a.x), a.y} : Point{a.x, line.at(a.y)};
        path_of(context_, std::array{moved, a.x == b.x ? Point{moved.x, b.y} : Point{b.x, moved.y}});
    } else {
        path_of(context_, points);
    }
    cairo_stroke(context_);
}

void CairoCanvas::polygon(std::span<const Point> convex, Colour fill) {
    if (convex.size() < 3) return;
    cairo_new_path(context_);
    for (const Point& p : convex) {
        const Point q = brought_near(p);
        cairo_line_to(context_, q.x, q.y);
    }
    cairo_close_path(context_);
    set_colour(fill);
    cairo_fill(context_);
}

void CairoCanvas::rectangle(const Rect& rect, std::optional<Colour> fill, std::optional<Stroke> stroke) {
    const Point from = brought_near({rect.x, rect.y}), to = brought_near({rect.right(), rect.bottom()});
    const Rect near{from.x, from.y, to.x - from.x, to.y - from.y};
    cairo_new_path(context_);
    if (fill) {
        const Rect r = snapped(near);
        cairo_rectangle(context_, r.x, r.y, r.width, r.height);
        set_colour(*fill);
        cairo_fill(context_);
    }
    if (stroke) {
        set_stroke(*stroke);
        if (snap_) {
            const PixelLine line = pixel_line(stroke->width);
            cairo_set_line_width(context_, line.width);
            const double x = line.at(near.x), y = line.at(near.y);
            cairo_rectangle(context_, x, y, line.at(near.right()) - x, line.at(near.bottom()) - y);
        } else {
            cairo_rectangle(context_, near.x, near.y, near.width, near.height);
        }
        cairo_stroke(context_);
    }
}

void CairoCanvas::circle(Point centre, double radius, std::optional<Colour> fill,
                         std::optional<Stroke> stroke) {
    if (!is_near(centre) || !(radius > 0) || radius > kFarAway) return;
    cairo_new_path(context_);
    cairo_arc(context_, centre.x, centre.y, radius, 0, 2 * std::numbers::pi);
    cairo_close_path(context_);
    if (fill) {
        set_colour(*fill);
        cairo_fill_preserve(context_);
    }
    if (stroke) {
        set_stroke(*stroke);
        cairo_stroke_preserve(context_);
    }
    cairo_new_path(context_);
}

void CairoCanvas::sector(Point centre, double radius, double from, double to, Colour fill) {
    if (!is_near(centre) || !(radius > 0) || radius > kFarAway) return;
    if (!std::isfinite(from) || !std::isfinite(to)) return;
    // Cairo's angles grow clockwise on a page whose y points down.
    const double start = -std::max(from, to), end = -std::min(from, to);
    cairo_new_path(context_);
    cairo_move_to(context_, centre.x, centre.y);
    cairo_arc(context_, centre.x, centre.y, radius, start, std::min(end, start + 2 * std::numbers::pi));
    cairo_close_path(context_);
    set_colour(fill);
    cairo_fill(context_);
}

void CairoCanvas::cells(const Rect& rect, const Raster& raster, const ColourScale& scale) {
    if (raster.rows < 1 || raster.columns < 1 || !is_near(rect) || rect.width <= 0 || rect.height <= 0)
        return;
    const Rect r = snapped(rect);
    const CellImage cells =
        snap_ ? cell_image(raster, scale, theme_) : cell_image_for_vector(raster, scale, theme_, rect);
    cairo_surface_t* image = surface_of(cells);
    cairo_save(context_);
    cairo_rectangle(context_, r.x, r.y, r.width, r.height);
    cairo_clip(context_);
    cairo_translate(context_, r.x, r.y);
    cairo_scale(context_, r.width / cells.width, r.height / cells.height);
    cairo_set_source_surface(context_, image, 0, 0);
    // Cells finer than pixels are averaged, because to pick some of them would show patterns that are not
    // there.
    const bool finer = snap_ ? r.width * pixels_per_point_ < cells.width - 0.5 ||
                                   r.height * pixels_per_point_ < cells.height - 0.5
                             : cells.fine;
    cairo_pattern_set_filter(cairo_get_source(context_), finer ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
    cairo_paint(context_);
    cairo_restore(context_);
    cairo_surface_destroy(image);
}

void CairoCanvas::text(Point anchor, std::string_view markup, const TextStyle& style) {
    if (!is_near(anchor) || !std::isfinite(style.angle)) return;
    if (!(style.size >= kSmallestText) || style.size > kFarAway) return;
    const PlacedText placed = place_text(markup, style, metrics_);
    cairo_save(context_);
    cairo_translate(context_, anchor.x, anchor.y);
    if (style.angle != 0) cairo_rotate(context_, -style.angle * std::numbers::pi / 180);
    set_colour(style.colour);
    for (const PlacedRun& run : placed.runs) {
        if (run.size < kSmallestText) continue;
        const double shear = run.italic ? -kItalicShear * run.size : 0;
        const cairo_matrix_t matrix{run.size, 0, shear, run.size, 0, 0};
        for (const GlyphRun& glyphs : glyph_runs(run, *faces_, style.bold)) {
            cairo_set_font_face(context_, glyphs.face);
            cairo_set_font_matrix(context_, &matrix);
            const int count = static_cast<int>(glyphs.glyphs.size());
            if (snap_) {
                cairo_new_path(context_);
                cairo_glyph_path(context_, glyphs.glyphs.data(), count);
                cairo_fill(context_);
            } else {
                cairo_show_text_glyphs(context_, glyphs.utf8.data(), static_cast<int>(glyphs.utf8.size()),
                                       glyphs.glyphs.data(), count, glyphs.clusters.data(), count,
                                       static_cast<cairo_text_cluster_flags_t>(0));
            }
        }
    }
    cairo_restore(context_);
}

}  // namespace rope
