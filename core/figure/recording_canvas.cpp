#include "core/figure/recording_canvas.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/checked.h"

namespace rope {
namespace {

std::string text_of(double value) {
    std::string out = fmt::format("{:.2f}", value);
    return out == "-0.00" ? "0.00" : out;
}
std::string text_of(Point p) {
    return text_of(p.x) + "," + text_of(p.y);
}
std::string text_of(const Rect& r) {
    return text_of(Point{r.x, r.y}) + " " + text_of(r.width) + "x" + text_of(r.height);
}
std::string text_of(Colour c) {
    return fmt::format("#{:02x}{:02x}{:02x}{:02x}", c.r, c.g, c.b, c.a);
}
std::string text_of(const Stroke& s) {
    return text_of(s.colour) + " " + text_of(s.width) + " " + std::string(id(s.dash));
}
std::string text_of(const std::optional<Colour>& c) {
    return c ? text_of(*c) : "none";
}
std::string text_of(const std::optional<Stroke>& s) {
    return s ? text_of(*s) : "none";
}

std::string text_of(const Tag& tag) {
    std::string out(id(tag.role));
    if (tag.index >= 0) out += fmt::format("[{}]", tag.index);
    if (tag.panel >= 0) out += fmt::format("@{}", tag.panel);
    return out;
}

Rect bounds_of(std::span<const Point> points) {
    if (points.empty()) return {};
    double left = points[0].x, right = left, top = points[0].y, bottom = top;
    for (const Point& p : points) {
        left = std::min(left, p.x);
        right = std::max(right, p.x);
        top = std::min(top, p.y);
        bottom = std::max(bottom, p.y);
    }
    return {left, top, right - left, bottom - top};
}

std::string points_of(std::span<const Point> points) {
    std::string out;
    for (const Point& p : points) {
        require(std::isfinite(p.x) && std::isfinite(p.y), "a canvas was given a point that is not finite");
        out += " " + text_of(p);
    }
    return out;
}

}  // namespace

void RecordingCanvas::add(std::string what, Rect bounds, const std::string& details, std::string text) {
    if (!clips_.empty()) {
        const Rect& clip = clips_.back();
        bounds = intersection(bounds, clip);
        // What is clipped away is nowhere outside.
        bounds.x = std::min(bounds.x, clip.right());
        bounds.y = std::min(bounds.y, clip.bottom());
    }
    std::string line = text_of(tag()) + " " + what + details;
    items_.push_back({tag(), std::move(what), bounds, std::move(text), std::move(line), {}});
}

void RecordingCanvas::push_group(const Tag& tag) {
    groups_.push_back(tag);
}

void RecordingCanvas::pop_group() {
    require(!groups_.empty(), "pop_group without push_group");
    groups_.pop_back();
}

void RecordingCanvas::push_clip(const Rect& rect) {
    clips_.push_back(clips_.empty() ? rect : intersection(rect, clips_.back()));
}

void RecordingCanvas::pop_clip() {
    require(!clips_.empty(), "pop_clip without push_clip");
    clips_.pop_back();
}

void RecordingCanvas::polyline(std::span<const Point> points, const Stroke& stroke) {
    require(points.size() >= 2, "a polyline needs two points");
    add("polyline", bounds_of(points), " " + text_of(stroke) + points_of(points));
}

void RecordingCanvas::polygon(std::span<const Point> convex, Colour fill) {
    require(convex.size() >= 3, "a polygon needs three points");
    add("polygon", bounds_of(convex), " " + text_of(fill) + points_of(convex));
}

void RecordingCanvas::rectangle(const Rect& rect, std::optional<Colour> fill, std::optional<Stroke> stroke) {
    add("rectangle", rect, " " + text_of(rect) + " " + text_of(fill) + " " + text_of(stroke));
}

void RecordingCanvas::circle(Point centre, double radius, std::optional<Colour> fill,
                             std::optional<Stroke> stroke) {
    add("circle", {centre.x - radius, centre.y - radius, 2 * radius, 2 * radius},
        " " + text_of(centre) + " " + text_of(radius) + " " + text_of(fill) + " " + text_of(stroke));
}

void RecordingCanvas::sector(Point centre, double radius, double from, double to, Colour fill) {
    add("sector", {centre.x - radius, centre.y - radius, 2 * radius, 2 * radius},
        " " + text_of(centre) + " " + text_of(radius) + " " + text_of(from) + " " + text_of(to) + " " +
            text_of(fill));
}

void RecordingCanvas::cells(const Rect& rect, const Raster& raster, const ColourScale& scale) {
    constexpr const char* kMaps[] = {"diverging", "sequential", "cyclic", "grey"};
    add("cells", rect,
        fmt::format(" {} {}x{} {} {:.6g}..{:.6g} {}", text_of(rect), raster.rows, raster.columns,
                    kMaps[static_cast<int>(scale.map)], scale.lo, scale.hi, raster.key));
}

void RecordingCanvas::text(Point baseline_anchor, std::string_view markup, const TextStyle& style) {
    constexpr const char* kAligns[] = {"left", "centre", "right"};
    add("text", {baseline_anchor.x, baseline_anchor.y, 0, 0},
        fmt::format(" {} {} {} {}{} {} \"{}\"", text_of(baseline_anchor), text_of(style.size),
                    text_of(style.colour), kAligns[static_cast<int>(style.align)], style.bold ? " bold" : "",
                    text_of(style.angle), markup),
        std::string(markup));
    items_.back().style = style;
}

int RecordingCanvas::count(Role role, std::string_view what) const {
    return static_cast<int>(std::count_if(items_.begin(), items_.end(), [&](const Item& item) {
        return item.tag.role == role && (what.empty() || item.what == what);
    }));
}

std::vector<std::string> RecordingCanvas::texts(Role role) const {
    std::vector<std::string> out;
    for (const Item& item : items_)
        if (item.tag.role == role && item.what == "text") out.push_back(item.text);
    return out;
}

std::string RecordingCanvas::transcript() const {
    std::string out;
    for (const Item& item : items_)
        out += item.line + "\n";
    return out;
}

}  // namespace rope
