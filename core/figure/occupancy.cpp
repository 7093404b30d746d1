#include "core/figure/occupancy.h"

#include <algorithm>
#include <cmath>

#include "core/figure/axis_scale.h"

namespace rope {
namespace {

constexpr double kSquare = 4;  // [pt] side

}  // namespace

Occupancy::Occupancy(const Panel& panel, const PanelLayout& places) : plot_(places.plot) {
    const PageMap map(panel, places.plot);
    columns_ = std::max(1, static_cast<int>(std::ceil(plot_.width / kSquare)));
    rows_ = std::max(1, static_cast<int>(std::ceil(plot_.height / kSquare)));
    taken_.resize(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_));
    for (const Mark& any : panel.marks) {
        if (std::holds_alternative<CellsMark>(any)) everything_ = true;
        if (const auto* line = std::get_if<LineMark>(&any)) {
            for (std::size_t i = 1; i < line->points.size(); ++i)
                mark_segment(map.page(line->points[i - 1]), map.page(line->points[i]));
        } else if (const auto* band = std::get_if<BandMark>(&any)) {
            const std::size_t count = std::min({band->x.size(), band->lo.size(), band->hi.size()});
            for (std::size_t i = 0; i < count; ++i) {
                const Point lo = map.page({band->x[i], band->lo[i]});
                const Point hi = map.page({band->x[i], band->hi[i]});
                mark_segment(lo, hi);
                if (i + 1 < count) {
                    mark_area(lo, hi, map.page({band->x[i + 1], band->lo[i + 1]}),
                              map.page({band->x[i + 1], band->hi[i + 1]}));
                }
            }
        } else if (const auto* point = std::get_if<PointMark>(&any)) {
            mark_disc(map.page(point->at), point->radius);
        }
    }
}

void Occupancy::mark(Point page) {
    if (!plot_.contains(page)) return;
    const int c = std::min(columns_ - 1, static_cast<int>((page.x - plot_.x) / kSquare));
    const int r = std::min(rows_ - 1, static_cast<int>((page.y - plot_.y) / kSquare));
    taken_[static_cast<std::size_t>(r) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(c)] =
        true;
}

void Occupancy::mark_segment(Point from, Point to) {
    if (!std::isfinite(from.x + from.y + to.x + to.y)) return;
    // Only the part near the plot, so that far ends cost nothing.
    const double dx = to.x - from.x, dy = to.y - from.y;
    double t0 = 0, t1 = 1;
    const auto cut = [&](double start, double delta, double lo, double hi) {
        if (delta == 0) {
            if (start < lo || start > hi) t1 = -1;
            return;
        }
        const double a = (lo - start) / delta, b = (hi - start) / delta;
        t0 = std::max(t0, std::min(a, b));
        t1 = std::min(t1, std::max(a, b));
    };
    cut(from.x, dx, plot_.x, plot_.right());
    cut(from.y, dy, plot_.y, plot_.bottom());
    if (t0 > t1) return;
    const int steps = 1 + static_cast<int>(std::hypot(dx, dy) * (t1 - t0) / (0.5 * kSquare));
    for (int i = 0; i <= steps; ++i) {
        const double t = t0 + (t1 - t0) * i / steps;
        mark({from.x + t * dx, from.y + t * dy});
    }
}

// Between two columns of a band.
void Occupancy::mark_area(Point lo, Point hi, Point next_lo, Point next_hi) {
    mark_segment(lo, next_lo);
    mark_segment(hi, next_hi);
    const double left = std::max(std::min(lo.x, next_lo.x), plot_.x);
    const double right = std::min(std::max(lo.x, next_lo.x), plot_.right());
    for (double x = left + kSquare / 2; x < right; x += kSquare) {
        const double t = (x - lo.x) / (next_lo.x - lo.x);
        mark_segment({x, lo.y + t * (next_lo.y - lo.y)}, {x, hi.y + t * (next_hi.y - hi.y)});
    }
}

void Occupancy::mark_disc(Point centre, double radius) {
    for (const double x : {-radius, 0.0, radius})
        mark_segment({centre.x + x, centre.y - radius}, {centre.x + x, centre.y + radius});
}

bool Occupancy::free(const Rect& box) const {
    if (everything_) return false;
    const int c0 = std::max(0, static_cast<int>((box.x - plot_.x) / kSquare));
    const int c1 = std::min(columns_ - 1, static_cast<int>((box.right() - plot_.x) / kSquare));
    const int r0 = std::max(0, static_cast<int>((box.y - plot_.y) / kSquare));
    const int r1 = std::min(rows_ - 1, static_cast<int>((box.bottom() - plot_.y) / kSquare));
    for (int r = r0; r <= r1; ++r)
        for (int c = c0; c <= c1; ++c)
            if (taken_[static_cast<std::size_t>(r) * static_cast<std::size_t>(columns_) +
                       static_cast<std::size_t>(c)])
                return false;
    return true;
}

}  // namespace rope
