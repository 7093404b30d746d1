#include "core/figure/pick_canvas.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/checked.h"

namespace rope {
namespace {

// 0: never under the mouse; 1: areas; 2: lines and dials' arrows; 3: small things that can be dragged.
int rank(Role role) {
    switch (role) {
        case Role::query_tip:
        case Role::key_tip:
        case Role::delta_handle:
        case Role::query_handle:
        case Role::key_handle:
            return 3;
        case Role::series:
        case Role::rule:
        case Role::profile:
            return 2;
        case Role::cells:
        case Role::dial:
        case Role::mini_map:
        case Role::colour_bar:
            return 1;
        default:
            return 0;
    }
}

double distance(Point a, Point b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

double distance_to_segment(Point p, Point a, Point b) {
    const double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
    if (length2 <= 0) return distance(p, a);
    const double t = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0);
    return distance(p, {a.x + t * dx, a.y + t * dy});
}

double distance_to_outline(Point p, std::span<const Point> points, bool closed) {
    double nearest = HUGE_VAL;
    for (std::size_t i = 1; i < points.size(); ++i)
        nearest = std::min(nearest, distance_to_segment(p, points[i - 1], points[i]));
    if (closed && points.size() > 2)
        nearest = std::min(nearest, distance_to_segment(p, points.back(), points.front()));
    return nearest;
}

// Inside when the pointer lies on the same side of every edge, whichever way round they go.
bool inside_convex(Point p, std::span<const Point> points) {
    bool left = false, right = false;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Point a = points[i], b = points[(i + 1) % points.size()];
        const double cross = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
        left |= cross > 0;
        right |= cross < 0;
    }
    return !(left && right);
}

double distance_to_rect(Point p, const Rect& r) {
    return std::hypot(std::max({r.x - p.x, 0.0, p.x - r.right()}),
                      std::max({r.y - p.y, 0.0, p.y - r.bottom()}));
}

}  // namespace

std::optional<Tag> PickCanvas::hit() const {
    return best_;
}

// Parts of a thing (the arrows of a dial) belong to the innermost group that can be picked.
void PickCanvas::offer(double distance) {
    if (!(distance <= reach_)) return;
    if (!clips_.empty() && !clips_.back().contains(pointer_)) return;
    for (auto group = groups_.rbegin(); group != groups_.rend(); ++group) {
        const int offered = rank(group->role);
        if (offered == 0) continue;
        if (!best_ || offered > best_rank_ || (offered == best_rank_ && distance <= best_distance_)) {
            best_ = *group;
            best_rank_ = offered;
            best_distance_ = distance;
        }
        return;
    }
}

void PickCanvas::push_group(const Tag& tag) {
    groups_.push_back(tag);
}

void PickCanvas::pop_group() {
    require(!groups_.empty(), "pop_group without push_group");
    groups_.pop_back();
}

void PickCanvas::push_clip(const Rect& rect) {
    Rect clip = rect;
    if (!clips_.empty()) {
        const Rect& outer = clips_.back();
        clip.x = std::max(rect.x, outer.x);
        clip.y = std::max(rect.y, outer.y);
        clip.width = std::min(rect.right(), outer.right()) - clip.x;  // negative: contains nothing
        clip.height = std::min(rect.bottom(), outer.bottom()) - clip.y;
    }
    clips_.push_back(clip);
}

void PickCanvas::pop_clip() {
    require(!clips_.empty(), "pop_clip without push_clip");
    clips_.pop_back();
}

void PickCanvas::polyline(std::span<const Point> points, const Stroke& stroke) {
    offer(std::max(0.0, distance_to_outline(pointer_, points, false) - stroke.width / 2));
}

void PickCanvas::polygon(std::span<const Point> convex, Colour) {
    offer(inside_convex(pointer_, convex) ? 0 : distance_to_outline(pointer_, convex, true));
}

void PickCanvas::rectangle(const Rect& rect, std::optional<Colour> fill, std::optional<Stroke> stroke) {
    if (fill) {
        offer(distance_to_rect(pointer_, rect));
    } else if (stroke) {
        const Point corners[] = {
            {rect.x, rect.y}, {rect.right(), rect.y}, {rect.right(), rect.bottom()}, {rect.x, rect.bottom()}};
        offer(std::max(0.0, distance_to_outline(pointer_, corners, true) - stroke->width / 2));
    }
}

// An unfilled circle counts as a whole too: a dial is what is inside its rim.
void PickCanvas::circle(Point centre, double radius, std::optional<Colour>, std::optional<Stroke>) {
    offer(std::max(0.0, distance(pointer_, centre) - radius));
}

void PickCanvas::sector(Point centre, double radius, double from, double to, Colour) {
    const double reached = distance(pointer_, centre);
    const double turn = 2 * std::numbers::pi;
    const double angle = std::atan2(centre.y - pointer_.y, pointer_.x - centre.x);
    const double swept = std::remainder(angle - (from + to) / 2, turn);
    if (reached <= radius && std::abs(swept) <= std::abs(to - from) / 2) offer(0);
}

void PickCanvas::cells(const Rect& rect, const Raster&, const ColourScale&) {
    offer(distance_to_rect(pointer_, rect));
}

// Labels are not things: what they name is picked by its line or area.
void PickCanvas::text(Point, std::string_view, const TextStyle&) {}

}  // namespace rope
