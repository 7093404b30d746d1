// Grid, frame, ticks, titles, legends and colour bars.
#include <array>
#include <cmath>

#include "core/figure/axis_scale.h"
#include "core/figure/painting.h"

namespace rope {
namespace {

bool has_cells(const Panel& panel) {
    for (const Mark& mark : panel.marks)
        if (std::holds_alternative<CellsMark>(mark)) return true;
    return false;
}

// A line across the plot at a value of one axis.
void grid_line(const PanelPainting& p, bool vertical, double fraction) {
    const Rect& plot = p.places.plot;
    const double x = plot.x + fraction * plot.width, y = plot.bottom() - fraction * plot.height;
    const std::array<Point, 2> line = vertical ? std::array<Point, 2>{{{x, plot.y}, {x, plot.bottom()}}}
                                               : std::array<Point, 2>{{{plot.x, y}, {plot.right(), y}}};
    p.canvas.polyline(line, p.hairline(InkKind::hairline));
}

void paint_grid(const PanelPainting& p) {
    const Group group(p.canvas, p.tag(Role::grid));
    const auto lines = [&](const Axis& given, const std::vector<Tick>& ticks, bool vertical) {
        const AxisMap axis(given);
        for (const Tick& tick : ticks) {
            const double f = axis.fraction(tick.value);
            // Lines on the frame would double it.
            if (!tick.label.empty() && f > 0.002 && f < 0.998) grid_line(p, vertical, f);
        }
    };
    if (p.panel.x) lines(*p.panel.x, p.places.x_ticks, true);
    if (p.panel.y) lines(*p.panel.y, p.places.y_ticks, false);
}

// Short marks outside the frame; a minor tick is shorter.
void paint_x_ticks(const PanelPainting& p, const AxisMap& axis, const Spacing& space) {
    const Rect& plot = p.places.plot;
    for (const Tick& tick : p.places.x_ticks) {
        const double x = plot.x + axis.fraction(tick.value) * plot.width;
        const double length = tick.label.empty() ? space.minor_tick() : space.tick();
        const Point mark[] = {{x, plot.bottom()}, {x, plot.bottom() + length}};
        p.canvas.polyline(mark, p.hairline(InkKind::muted));
        if (tick.label.empty()) continue;
        TextStyle style{p.theme.small_size, p.colour({InkKind::muted}), Align::centre};
        if (p.places.x_turned) {
            style.align = Align::right;
            style.angle = 90;
            p.canvas.text({x + kHalfDigit * style.size, plot.bottom() + space.to_label()}, tick.label, style);
            continue;
        }
        p.canvas.text({x, plot.bottom() + space.to_label() + p.text.ascent() * style.size}, tick.label,
                      style);
    }
}

void paint_y_ticks(const PanelPainting& p, const AxisMap& axis, const Spacing& space) {
    const Rect& plot = p.places.plot;
    for (const Tick& tick : p.places.y_ticks) {
        const double y = plot.bottom() - axis.fraction(tick.value) * plot.height;
        const double length = tick.label.empty() ? space.minor_tick() : space.tick();
        const Point mark[] = {{plot.x - length, y}, {plot.x, y}};
        p.canvas.polyline(mark, p.hairline(InkKind::muted));
        if (tick.label.empty()) continue;
        TextStyle style{p.theme.small_size, p.colour({InkKind::muted}), Align::right};
        p.canvas.text({plot.x - space.to_label(), y + kHalfDigit * style.size}, tick.label, style);
    }
}

// A legend's entry: a sample of the line, `width` [pt], and its words.
void draw_key(const PanelPainting& p, const Label& label, double width) {
    const Spacing space(p.theme);
    const double y = label.box.y + p.text.ascent() * label.size - kHalfDigit * label.size;
    const Point sample[] = {{label.box.x, y}, {label.box.x + space.key_width(), y}};
    p.canvas.polyline(sample, {p.colour(label.ink), width, label.dash});
    Label words = label;
    words.ink = {InkKind::text};
    words.box.x += space.key_width() + 1.5 * space.step();
    draw_label(words, p.theme, p.text, p.canvas);
}

void paint_series_labels(const PanelPainting& p) {
    if (p.places.legend.width > 0) {
        const Group group(p.canvas, p.tag(Role::series_label));
        p.canvas.rectangle(p.places.legend, p.colour({InkKind::ground, 0, 1, 0.85}), std::nullopt);
    }
    for (const Label& label : p.places.series_labels) {
        const Group group(p.canvas, p.tag(Role::series_label, label.tag.index));
        if (!label.key) {
            draw_label(label, p.theme, p.text, p.canvas);
            continue;
        }
        draw_key(p, label, p.theme.line);
    }
}

}  // namespace

void paint_axes(const PanelPainting& p) {
    if (!p.panel.x && !p.panel.y) return;
    if (!has_cells(p.panel)) paint_grid(p);
    if (!p.panel.frame) return;
    const Group group(p.canvas, p.tag(Role::frame));
    p.canvas.rectangle(p.places.plot, std::nullopt, p.hairline(InkKind::hairline));
}

void paint_labels(const PanelPainting& p) {
    const Spacing space(p.theme);
    if (!p.places.x_ticks.empty() || !p.places.y_ticks.empty()) {
        const Group group(p.canvas, p.tag(Role::tick_label));
        if (p.panel.x) paint_x_ticks(p, AxisMap(*p.panel.x), space);
        if (p.panel.y) paint_y_ticks(p, AxisMap(*p.panel.y), space);
    }
    for (const Label* label : {&p.places.title, &p.places.x_title, &p.places.y_title}) {
        if (label->text.empty()) continue;
        const Group group(p.canvas, p.tag(label->tag));
        draw_label(*label, p.theme, p.text, p.canvas);
    }
    paint_series_labels(p);
    for (const Label& label : p.places.mark_labels) {
        if (!p.options.handles && is_handle(label.tag.role)) continue;
        const Group group(p.canvas, p.tag(label.tag));
        if (label.leader)
            p.canvas.polyline(*label.leader, {p.colour(label.ink), p.theme.hairline, Dash::solid});
        if (label.key) {
            draw_key(p, label, p.theme.hairline);
            continue;
        }
        // A thin veil of ground, so that words stay readable over grids and cells.
        p.canvas.rectangle(label.box, p.colour({InkKind::ground, 0, 1, 0.7}), std::nullopt);
        draw_label(label, p.theme, p.text, p.canvas);
    }
}

void paint_colour_bar(const PanelPainting& p) {
    const Rect& bar = p.places.colour_bar;
    if (!p.panel.colour_bar || bar.width <= 0 || bar.height <= 0) return;
    const Spacing space(p.theme);
    const Group group(p.canvas, p.tag(Role::colour_bar));
    // The map itself, from its end at the top to its beginning.
    static const auto positions = [] {
        std::vector<double> values(256);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = 1 - (static_cast<double>(i) + 0.5) / static_cast<double>(values.size());
        return std::make_shared<const std::vector<double>>(std::move(values));
    }();
    const Raster raster{256, 1, false, positions, "colour bar"};
    p.canvas.cells(bar, raster, {p.panel.colour_bar->scale.map, 0, 1});
    p.canvas.rectangle(bar, std::nullopt, p.hairline(InkKind::hairline));
    const AxisMap axis(p.panel.colour_bar->scale.lo, p.panel.colour_bar->scale.hi);
    for (const Tick& tick : p.places.bar_ticks) {
        const double y = bar.bottom() - axis.fraction(tick.value) * bar.height;
        const double from = tick.value == 0 ? bar.x : bar.right();  // zero is marked across
        const Point mark[] = {{from, y}, {bar.right() + space.minor_tick(), y}};
        p.canvas.polyline(mark, p.hairline(InkKind::muted));
        p.canvas.text({bar.right() + 1.5 * space.step(), y + kHalfDigit * p.theme.small_size}, tick.label,
                      {p.theme.small_size, p.colour({InkKind::muted})});
    }
    if (p.places.masked_sample.width > 0) {
        paint_hatch(p, p.places.masked_sample);
        p.canvas.rectangle(p.places.masked_sample, std::nullopt, p.hairline(InkKind::hairline));
        draw_label(p.places.masked, p.theme, p.text, p.canvas);
    }
    draw_label(p.places.bar_title, p.theme, p.text, p.canvas);
}

}  // namespace rope
