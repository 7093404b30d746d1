#include "core/export/near_page.h"

#include <algorithm>
#include <cmath>

namespace rope {
namespace {

bool is_finite(Point p) {
    return std::isfinite(p.x) && std::isfinite(p.y);
}

// Liang and Barsky: the part of a–b inside the square, as parameters of the segment.
bool clip_segment(Point a, Point b, double& from, double& to) {
    from = 0;
    to = 1;
    const double dx = b.x - a.x, dy = b.y - a.y;
    const double p[4] = {-dx, dx, -dy, dy};
    const double q[4] = {a.x + kFarAway, kFarAway - a.x, a.y + kFarAway, kFarAway - a.y};
    for (int i = 0; i < 4; ++i) {
        if (p[i] == 0) {
            if (q[i] < 0) return false;
            continue;
        }
        const double t = q[i] / p[i];
        if (p[i] < 0) {
            from = std::max(from, t);
        } else {
            to = std::min(to, t);
        }
        if (from > to) return false;
    }
    return true;
}

}  // namespace

bool is_near(Point p) {
    return std::abs(p.x) <= kFarAway && std::abs(p.y) <= kFarAway;
}  // false for NaN

bool is_near(const Rect& rect) {
    return is_near(Point{rect.x, rect.y}) && is_near(Point{rect.right(), rect.bottom()});
}

Point brought_near(Point p) {
    const auto clamped = [](double v) { return std::isnan(v) ? 0 : std::clamp(v, -kFarAway, kFarAway); };
    return {clamped(p.x), clamped(p.y)};
}

bool all_near(std::span<const Point> points) {
    return std::all_of(points.begin(), points.end(), [](Point p) { return is_near(p); });
}

std::vector<std::vector<Point>> near_parts(std::span<const Point> points) {
    std::vector<std::vector<Point>> parts;
    bool joined = false;  // the last part ends at points[i − 1]
    for (std::size_t i = 1; i < points.size(); ++i) {
        const Point a = points[i - 1], b = points[i];
        double from = 0, to = 0;
        if (!is_finite(a) || !is_finite(b) || !clip_segment(a, b, from, to)) {
            joined = false;
            continue;
        }
        const auto along = [&](double t) {
            if (t == 0) return a;
            if (t == 1) return b;
            return brought_near({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
        };
        if (!joined) parts.push_back({along(from)});
        parts.back().push_back(along(to));
        joined = to == 1;
    }
    return parts;
}

}  // namespace rope
