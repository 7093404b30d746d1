#include "tests/unit/figure_kind/page_laws.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/figure/layout.h"
#include "core/figure/painter.h"
#include "core/figure/recording_canvas.h"

namespace rope {
namespace {

// What a text covers, without the ascent and descent that capitals and digits leave free.
Rect text_box(const RecordingCanvas::Item& item, const TextMetrics& text) {
    const double width = text.rich_width(item.text, item.style.size);
    const double height = 0.72 * item.style.size;
    const double before = item.style.align == Align::left    ? 0
                          : item.style.align == Align::right ? width
                                                             : width / 2;
    const Point at{item.bounds.x, item.bounds.y};
    if (item.style.angle == 90) return {at.x - height, at.y - (width - before), height, width};
    return {at.x - before, at.y - height, width, height};
}

bool overlap(const Rect& a, const Rect& b) {
    constexpr double kTouch = 0.5;  // [pt] two boxes may share an edge
    return std::min(a.right(), b.right()) - std::max(a.x, b.x) > kTouch &&
           std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y) > kTouch;
}

bool is_handle(Role role) {
    return role == Role::delta_handle || role == Role::query_handle || role == Role::key_handle ||
           role == Role::query_tip || role == Role::key_tip;
}

bool inside(const Rect& box, Size page, Role role) {
    // [pt] Half a heavy line may stand over an edge, and half a handle, which no file has.
    const double over = is_handle(role) ? 8 : 1.5;
    return box.x >= -over && box.y >= -over && box.right() <= page.width + over &&
           box.bottom() <= page.height + over;
}

std::string words(const Rect& box) {
    return fmt::format("[{:.1f}, {:.1f}, {:.1f} x {:.1f}]", box.x, box.y, box.width, box.height);
}

int labelled(const std::vector<Tick>& ticks) {
    return static_cast<int>(
        std::count_if(ticks.begin(), ticks.end(), [](const Tick& tick) { return !tick.label.empty(); }));
}

bool same_scale(const ColourScale& a, const ColourScale& b) {
    return a.map == b.map && a.lo == b.lo && a.hi == b.hi;
}

// The legend's words for what is drawn, by their looks: no two series of a panel look the same.
std::string broken_series_law(const Panel& panel, const Theme& theme) {
    struct Look {
        Colour colour;
        Dash dash;
        std::string label;
    };
    std::vector<Look> looks;
    for (const Mark& any : panel.marks) {
        const auto add = [&](const auto& mark) {
            if (mark.label.empty() || mark.ink.kind != InkKind::model) return;
            looks.push_back({theme.colour(mark.ink), mark.dash, mark.label});
        };
        if (const auto* line = std::get_if<LineMark>(&any)) add(*line);
        if (const auto* band = std::get_if<BandMark>(&any)) add(*band);
    }
    for (const Look& one : looks)
        for (const Look& other : looks)
            if (one.label != other.label && one.dash == other.dash && one.colour == other.colour)
                return fmt::format("\"{}\" and \"{}\" look the same", one.label, other.label);
    return "";
}

// A colour bar explains cells that are drawn with its scale, from end to end, in numbers that differ.
std::string broken_bar_law(const Figure& figure, const ColourBar& bar, const PanelLayout& places) {
    bool explains = false;
    for (const Panel& panel : figure.panels) {
        for (const Mark& mark : panel.marks) {
            const auto* cells = std::get_if<CellsMark>(&mark);
            explains |= cells != nullptr && same_scale(cells->scale, bar.scale);
        }
    }
    if (!explains) return "a colour bar with a scale that no cells have";
    if (places.colour_bar.width <= 0) return "";
    std::set<std::string> labels;
    for (const Tick& tick : places.bar_ticks) {
        const double at = bar.scale.position(tick.value);
        if (!(at >= -1e-9 && at <= 1 + 1e-9)) return fmt::format("a colour bar's {} outside it", tick.label);
        if (tick.label.empty()) continue;
        if (!labels.insert(tick.label).second) return fmt::format("a colour bar with {} twice", tick.label);
    }
    const auto has = [&](double value) {
        return std::any_of(places.bar_ticks.begin(), places.bar_ticks.end(),
                           [&](const Tick& tick) { return tick.value == value; });
    };
    if (places.bar_ticks.size() > 1 && !(has(bar.scale.lo) && has(bar.scale.hi)))
        return "a colour bar without its ends";
    return "";
}

}  // namespace

std::vector<std::string> broken_page_laws(const Figure& figure, Size page, const Theme& theme,
                                          const TextMetrics& text, bool caption) {
    std::vector<std::string> broken;
    const FigureLayout places = layout(figure, page, theme, text, caption);
    RecordingCanvas canvas;
    paint(figure, places, theme, text, {}, canvas);
    if (canvas.items().empty()) broken.push_back("nothing is drawn");

    std::vector<std::pair<Rect, std::string>> texts;
    for (const RecordingCanvas::Item& item : canvas.items()) {
        const Rect box = item.what == "text" ? text_box(item, text) : item.bounds;
        const std::string what = item.what == "text" ? fmt::format("text \"{}\"", item.text) : item.line;
        if (!std::isfinite(box.x + box.y + box.width + box.height)) broken.push_back("not finite: " + what);
        if (!inside(box, page, item.tag.role))
            broken.push_back("outside the page: " + what.substr(0, 120) + " " + words(box));
        if (item.what != "text") continue;
        for (const auto& [other, other_text] : texts) {
            if (overlap(box, other)) {
                broken.push_back(fmt::format("overlap: \"{}\" {} and \"{}\" {}", other_text, words(other),
                                             item.text, words(box)));
            }
        }
        texts.emplace_back(box, item.text);
    }
    const bool small = std::min(page.width, page.height) < 12 * theme.small_size;
    for (std::size_t i = 0; i < places.panels.size(); ++i) {
        const PanelLayout& panel = places.panels[i];
        const auto axis_law = [&](const std::optional<Axis>& axis, const std::vector<Tick>& ticks,
                                  double length, const char* name) {
            const bool countable =
                axis && (!axis->integers || std::floor(axis->hi) - std::ceil(axis->lo) >= 1);
            if (!countable || !axis->visible || length < 12 * theme.small_size || small) return;
            if (labelled(ticks) < 2) {
                broken.push_back(fmt::format("panel {}: {} axis {:.3g} … {:.3g} over {:.0f} pt has {} labels",
                                             i, name, axis->lo, axis->hi, length, labelled(ticks)));
            }
        };
        if (figure.panels[i].colour_bar) {
            const std::string bar = broken_bar_law(figure, *figure.panels[i].colour_bar, panel);
            if (!bar.empty()) broken.push_back(fmt::format("panel {}: {}", i, bar));
        }
        const std::string series = broken_series_law(figure.panels[i], theme);
        if (!series.empty()) broken.push_back(fmt::format("panel {}: {}", i, series));
        axis_law(figure.panels[i].x, panel.x_ticks, panel.plot.width, "x");
        axis_law(figure.panels[i].y, panel.y_ticks, panel.plot.height, "y");
    }
    return broken;
}

}  // namespace rope
