#include "core/figure/clip.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace rope {
namespace {

bool finite(Point p) {
    return std::isfinite(p.x) && std::isfinite(p.y);
}

// Liang and Barsky: the part of a segment inside, as parameters along it.
bool inside_part(Point a, Point b, const Rect& rect, double& t0, double& t1) {
    t0 = 0;
    t1 = 1;
    const double p[] = {a.x - b.x, b.x - a.x, a.y - b.y, b.y - a.y};
    const double q[] = {a.x - rect.x, rect.right() - a.x, a.y - rect.y, rect.bottom() - a.y};
    for (int i = 0; i < 4; ++i) {
        if (p[i] == 0) {
            if (q[i] < 0) return false;
            continue;
        }
        const double t = q[i] / p[i];
        if (p[i] < 0)
            t0 = std::max(t0, t);
        else
            t1 = std::min(t1, t);
        if (t0 > t1) return false;
    }
    return true;
}

}  // namespace

void clip_polyline(std::span<const Point> points, const Rect& rect,
                   const std::function<void(std::span<const Point>)>& piece) {
    std::vector<Point> run;
    const auto finish = [&] {
        if (run.size() >= 2) piece(run);
        run.clear();
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Point here = points[i];
        if (!finite(here)) {
            finish();
            continue;
        }
        const bool before = i > 0 && finite(points[i - 1]);
        const bool after = i + 1 < points.size() && finite(points[i + 1]);
        if (!before) {
            if (!after && rect.contains(here)) {
                const Point dot[] = {here, here};
                piece(dot);
            }
            continue;
        }
        const Point from = points[i - 1];
        double t0 = 0, t1 = 1;
        if (!inside_part(from, here, rect, t0, t1)) {
            finish();
            continue;
        }
        const auto at = [&](double t) {
            return Point{from.x + t * (here.x - from.x), from.y + t * (here.y - from.y)};
        };
        if (t0 > 0) finish();
        if (run.empty()) run.push_back(t0 > 0 ? at(t0) : from);
        run.push_back(t1 < 1 ? at(t1) : here);
        if (t1 < 1) finish();
    }
    finish();
}

}  // namespace rope
