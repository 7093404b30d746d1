// Which pixels of a heatmap lie under something that is painted over it: handles, cross-hair, frame, words.
#pragma once

#include <set>
#include <vector>

#include "core/figure/canvas.h"
#include "core/figure/text_metrics.h"

namespace rope {

class CoverCanvas final : public Canvas {
  public:
    // `map` [pt] of the page is seen as columns × rows pixels.
    CoverCanvas(const Rect& map, int columns, int rows, const TextMetrics& metrics);

    bool covered(int column, int row) const { return mask_[index(column, row)]; }
    double share() const;                                   // of the pixels that are covered
    const std::set<Role>& roles() const { return roles_; }  // of what covers

    void push_group(const Tag& tag) override { groups_.push_back(tag.role); }
    void pop_group() override { groups_.pop_back(); }
    void push_clip(const Rect&) override {}
    void pop_clip() override {}
    void polyline(std::span<const Point> points, const Stroke& stroke) override;
    void polygon(std::span<const Point> convex, Colour fill) override;
    void rectangle(const Rect& rect, std::optional<Colour> fill, std::optional<Stroke> stroke) override;
    void circle(Point centre, double radius, std::optional<Colour> fill,
                std::optional<Stroke> stroke) override;
    void sector(Point centre, double radius, double from, double to, Colour fill) override;
    void cells(const Rect& rect, const Raster& raster, const ColourScale& scale) override;
    void text(Point anchor, std::string_view markup, const TextStyle& style) override;

  private:
    std::size_t index(int column, int row) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
               static_cast<std::size_t>(column);
    }
    void cover_box(const Rect& page);
    void cover_segment(Point a, Point b, double width);
    void cover(int column, int row);

    const TextMetrics& metrics_;
    Rect map_;
    int columns_, rows_;
    bool begun_ = false;  // the map itself is painted: from now on things lie over it
    std::vector<bool> mask_;
    std::vector<Role> groups_;
    std::set<Role> roles_;
};

}  // namespace rope
