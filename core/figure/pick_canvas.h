// What is under the mouse: replays the drawing and measures distance instead of painting.
#pragma once

#include <optional>
#include <vector>

#include "core/figure/canvas.h"

namespace rope {

class PickCanvas final : public Canvas {
  public:
    // Things within `reach` [pt] count; the last painted among the nearest wins, small draggable things
    // (tips, handles) before lines, lines before areas.
    PickCanvas(Point pointer, double reach) : pointer_(pointer), reach_(reach) {}

    std::optional<Tag> hit() const;

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
    void offer(double distance);
    Point pointer_;
    double reach_;
    std::vector<Tag> groups_;
    std::vector<Rect> clips_;
    std::optional<Tag> best_;
    int best_rank_ = 0;
    double best_distance_ = 0;
};

}  // namespace rope
