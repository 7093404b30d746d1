// The one narrow door for drawing: window, PNG, PDF, SVG, mouse and tests are all a Canvas. Units: points,
// origin top left, y down. Calls paint in order. The painter is the only caller.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/figure/geometry.h"
#include "core/figure/raster.h"
#include "core/figure/rich_text.h"
#include "core/figure/theme.h"

namespace rope {

// What a piece of the picture means: tests find it by role, the mouse picks it, SVG names its groups after
// it.
enum class Role {
    background,
    frame,
    grid,
    tick_label,
    axis_title,
    title,
    caption,
    note,
    series,  // index: model
    series_label,
    rule,  // reference line: context marks, zero line; index: place in the panel
    cells,
    cell_text,
    colour_bar,
    cross_hair,
    mini_map,
    profile,
    dial,  // index: pair
    query_arrow,
    key_arrow,
    query_tip,
    key_tip,  // index: pair; tips can be dragged
    angle_sector,
    ghost,
    trail,
    delta_handle,
    query_handle,
    key_handle,  // drag Δ, m, n
    text,
    token,  // index: its place in the order; can be dragged
};
std::string_view id(Role role);

struct Tag {
    Role role = Role::background;
    int index = -1;  // pair, model, ...; −1 when there is only one
    int panel = -1;
    friend bool operator==(const Tag&, const Tag&) = default;
};

enum class Dash { solid, dashed, dotted, dash_dot, long_dashed, dash_dot_dot, sparse_dotted };
constexpr int kDashes = 7;
std::string_view id(Dash dash);  // "dash-dot"

struct Stroke {
    Colour colour;
    double width = 1;  // [pt]
    Dash dash = Dash::solid;
    friend bool operator==(const Stroke&, const Stroke&) = default;
};
// Lengths of dash, gap, dash, gap … [pt], over and over, so that all canvases break lines alike; empty when
// solid.
std::vector<double> dash_lengths(const Stroke& stroke);

enum class Align { left, centre, right };

struct TextStyle {
    double size = 12;  // [pt]
    Colour colour;
    Align align = Align::left;
    bool bold = false;
    double angle = 0;  // degrees counter-clockwise about the anchor: 90 for the title of a y axis
    friend bool operator==(const TextStyle&, const TextStyle&) = default;
};

class Canvas {
  public:
    virtual ~Canvas() = default;

    virtual void push_group(const Tag& tag) = 0;  // every push is popped
    virtual void pop_group() = 0;
    virtual void push_clip(const Rect& rect) = 0;  // every push is popped
    virtual void pop_clip() = 0;

    virtual void polyline(std::span<const Point> points,
                          const Stroke& stroke) = 0;  // finite, at least 2 points
    virtual void polygon(std::span<const Point> convex, Colour fill) = 0;
    virtual void rectangle(const Rect& rect, std::optional<Colour> fill, std::optional<Stroke> stroke) = 0;
    virtual void circle(Point centre, double radius, std::optional<Colour> fill,
                        std::optional<Stroke> stroke) = 0;
    // Filled sector from angle `from` to `to` [rad], counter-clockwise with y up; |to − from| ≤ 2π.
    virtual void sector(Point centre, double radius, double from, double to, Colour fill) = 0;
    virtual void cells(const Rect& rect, const Raster& raster,
                       const ColourScale& scale) = 0;  // row 0 at the top
    virtual void text(Point baseline_anchor, std::string_view markup, const TextStyle& style) = 0;
};

}  // namespace rope
