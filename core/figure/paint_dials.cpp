// Dials: both vectors of a pair, the angle between them, and where they started.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/number_text.h"
#include "core/figure/dial_places.h"
#include "core/figure/painting.h"
#include "core/figure/text_fit.h"

namespace rope {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kTint = 0.16;       // opacity of the angle's sector
constexpr double kGhost = 0.45;      // opacity of start directions
constexpr double kHeadAngle = 0.42;  // [rad] half the opening of an arrow's head
constexpr double kNoLength = 1e-12;  // vectors shorter than this part of the rim have no direction
constexpr int kRimTicks = 12;
constexpr double kLongestTrail = 1.1;  // times the rim: around it is room for labels

double length(Point v) {
    return std::hypot(v.x, v.y);
}

Point turned(Point v, double angle) {
    const double c = std::cos(angle), s = std::sin(angle);
    return {v.x * c - v.y * s, v.x * s + v.y * c};
}

double wrapped(double angle) {
    return std::remainder(angle, 2 * kPi);
}

// A dial with its vectors rotated, on the page.
struct Face {
    Point centre;
    double radius = 0;
    Point q, k;              // rotated, in units of the rim, y up
    Point q_start, k_start;  // before rotation
    bool has_angle = false;
    double from = 0, sweep = 0;  // from k to q, within half a turn [rad]

    Point page(Point v) const { return {centre.x + v.x * radius, centre.y - v.y * radius}; }
};

enum class Lengths { true_to_scale, square_root };

Face make_face(const Dial& dial, Point centre, double radius, double rim_length, Lengths lengths) {
    Face face;
    face.centre = centre;
    face.radius = radius;
    const double scale = rim_length > 0 && std::isfinite(rim_length) ? 1 / rim_length : 1;
    const auto scaled = [&](Point v) {
        Point out{v.x * scale, v.y * scale};
        const double part = length(out);
        if (lengths == Lengths::square_root && part > kNoLength) {
            out.x /= std::sqrt(part);
            out.y /= std::sqrt(part);
        }
        // What is far beyond the rim or no number has no place on the page.
        return length(out) <= 1e3 ? out : Point{};
    };
    face.q_start = scaled(dial.q);
    face.k_start = scaled(dial.k);
    const auto grown = [&](Point v, double growth) { return scaled({v.x * growth, v.y * growth}); };
    face.q = turned(grown(dial.q, dial.growth_q), dial.angle_q);
    face.k = turned(grown(dial.k, dial.growth_k), dial.angle_k);
    if (!(length(face.q) <= 1e3)) face.q = {};  // NaN angles
    if (!(length(face.k) <= 1e3)) face.k = {};
    face.has_angle = length(face.q) > kNoLength && length(face.k) > kNoLength;
    if (face.has_angle) {
        face.from = std::atan2(face.k.y, face.k.x);
        face.sweep = wrapped(std::atan2(face.q.y, face.q.x) - face.from);
    }
    return face;
}

void draw_arrow(const PanelPainting& p, const Face& face, Point v, const Tag& tag, const Ink& ink,
                double width) {
    const Group group(p.canvas, p.tag(tag));
    const Colour colour = p.colour(ink);
    const double long_ = length(v) * face.radius;  // [pt]
    if (long_ < width) {                           // a zero vector is a dot
        p.canvas.circle(face.centre, width, colour, std::nullopt);
        return;
    }
    const Point tip = face.page(v), unit{v.x / length(v), -v.y / length(v)};
    const double head = std::min(2.5 * width + 0.09 * face.radius, 0.6 * long_);
    const double half = head * std::tan(kHeadAngle);
    const Point base{tip.x - unit.x * head, tip.y - unit.y * head};
    // The shaft ends inside the head, so that its square end does not show at the tip.
    const Point neck{tip.x - unit.x * head * 0.8, tip.y - unit.y * head * 0.8};
    const Point shaft[] = {face.centre, neck};
    p.canvas.polyline(shaft, {colour, width, Dash::solid});
    const Point triangle[] = {tip,
                              {base.x - unit.y * half, base.y + unit.x * half},
                              {base.x + unit.y * half, base.y - unit.x * half}};
    p.canvas.polygon(triangle, colour);
}

void draw_ghost(const PanelPainting& p, const Face& face, Point start, const Tag& tag, InkKind kind) {
    if (length(start) <= kNoLength) return;
    const Group group(p.canvas, p.tag(tag));
    const Point line[] = {face.centre, face.page(start)};
    p.canvas.polyline(line, {p.colour({kind, 0, 1, kGhost}), p.theme.hairline, Dash::dashed});
}

void draw_sector(const PanelPainting& p, const Face& face, const Ink& pair, int index) {
    if (!face.has_angle || std::abs(face.sweep) < 1e-6) return;
    const Group group(p.canvas, p.tag(Role::angle_sector, index));
    Ink tint = pair;
    tint.opacity = kTint;
    p.canvas.sector(face.centre, face.radius, std::min(face.from, face.from + face.sweep),
                    std::max(face.from, face.from + face.sweep), p.colour(tint));
}

void draw_cell(const PanelPainting& p, const Dial& dial, const Rect& square, const Face& face) {
    const double angle = face.has_angle ? face.sweep : wrapped(dial.angle_q - dial.angle_k);
    const double t = std::isfinite(angle) ? (angle + kPi) / (2 * kPi) : 0.5;
    p.canvas.rectangle(square, colour_map(ColourMapId::cyclic, p.theme).at(t), std::nullopt);
}

// Two outlines around the selected cell, so that one of them stands out from any colour; drawn last.
void mark_cell(const PanelPainting& p, int pair, const Rect& square) {
    const Group group(p.canvas, p.tag(Role::dial, pair));
    const double w = p.theme.line;
    const auto outline = [&](double out, InkKind ink) {
        // On the smallest pages the outline would pass the edge.
        const Rect& most = p.places.outer;
        const double left = std::max(square.x - out, most.x), top = std::max(square.y - out, most.y);
        p.canvas.rectangle({left, top, std::min(square.right() + out, most.right()) - left,
                            std::min(square.bottom() + out, most.bottom()) - top},
                           std::nullopt, Stroke{p.colour({ink}), w, Dash::solid});
    };
    outline(w / 2, InkKind::ground);
    outline(1.5 * w, InkKind::text);
}

void draw_small_label(const PanelPainting& p, const Dial& dial, const Rect& square) {
    const double size = p.places.dial_text;
    std::string words = std::to_string(dial.pair);
    if (p.places.dial_wavelengths)
        words += std::isfinite(dial.wavelength) ? "  *λ* " + display_text(dial.wavelength, 3) : "  *λ* ∞";
    words = fit_text(words, 1.1 * square.width, size, p.text);
    if (words.empty()) return;
    const Point at{square.x + square.width / 2,
                   square.bottom() + 2 * Spacing(p.theme).unit + p.text.ascent() * size};
    p.canvas.text(at, words, {size, p.colour({InkKind::muted}), Align::centre});
}

// "q" and "k" beyond the tips, apart from each other.
void draw_tip_labels(const PanelPainting& p, const Face& face, int pair) {
    const double size = p.theme.font_size;
    const double away = 0.75 * size + (p.options.handles ? Spacing(p.theme).step() : 0);
    const auto beyond = [&](Point v, double fallback) {
        const double angle = length(v) > kNoLength ? std::atan2(v.y, v.x) : fallback;
        const double reach = length(v) * face.radius + away;
        return Point{face.centre.x + std::cos(angle) * reach, face.centre.y - std::sin(angle) * reach};
    };
    Point q = beyond(face.q, kPi / 2), k = beyond(face.k, -kPi / 2);
    const double between = std::hypot(q.x - k.x, q.y - k.y), wanted = 1.25 * size;
    if (between < wanted) {
        // Aside of the tips, q on the side it lies on.
        const double middle = face.from + face.sweep / 2;
        const double side = face.sweep >= 0 ? 1 : -1;
        const Point normal{-std::sin(middle) * side, -std::cos(middle) * side};
        const Point centre{(q.x + k.x) / 2, (q.y + k.y) / 2};
        q = {centre.x + normal.x * wanted / 2, centre.y + normal.y * wanted / 2};
        k = {centre.x - normal.x * wanted / 2, centre.y - normal.y * wanted / 2};
    }
    const Rect& room = p.places.plot;
    for (const Point& at : {q, k})  // a dial in a narrow panel has no room around it
        if (!room.contains({at.x - size / 2, at.y - size / 2}) ||
            !room.contains({at.x + size / 2, at.y + size / 2}))
            return;
    const auto put = [&](Point at, const char* words, InkKind ink) {
        p.canvas.text({at.x, at.y + 0.3 * size}, words, {size, p.colour({ink}), Align::centre});
    };
    const Group group(p.canvas, p.tag(Role::text, pair));
    put(q, "*q*", InkKind::query);
    put(k, "*k*", InkKind::key);
}

void draw_rim(const PanelPainting& p, const Face& face, const Ink& pair) {
    const Stroke faint = p.hairline(InkKind::hairline);
    const double r = face.radius;
    const Point across[] = {{face.centre.x - r, face.centre.y}, {face.centre.x + r, face.centre.y}};
    const Point along[] = {{face.centre.x, face.centre.y - r}, {face.centre.x, face.centre.y + r}};
    p.canvas.polyline(across, faint);
    p.canvas.polyline(along, faint);
    p.canvas.circle(face.centre, r, std::nullopt, Stroke{p.colour(pair), p.theme.line, Dash::solid});
    const double tick = std::min(Spacing(p.theme).step(), 0.06 * r);
    for (int i = 0; i < kRimTicks; ++i) {
        const double angle = 2 * kPi * i / kRimTicks;
        const double from = r - (i % 3 == 0 ? 2 : 1) * tick;
        const Point mark[] = {
            {face.centre.x + std::cos(angle) * from, face.centre.y - std::sin(angle) * from},
            {face.centre.x + std::cos(angle) * r, face.centre.y - std::sin(angle) * r}};
        p.canvas.polyline(mark, {p.colour(pair), p.theme.hairline, Dash::solid});
    }
}

// Where q was, newest brightest.
void draw_trail(const PanelPainting& p, const Face& face, const LargeDialMark& mark, int pair) {
    const std::vector<double>& angles = mark.trail;
    const double reach = length(face.q_start);
    if (angles.empty() || reach <= kNoLength) return;
    const Group group(p.canvas, p.tag(Role::trail, pair));
    for (std::size_t i = 0; i < angles.size(); ++i) {
        if (!std::isfinite(angles[i])) continue;
        Point v = turned(face.q_start, angles[i]);
        if (i < mark.trail_growth.size()) {
            v = {v.x * mark.trail_growth[i], v.y * mark.trail_growth[i]};
            if (!(length(v) <= kLongestTrail)) continue;
        }
        const double opacity = 0.1 + 0.5 * static_cast<double>(i + 1) / static_cast<double>(angles.size());
        p.canvas.circle(face.page(v), p.theme.line, p.colour({InkKind::query, 0, 1, opacity}), std::nullopt);
    }
}

void draw_tip(const PanelPainting& p, const Face& face, Point v, const Tag& tag, InkKind ink) {
    const Group group(p.canvas, p.tag(tag));
    p.canvas.circle(face.page(v), Spacing(p.theme).step(), p.colour({ink}),
                    Stroke{p.colour({InkKind::ground}), 1.5 * p.theme.hairline});
}

}  // namespace

void paint_dial_grid(const PanelPainting& p, const DialGridMark& mark) {
    double longest = 0;
    for (const Dial& dial : mark.dials)
        for (const double v :
             {length(dial.q), length(dial.k), length(dial.q) * dial.growth_q, length(dial.k) * dial.growth_k})
            if (std::isfinite(v)) longest = std::max(longest, v);
    const int pairs = static_cast<int>(mark.dials.size());
    for (std::size_t i = 0; i < mark.dials.size() && i < p.places.dials.size(); ++i) {
        const Dial& dial = mark.dials[i];
        const Rect& square = p.places.dials[i];
        const Group group(p.canvas, p.tag(Role::dial, dial.pair));
        const bool selected = dial.pair == mark.selected;
        const Point centre{square.x + square.width / 2, square.y + square.height / 2};
        const Ink pair{InkKind::pair, dial.pair, pairs};
        const double radius = std::max(0.0, square.width / 2 - p.theme.heavy_line / 2);
        const Face face = make_face(dial, centre, radius, longest, Lengths::square_root);
        if (square.width < kSmallestDial) {
            draw_cell(p, dial, square, face);
            continue;
        }
        const bool whole = square.width >= kSmallestWholeDial;
        if (whole) draw_sector(p, face, pair, dial.pair);
        if (whole || selected)
            p.canvas.circle(
                centre, radius, std::nullopt,
                Stroke{p.colour(pair), selected ? p.theme.heavy_line : p.theme.hairline, Dash::solid});
        if (whole) {
            draw_ghost(p, face, face.k_start, {Role::ghost, dial.pair}, InkKind::key);
            draw_ghost(p, face, face.q_start, {Role::ghost, dial.pair}, InkKind::query);
        }
        const double width = std::clamp(radius / 16, 0.75 * p.theme.hairline, p.theme.line);
        draw_arrow(p, face, face.k, {Role::key_arrow, dial.pair}, {InkKind::key}, width);
        draw_arrow(p, face, face.q, {Role::query_arrow, dial.pair}, {InkKind::query}, width);
        if (p.places.dial_text > 0) draw_small_label(p, dial, square);
    }
    for (std::size_t i = 0; i < mark.dials.size() && i < p.places.dials.size(); ++i)
        if (mark.dials[i].pair == mark.selected && p.places.dials[i].width < kSmallestDial)
            mark_cell(p, mark.selected, p.places.dials[i]);
}

void paint_large_dial(const PanelPainting& p, const LargeDialMark& mark) {
    if (p.places.dial_radius <= 1) return;
    const Face face = make_face(mark.dial, p.places.dial_centre, p.places.dial_radius, mark.radius_scale,
                                Lengths::true_to_scale);
    const int index = mark.dial.pair;
    const Ink pair{InkKind::pair, index, mark.pairs};
    {
        const Group group(p.canvas, p.tag(Role::dial, index));
        draw_sector(p, face, pair, index);
        draw_rim(p, face, pair);
        draw_trail(p, face, mark, index);
        draw_ghost(p, face, face.k_start, {Role::ghost, index}, InkKind::key);
        draw_ghost(p, face, face.q_start, {Role::ghost, index}, InkKind::query);
        const double width = std::clamp(face.radius / 30, p.theme.line, p.theme.heavy_line);
        draw_arrow(p, face, face.k, {Role::key_arrow, index}, {InkKind::key}, width);
        draw_arrow(p, face, face.q, {Role::query_arrow, index}, {InkKind::query}, width);
    }
    if (p.options.handles) {
        draw_tip(p, face, face.k, {Role::key_tip, index}, InkKind::key);
        draw_tip(p, face, face.q, {Role::query_tip, index}, InkKind::query);
    }
    if (face.radius >= 2 * p.theme.font_size) draw_tip_labels(p, face, index);
    if (p.places.readout.empty()) return;
    const Group group(p.canvas, p.tag(Role::note, index));
    for (const Label& line : p.places.readout)
        draw_label(line, p.theme, p.text, p.canvas);
}

}  // namespace rope
