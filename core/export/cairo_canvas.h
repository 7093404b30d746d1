// Canvas on a Cairo context: pictures (PNG) and PDF.
#pragma once

#include <cairo.h>

#include <memory>

#include "core/export/font_faces.h"
#include "core/figure/canvas.h"

namespace rope {

class CairoCanvas final : public Canvas {
  public:
    // The context's units are pixels; one point is `pixels_per_point` of them. On a `raster` target
    // axis-parallel lines and areas snap to whole pixels and glyphs are filled outlines (Cairo would round
    // their places to pixels); else text stays text. The context, the metrics and the theme outlive the
    // canvas.
    enum class Target { raster, vector };
    CairoCanvas(cairo_t* context, Target target, double pixels_per_point,
                std::shared_ptr<const FontFaces> faces, const TextMetrics& metrics, const Theme& theme);
    ~CairoCanvas() override;
    CairoCanvas(const CairoCanvas&) = delete;
    CairoCanvas& operator=(const CairoCanvas&) = delete;

    // After the last call. Faults: drawing_failed with Cairo's reason (out of memory, too large).
    Checked<Done> finish() const;

    void push_group(const Tag& tag) override;
    void pop_group() override;
    void push_clip(const Rect& rect) override;
    void pop_clip() override;
    void polyline(std::span<const Point> points, const Stroke& stroke) override;
    void polygon(std::span<const Point> convex, Colour fill) override;
    void rectangle(const Rect& rect, std::optional<Colour> fill, std::optional<Stroke> stroke) override;
    void circle(Point centre, double radius, std::optional<Colour> fill,
                std::optional<Stroke> stroke) override;
    void sector(Point centre, double radius, double from, double to, Colour fill) override;
    void cells(const Rect& rect, const Raster& raster, const ColourScale& scale) override;
    void text(Point baseline_anchor, std::string_view markup, const TextStyle& style) override;

  private:
    struct PixelLine {
        double width;                  // whole pixels, at least one [pt]
        double at(double edge) const;  // where a line along `edge` covers whole pixels [pt]
        double pixels_per_point;
    };
    double snapped(double edge) const;
    Rect snapped(const Rect& rect) const;
    PixelLine pixel_line(double width) const;
    void set_colour(Colour colour);
    void set_stroke(const Stroke& stroke);

    cairo_t* context_;
    bool snap_;
    double pixels_per_point_;
    std::shared_ptr<const FontFaces> faces_;
    const TextMetrics& metrics_;
    const Theme& theme_;
};

}  // namespace rope
