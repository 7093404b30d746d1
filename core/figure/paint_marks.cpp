// Lines, bands, rules, points and boxes within a plot.
#include <algorithm>
#include <cmath>

#include "core/figure/clip.h"
#include "core/figure/painting.h"

namespace rope {
namespace {

constexpr double kMargin = 16;  // [pt] lines are cut this far outside the plot, so that ends do not show

Rect grown(const Rect& r, double by) {
    return {r.x - by, r.y - by, r.width + 2 * by, r.height + 2 * by};
}

void draw_line(const PanelPainting& p, std::span<const Point> page, const Stroke& stroke) {
    clip_polyline(page, grown(p.places.plot, kMargin), [&](std::span<const Point> piece) {
        if (piece.size() == 2 && piece[0] == piece[1])
            p.canvas.circle(piece[0], stroke.width / 2, stroke.colour, std::nullopt);
        else
            p.canvas.polyline(piece, stroke);
    });
}

void paint_mark(const PanelPainting& p, const LineMark& mark) {
    std::vector<Point> page;
    page.reserve(mark.points.size());
    for (const Point& point : mark.points)
        page.push_back(p.page(point));
    draw_line(p, page, {p.colour(mark.ink), p.theme.line * mark.weight, mark.dash});
}

// One column of a band on the page: top above bottom.
struct Strip {
    double x, top, bottom;
};

std::vector<Strip> strips_of(const PanelPainting& p, const BandMark& mark) {
    std::vector<Strip> out;
    const std::size_t count = std::min({mark.x.size(), mark.lo.size(), mark.hi.size()});
    for (std::size_t i = 0; i < count; ++i) {
        const Point lo = p.page({mark.x[i], mark.lo[i]}), hi = p.page({mark.x[i], mark.hi[i]});
        out.push_back({lo.x, std::min(lo.y, hi.y), std::max(lo.y, hi.y)});
    }
    return out;
}

// The band as one line that visits both ends of every column. Where they meet it is just the line, where
// they are apart neighbouring strokes fill the area; the turns are square, so that no join sticks out.
void weave(const PanelPainting& p, const std::vector<Strip>& strips, const Stroke& stroke) {
    std::vector<Point> path;
    bool down = true;
    for (const Strip& strip : strips) {
        // Where columns do not overlap, the nearer end comes first.
        if (!path.empty() && std::isfinite(path.back().y)) {
            const double y = path.back().y;
            down = std::abs(y - strip.top) <= std::abs(y - strip.bottom);
        }
        path.push_back({strip.x, down ? strip.top : strip.bottom});
        if (strip.bottom - strip.top > 0.25 * stroke.width)
            path.push_back({strip.x, down ? strip.bottom : strip.top});
    }
    draw_line(p, path, stroke);
}

// The areas between neighbouring columns; `least` [pt]: only where columns are further apart than that and
// the band is wider.
void fill(const PanelPainting& p, const std::vector<Strip>& strips, Colour colour, double overlap,
          double least = 0) {
    const Rect room = grown(p.places.plot, kMargin);
    for (std::size_t i = 1; i < strips.size(); ++i) {
        Strip a = strips[i - 1], b = strips[i];
        if (!std::isfinite(a.x + a.top + a.bottom + b.x + b.top + b.bottom)) continue;
        if (std::max(a.x, b.x) < room.x || std::min(a.x, b.x) > room.right()) continue;
        if (std::abs(b.x - a.x) < least || std::max(a.bottom - a.top, b.bottom - b.top) < least) continue;
        for (double* y : {&a.top, &a.bottom, &b.top, &b.bottom})
            *y = std::clamp(*y, room.y, room.bottom());
        // Opaque areas overlap a little: exactly abutting ones show a seam.
        const double reach = b.x > a.x ? overlap : -overlap;
        const Point quad[] = {{a.x, a.top}, {b.x + reach, b.top}, {b.x + reach, b.bottom}, {a.x, a.bottom}};
        p.canvas.polygon(quad, colour);
    }
}

Colour over_ground(const PanelPainting& p, const Ink& ink) {
    const Colour top = p.colour(ink), ground = p.colour({InkKind::ground});
    const double a = top.a / 255.0;
    const auto mix = [&](std::uint8_t over, std::uint8_t under) {
        return static_cast<std::uint8_t>(std::lround(a * over + (1 - a) * under));
    };
    return {mix(top.r, ground.r), mix(top.g, ground.g), mix(top.b, ground.b), 255};
}

void draw_edge(const PanelPainting& p, const std::vector<Strip>& strips, bool top, const Stroke& stroke) {
    std::vector<Point> edge;
    edge.reserve(strips.size());
    for (const Strip& strip : strips)
        edge.push_back({strip.x, top ? strip.top : strip.bottom});
    draw_line(p, edge, stroke);
}

Colour faint(Colour colour) {
    colour.a = static_cast<std::uint8_t>(colour.a / 2 + 64);
    return colour;
}

void paint_mark(const PanelPainting& p, const BandMark& mark) {
    const std::vector<Strip> strips = strips_of(p, mark);
    if (!mark.outline) {
        // Drawn after all fills, so that a band below another one keeps its edges.
        for (const bool top : {true, false})
            draw_edge(p, strips, top, {faint(p.colour(mark.ink)), p.theme.hairline, Dash::solid});
        return;
    }
    // Columns further apart than the line is wide leave gaps in the weave.
    const Stroke stroke{p.colour(mark.ink), p.theme.line, mark.dash};
    fill(p, strips, stroke.colour, 0, stroke.width);
    weave(p, strips, stroke);
}

void paint_mark(const PanelPainting& p, const RuleMark& mark) {
    const Rect& plot = p.places.plot;
    const Point at = p.page({mark.value, mark.value});
    const double along = mark.vertical ? at.x : at.y;
    const double first = mark.vertical ? plot.x : plot.y, last = mark.vertical ? plot.right() : plot.bottom();
    if (!(along >= first - 1e-6 && along <= last + 1e-6)) return;
    const Point line[] = {{mark.vertical ? along : plot.x, mark.vertical ? plot.y : along},
                          {mark.vertical ? along : plot.right(), mark.vertical ? plot.bottom() : along}};
    p.canvas.polyline(line, {p.colour(mark.ink), p.theme.hairline * mark.weight, mark.dash});
}

// Grips lie on the frame, where they cover no data.
void paint_grip(const PanelPainting& p, const RuleMark& mark) {
    const Rect& plot = p.places.plot;
    const Point at = p.page({mark.value, mark.value});
    const Point grip = mark.vertical ? Point{at.x, plot.bottom()} : Point{plot.x, at.y};
    if (!plot.contains(grip)) return;
    const Group group(p.canvas, p.tag(mark.tag));
    p.canvas.circle(grip, Spacing(p.theme).step(), p.colour(mark.ink),
                    Stroke{p.colour({InkKind::ground}), 1.5 * p.theme.hairline});
}

void paint_mark(const PanelPainting& p, const PointMark& mark) {
    const Point at = p.page(mark.at);
    if (!p.places.plot.contains(at)) return;
    p.canvas.circle(at, mark.radius * Spacing(p.theme).unit, p.colour(mark.ink),
                    Stroke{p.colour({InkKind::ground}), 1.5 * p.theme.hairline});
}

void paint_mark(const PanelPainting& p, const BoxMark& mark) {
    const Point a = p.page(mark.from), b = p.page(mark.to);
    const Rect room = grown(p.places.plot, kMargin);
    const double left = std::clamp(std::min(a.x, b.x), room.x, room.right());
    const double right = std::clamp(std::max(a.x, b.x), room.x, room.right());
    const double top = std::clamp(std::min(a.y, b.y), room.y, room.bottom());
    const double bottom = std::clamp(std::max(a.y, b.y), room.y, room.bottom());
    if (std::isnan(a.x + a.y + b.x + b.y)) return;
    const Rect rect{left, top, right - left, bottom - top};
    if (mark.filled)
        p.canvas.rectangle(rect, p.colour(mark.ink), std::nullopt);
    else
        p.canvas.rectangle(rect, std::nullopt, Stroke{p.colour(mark.ink), p.theme.hairline * mark.weight});
}

void paint_mark(const PanelPainting& p, const CellsMark& mark) {
    paint_cells(p, mark);
}
void paint_mark(const PanelPainting&, const TextMark&) {}  // with the other labels
void paint_mark(const PanelPainting& p, const DialGridMark& mark) {
    paint_dial_grid(p, mark);
}
void paint_mark(const PanelPainting& p, const LargeDialMark& mark) {
    paint_large_dial(p, mark);
}

Tag tag_of(const Mark& any) {
    return std::visit(
        [](const auto& mark) -> Tag {
            using Kind = std::decay_t<decltype(mark)>;
            if constexpr (std::is_same_v<Kind, CellsMark>)
                return {Role::cells};
            else if constexpr (std::is_same_v<Kind, DialGridMark> || std::is_same_v<Kind, LargeDialMark>)
                return {Role::background};  // each dial is tagged by itself
            else
                return mark.tag;
        },
        any);
}

}  // namespace

void paint_marks(const PanelPainting& p) {
    const bool clipped = p.panel.x || p.panel.y;
    if (clipped) p.canvas.push_clip(p.places.plot);
    // The areas of deviations are opaque (translucent neighbours show seams) and go below everything.
    for (const Mark& any : p.panel.marks)
        if (const auto* band = std::get_if<BandMark>(&any); band && !band->outline) {
            const Group group(p.canvas, p.tag(band->tag));
            fill(p, strips_of(p, *band), over_ground(p, band->ink), 0.5);
        }
    for (const Mark& any : p.panel.marks) {
        const Tag tag = tag_of(any);
        if (!p.options.handles && is_handle(tag.role)) continue;
        const Group group(p.canvas, p.tag(tag));
        std::visit([&](const auto& mark) { paint_mark(p, mark); }, any);
    }
    if (clipped) p.canvas.pop_clip();
    if (!p.options.handles) return;
    for (const Mark& any : p.panel.marks)
        if (const auto* rule = std::get_if<RuleMark>(&any); rule && rule->draggable) paint_grip(p, *rule);
}

}  // namespace rope
