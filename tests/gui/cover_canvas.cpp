#include "tests/gui/cover_canvas.h"

#include <algorithm>
#include <cmath>

namespace rope {
namespace {

constexpr double kSoftEdge = 1;  // [px] beyond its shape that an anti-aliased edge may reach

}  // namespace

CoverCanvas::CoverCanvas(const Rect& map, int columns, int rows, const TextMetrics& metrics)
    : metrics_(metrics),
      map_(map),
      columns_(columns),
      rows_(rows),
      mask_(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows)) {}

double CoverCanvas::share() const {
    return static_cast<double>(std::count(mask_.begin(), mask_.end(), true)) /
           static_cast<double>(mask_.size());
}

void CoverCanvas::cover(int column, int row) {
    mask_[index(column, row)] = true;
    roles_.insert(groups_.empty() ? Role::background : groups_.back());
}

void CoverCanvas::cover_box(const Rect& page) {
    if (!begun_) return;
    const double sx = columns_ / map_.width, sy = rows_ / map_.height;
    const auto first = [](double v) { return static_cast<int>(std::floor(v - kSoftEdge)); };
    const auto last = [](double v) { return static_cast<int>(std::ceil(v + kSoftEdge)); };
    for (int r = std::max(0, first((page.y - map_.y) * sy));
         r < std::min(rows_, last((page.bottom() - map_.y) * sy)); ++r)
        for (int c = std::max(0, first((page.x - map_.x) * sx));
             c < std::min(columns_, last((page.right() - map_.x) * sx)); ++c)
            cover(c, r);
}

void CoverCanvas::cover_segment(Point a, Point b, double width) {
    if (!begun_) return;
    const double sx = columns_ / map_.width, sy = rows_ / map_.height;
    const Point p{(a.x - map_.x) * sx, (a.y - map_.y) * sy}, q{(b.x - map_.x) * sx, (b.y - map_.y) * sy};
    const double dx = q.x - p.x, dy = q.y - p.y, length2 = dx * dx + dy * dy;
    const double reach = std::max(1.0, width * sx) / 2 + kSoftEdge;
    for (int r = 0; r < rows_; ++r)
        for (int c = 0; c < columns_; ++c) {
            const double x = c + 0.5 - p.x, y = r + 0.5 - p.y;
            const double t = length2 > 0 ? std::clamp((x * dx + y * dy) / length2, 0.0, 1.0) : 0;
            if (std::hypot(x - t * dx, y - t * dy) <= reach) cover(c, r);
        }
}

void CoverCanvas::polyline(std::span<const Point> points, const Stroke& stroke) {
    for (std::size_t i = 1; i < points.size(); ++i)
        cover_segment(points[i - 1], points[i], stroke.width);
}

void CoverCanvas::polygon(std::span<const Point> convex, Colour) {
    Rect box{convex[0].x, convex[0].y, 0, 0};
    for (const Point p : convex) {
        const double right = std::max(box.right(), p.x), bottom = std::max(box.bottom(), p.y);
        box.x = std::min(box.x, p.x);
        box.y = std::min(box.y, p.y);
        box.width = right - box.x;
        box.height = bottom - box.y;
    }
    cover_box(box);
}

void CoverCanvas::rectangle(const Rect& rect, std::optional<Colour> fill, std::optional<Stroke> stroke) {
    if (fill) cover_box(rect);
    if (!stroke) return;
    const Point a{rect.x, rect.y}, b{rect.right(), rect.y}, c{rect.right(), rect.bottom()},
        d{rect.x, rect.bottom()};
    cover_segment(a, b, stroke->width);
    cover_segment(b, c, stroke->width);
    cover_segment(c, d, stroke->width);
    cover_segment(d, a, stroke->width);
}

void CoverCanvas::circle(Point centre, double radius, std::optional<Colour>, std::optional<Stroke> stroke) {
    const double r = radius + (stroke ? stroke->width / 2 : 0);
    cover_box({centre.x - r, centre.y - r, 2 * r, 2 * r});
}

void CoverCanvas::sector(Point centre, double radius, double, double, Colour) {
    cover_box({centre.x - radius, centre.y - radius, 2 * radius, 2 * radius});
}

void CoverCanvas::cells(const Rect& rect, const Raster&, const ColourScale&) {
    if (begun_)
        cover_box(rect);
    else
        begun_ = true;
}

void CoverCanvas::text(Point anchor, std::string_view markup, const TextStyle& style) {
    const double width = metrics_.rich_width(markup, style.size), height = 1.4 * style.size;
    const double before = style.align == Align::left ? 0 : style.align == Align::right ? width : width / 2;
    if (style.angle == 0)
        cover_box({anchor.x - before, anchor.y - style.size, width, height});
    else  // upright, read from below
        cover_box({anchor.x - style.size, anchor.y - width + before, height, width});
}

}  // namespace rope
