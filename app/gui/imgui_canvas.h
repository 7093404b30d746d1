// The Canvas of the window: a figure onto the toolkit's draw list.
#pragma once

#include "app/gl/heatmap.h"
#include "app/gui/fonts.h"
#include "core/figure/canvas.h"

namespace rope {

class ImGuiCanvas final : public Canvas {
  public:
    // The page's origin lies at `origin` [px]; one point is `scale` pixels.
    ImGuiCanvas(ImDrawList& list, const Fonts& fonts, Heatmaps& heatmaps, const Theme& theme, Point origin,
                double scale)
        : list_(list), fonts_(fonts), heatmaps_(heatmaps), theme_(theme), origin_(origin), scale_(scale) {}

    void push_group(const Tag&) override {}
    void pop_group() override {}
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
    ImVec2 place(Point p) const;
    double thickness(const Stroke& stroke) const;  // [px], at least 1
    void line_solid(std::span<const ImVec2> points, const Stroke& stroke);
    void line_dashed(std::span<const ImVec2> points, const Stroke& stroke);

    ImDrawList& list_;
    const Fonts& fonts_;
    Heatmaps& heatmaps_;
    const Theme& theme_;
    Point origin_;
    double scale_;
};

}  // namespace rope
