#include "app/gui/imgui_canvas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "app/gui/draw_text.h"

namespace rope {
namespace {

// The toolkit aborts past 65,535 vertices of one primitive; a point of a line costs up to six.
constexpr std::size_t kMostPoints = 8000;

// Far outside any screen single precision and the rasteriser lose their hold.
constexpr float kFarAway = 1e5F;

float near(double v) {
    return std::isfinite(v) ? std::clamp(static_cast<float>(v), -kFarAway, kFarAway) : kFarAway;
}

// The toolkit draws long spikes where a line turns back sharply: such corners end one stroke and begin
// another.
bool turns_back(ImVec2 a, ImVec2 b, ImVec2 c) {
    return (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < 0;
}

}  // namespace

ImVec2 ImGuiCanvas::place(Point p) const {
    return {near(origin_.x + p.x * scale_), near(origin_.y + p.y * scale_)};
}

double ImGuiCanvas::thickness(const Stroke& stroke) const {
    return std::max(1.0, stroke.width * scale_);
}

void ImGuiCanvas::push_clip(const Rect& rect) {
    const ImVec2 from = place({rect.x, rect.y}), to = place({rect.right(), rect.bottom()});
    list_.PushClipRect({std::round(from.x), std::round(from.y)}, {std::round(to.x), std::round(to.y)}, true);
}

void ImGuiCanvas::pop_clip() {
    list_.PopClipRect();
}

void ImGuiCanvas::line_solid(std::span<const ImVec2> points, const Stroke& stroke) {
    const auto width = static_cast<float>(thickness(stroke));
    if (points.size() == 2 && (points[0].x == points[1].x || points[0].y == points[1].y)) {
        // Along the pixels: whole ones, no blur.
        const bool upright = points[0].x == points[1].x;
        const float whole = std::max(1.0F, std::round(width));
        const float across = upright ? points[0].x : points[0].y;
        const float edge = std::round(across - whole / 2);
        const auto [from, to] =
            upright ? std::minmax(points[0].y, points[1].y) : std::minmax(points[0].x, points[1].x);
        if (upright)
            list_.AddRectFilled({edge, from}, {edge + whole, to}, packed(stroke.colour));
        else
            list_.AddRectFilled({from, edge}, {to, edge + whole}, packed(stroke.colour));
        return;
    }
    const ImVec2* first = points.data();
    std::size_t length = 1;
    for (std::size_t i = 1; i < points.size(); ++i) {
        ++length;
        const bool last = i + 1 == points.size();
        if (last || length == kMostPoints || turns_back(points[i - 1], points[i], points[i + 1])) {
            if (length > 1)
                list_.AddPolyline(first, static_cast<int>(length), packed(stroke.colour), 0, width);
            first = &points[i];
            length = 1;
        }
    }
}

void ImGuiCanvas::line_dashed(std::span<const ImVec2> points, const Stroke& stroke) {
    std::vector<double> lengths = dash_lengths(stroke);  // dashes at even places, gaps at odd ones
    for (double& length : lengths)
        length *= scale_;
    if (!(std::accumulate(lengths.begin(), lengths.end(), 0.0) > 0.5)) return line_solid(points, stroke);
    std::vector<ImVec2> piece{points[0]};
    std::size_t part = 0;
    double left = lengths[part];
    const auto drawing = [&] { return part % 2 == 0; };
    for (std::size_t i = 1; i < points.size(); ++i) {
        const ImVec2 a = points[i - 1], b = points[i];
        const double length = std::hypot(static_cast<double>(b.x - a.x), static_cast<double>(b.y - a.y));
        // A line that runs far outside the screen has more dashes than anybody will see.
        if (length > 2e4) continue;
        double walked = 0;
        while (length - walked > left) {
            walked += left;
            const auto t = static_cast<float>(walked / length);
            const ImVec2 at{a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
            if (drawing()) {
                piece.push_back(at);
                line_solid(piece, stroke);
            }
            piece.assign(1, at);
            part = (part + 1) % lengths.size();
            left = lengths[part];
        }
        left -= length - walked;
        if (drawing()) piece.push_back(b);
    }
    if (drawing() && piece.size() > 1) line_solid(piece, stroke);
}

void ImGuiCanvas::polyline(std::span<const Point> points, const Stroke& stroke) {
    if (points.size() < 2 || stroke.colour.a == 0) return;
    std::vector<ImVec2> placed(points.size());
    std::transform(points.begin(), points.end(), placed.begin(), [this](Point p) { return place(p); });
    if (stroke.dash == Dash::solid)
        line_solid(placed, stroke);
    else
        line_dashed(placed, stroke);
}

void ImGuiCanvas::polygon(std::span<const Point> convex, Colour fill) {
    if (convex.size() < 3 || fill.a == 0) return;
    std::vector<ImVec2> placed(convex.size());
    std::transform(convex.begin(), convex.end(), placed.begin(), [this](Point p) { return place(p); });
    // The toolkit's soft edges lie outside only for polygons that run clockwise on the screen.
    double area = 0;
    for (std::size_t i = 0; i < placed.size(); ++i) {
        const ImVec2 a = placed[i], b = placed[(i + 1) % placed.size()];
        area += static_cast<double>(a.x) * static_cast<double>(b.y) -
                static_cast<double>(b.x) * static_cast<double>(a.y);
    }
    if (area < 0) std::reverse(placed.begin(), placed.end());
    for (std::size_t from = 1; from + 1 < placed.size(); from += kMostPoints) {
        // A fan in parts: its first corner, and a stretch of the rest.
        const std::size_t count = std::min(kMostPoints + 1, placed.size() - from);
        std::vector<ImVec2> part{placed[0]};
        part.insert(part.end(), placed.begin() + static_cast<std::ptrdiff_t>(from),
                    placed.begin() + static_cast<std::ptrdiff_t>(from + count));
        list_.AddConvexPolyFilled(part.data(), static_cast<int>(part.size()), packed(fill));
    }
}

void ImGuiCanvas::rectangle(const Rect& rect, std::optional<Colour> fill, std::optional<Stroke> stroke) {
    ImVec2 from = place({rect.x, rect.y}), to = place({rect.right(), rect.bottom()});
    if (fill) {
        ImVec2 a{std::round(from.x), std::round(from.y)}, b{std::round(to.x), std::round(to.y)};
        // What is thinner than a pixel stays visible.
        if (b.x <= a.x) a.x = from.x, b.x = to.x;
        if (b.y <= a.y) a.y = from.y, b.y = to.y;
        list_.AddRectFilled(a, b, packed(*fill));
    }
    if (stroke) {
        const std::array<Point, 4> corner{Point{rect.x, rect.y},
                                          {rect.right(), rect.y},
                                          {rect.right(), rect.bottom()},
                                          {rect.x, rect.bottom()}};
        if (stroke->dash == Dash::solid) {
            const double width = std::max(1.0, std::round(thickness(*stroke))), half = width / 2;
            const auto edge = [half](float v) {
                return static_cast<float>(std::round(static_cast<double>(v) - half) + half);
            };
            list_.AddRect({edge(from.x) - 0.5F, edge(from.y) - 0.5F}, {edge(to.x) + 0.5F, edge(to.y) + 0.5F},
                          packed(stroke->colour), 0, 0, static_cast<float>(width));
        } else {
            for (std::size_t i = 0; i < 4; ++i)
                polyline(std::array{corner[i], corner[(i + 1) % 4]}, *stroke);
        }
    }
}

void ImGuiCanvas::circle(Point centre, double radius, std::optional<Colour> fill,
                         std::optional<Stroke> stroke) {
    const double r = radius * scale_;
    if (!(r > 0) || r > static_cast<double>(kFarAway)) return;
    if (fill) list_.AddCircleFilled(place(centre), static_cast<float>(r), packed(*fill));
    if (stroke)
        list_.AddCircle(place(centre), static_cast<float>(r), packed(stroke->colour), 0,
                        static_cast<float>(thickness(*stroke)));
}

void ImGuiCanvas::sector(Point centre, double radius, double from, double to, Colour fill) {
    const double r = radius * scale_;
    if (!(r > 0) || r > static_cast<double>(kFarAway) || !std::isfinite(from) || !std::isfinite(to)) return;
    if (from > to) std::swap(from, to);
    to = std::min(to, from + 2 * std::numbers::pi);
    // Only convex shapes can be filled: at most half a turn at a time.
    const int parts = to - from > std::numbers::pi ? 2 : 1;
    const ImVec2 middle = place(centre);
    for (int i = 0; i < parts; ++i) {
        const double a = from + (to - from) * i / parts, b = from + (to - from) * (i + 1) / parts;
        if (b - a < 1e-6) continue;
        list_.PathLineTo(middle);
        // The screen's y points down, so angles run the other way.
        list_.PathArcTo(middle, static_cast<float>(r), static_cast<float>(-b), static_cast<float>(-a));
        list_.PathFillConvex(packed(fill));
    }
}

void ImGuiCanvas::cells(const Rect& rect, const Raster& raster, const ColourScale& scale) {
    const unsigned texture = heatmaps_.texture(raster, scale, theme_);
    if (texture == 0) return;
    const ImVec2 a = place({rect.x, rect.y}), b = place({rect.right(), rect.bottom()});
    const ImVec2 from{std::round(a.x), std::round(a.y)}, to{std::round(b.x), std::round(b.y)};
    list_.AddImage(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture)), from, to);
}

void ImGuiCanvas::text(Point anchor, std::string_view markup, const TextStyle& style) {
    if (!std::isfinite(anchor.x) || !std::isfinite(anchor.y)) return;
    draw_text(list_, fonts_, {origin_.x + anchor.x * scale_, origin_.y + anchor.y * scale_}, markup,
              style.size * scale_, style.colour, style.align, style.angle, style.bold);
}

}  // namespace rope
