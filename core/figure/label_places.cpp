#include "core/figure/label_places.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/figure/axis_scale.h"
#include "core/figure/spacing.h"
#include "core/figure/text_fit.h"

namespace rope {
namespace {

constexpr double kAtTheEdge = 0.02;  // of the plot's width: how near its right edge a curve must end
constexpr double kMostMoved = 1.2;   // lines a direct label may lie away from its curve

// Where a series leaves the plot: its last finite point inside it.
std::optional<Point> last_point(const Mark& mark, const Panel& panel, const PanelLayout& places) {
    const PageMap map(panel, places.plot);
    std::optional<Point> last;
    const auto offer = [&](Point data) {
        const Point page = map.page(data);
        if (std::isfinite(page.x) && std::isfinite(page.y) && places.plot.contains(page) &&
            (!last || page.x >= last->x))
            last = page;
    };
    if (const auto* line = std::get_if<LineMark>(&mark)) {
        for (const Point& point : line->points)
            offer(point);
    } else if (const auto* band = std::get_if<BandMark>(&mark)) {
        const std::size_t count = std::min({band->x.size(), band->lo.size(), band->hi.size()});
        for (std::size_t i = 0; i < count; ++i)
            offer({band->x[i], (band->lo[i] + band->hi[i]) / 2});
    }
    return last;
}

const std::string* label_of(const Mark& mark) {
    if (const auto* line = std::get_if<LineMark>(&mark)) return &line->label;
    if (const auto* band = std::get_if<BandMark>(&mark)) return &band->label;
    return nullptr;
}

}  // namespace

std::vector<Label> series_entries(const Panel& panel) {
    std::vector<Label> out;
    if (!panel.legend) return out;
    for (const Mark& mark : panel.marks) {
        const std::string* label = label_of(mark);
        if (!label || label->empty()) continue;
        if (std::any_of(out.begin(), out.end(), [&](const Label& other) { return other.text == *label; }))
            continue;
        Label entry;
        entry.text = *label;
        if (const auto* line = std::get_if<LineMark>(&mark)) {
            entry.ink = line->ink;
            entry.dash = line->dash;
            entry.tag = line->tag;
        } else if (const auto* band = std::get_if<BandMark>(&mark)) {
            entry.ink = band->ink;
            entry.dash = band->dash;
            entry.tag = band->tag;
        }
        entry.ink.opacity = 1;
        entry.tag.role = Role::series_label;
        out.push_back(std::move(entry));
    }
    return out;
}

double widest_entry(const Panel& panel, const Theme& theme, const TextMetrics& text) {
    double widest = 0;
    for (const Label& entry : series_entries(panel))
        widest = std::max(widest, text.rich_width(entry.text, theme.small_size));
    return widest;
}

std::vector<Label> direct_labels(const Panel& panel, const PanelLayout& places, const Theme& theme,
                                 const TextMetrics& text) {
    const double line = line_height(text, theme.small_size);
    std::vector<Label> labels = series_entries(panel);
    std::vector<double> wanted;
    for (Label& label : labels) {
        std::optional<Point> end;
        for (const Mark& mark : panel.marks) {
            const std::string* own = label_of(mark);
            if (own && *own == label.text && !end) end = last_point(mark, panel, places);
        }
        if (!end || end->x < places.plot.right() - std::max(2.0, kAtTheEdge * places.plot.width)) return {};
        label.box = {places.plot.right() + Spacing(theme).to_label(), end->y - line / 2,
                     text.rich_width(label.text, theme.small_size), line};
        label.size = theme.small_size;
    }
    if (static_cast<double>(labels.size()) * line > places.plot.height) return {};
    std::stable_sort(labels.begin(), labels.end(),
                     [](const Label& a, const Label& b) { return a.box.y < b.box.y; });
    wanted.reserve(labels.size());
    for (const Label& label : labels)
        wanted.push_back(label.box.y);
    // Downwards apart, then back up from the plot's lower edge.
    double floor_y = places.plot.y;
    for (Label& label : labels) {
        label.box.y = std::max(label.box.y, floor_y);
        floor_y = label.box.bottom();
    }
    double ceiling = places.plot.bottom();
    for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
        label->box.y = std::min(label->box.y, ceiling - line);
        ceiling = label->box.y;
    }
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (std::abs(labels[i].box.y - wanted[i]) > kMostMoved * line) return {};
    return labels;
}

namespace {

// Where a legend may lie in a plot, best first: the corners, then along the sides, then anywhere.
std::vector<Rect> legend_boxes(const Rect& plot, Size size, double margin) {
    constexpr int kSteps = 6;
    const double room_x = plot.width - 2 * margin - size.width,
                 room_y = plot.height - 2 * margin - size.height;
    std::vector<Rect> corners, sides, inside;
    for (int row = 0; row <= kSteps; ++row)
        for (int column = kSteps; column >= 0; --column) {
            const bool at_end = column == 0 || column == kSteps, at_top = row == 0 || row == kSteps;
            std::vector<Rect>& list = at_end && at_top ? corners : at_end || at_top ? sides : inside;
            list.push_back({plot.x + margin + room_x * column / kSteps,
                            plot.y + margin + room_y * row / kSteps, size.width, size.height});
        }
    corners.insert(corners.end(), sides.begin(), sides.end());
    corners.insert(corners.end(), inside.begin(), inside.end());
    return corners;
}

void place_legend(const Rect& box, std::vector<Label>& entries, double pad, double line, const Theme& theme,
                  const TextMetrics& text, PanelLayout& places) {
    places.legend = box;
    double y = box.y + pad;
    for (Label& entry : entries) {
        entry.size = theme.small_size;
        entry.key = true;
        entry.box = {box.x + pad, y, box.width - 2 * pad, line_height(text, theme.small_size)};
        y += line;
    }
    places.series_labels = std::move(entries);
}

}  // namespace

bool legend_inside(const Panel& panel, const Occupancy& data, const Theme& theme, const TextMetrics& text,
                   PanelLayout& places) {
    const Spacing space(theme);
    std::vector<Label> entries = series_entries(panel);
    const double line = 1.2 * line_height(text, theme.small_size), pad = space.step();
    const double sample = space.key_width() + space.step() * 1.5;
    const double width = sample + widest_entry(panel, theme, text) + 2 * pad;
    const double height = line * static_cast<double>(entries.size()) + 2 * pad;
    const Rect& plot = places.plot;
    const double margin = 2 * space.step();
    if (width + 2 * margin > 0.6 * plot.width || height + 2 * margin > plot.height) return false;
    const auto crosses_rule = [&](const Rect& box) {
        return std::any_of(panel.marks.begin(), panel.marks.end(), [&](const Mark& mark) {
            const auto* rule = std::get_if<RuleMark>(&mark);
            if (!rule) return false;
            const Point at = to_page(panel, places, {rule->value, rule->value});
            return rule->vertical ? at.x >= box.x && at.x <= box.right()
                                  : at.y >= box.y && at.y <= box.bottom();
        });
    };
    const auto fits = [&](const Rect& box, bool over_rules) {
        const Rect around{box.x - pad, box.y - pad, box.width + 2 * pad, box.height + 2 * pad};
        return data.free(around) && (over_rules || !crosses_rule(box));
    };
    const std::vector<Rect> boxes = legend_boxes(plot, {width, height}, margin);
    for (const bool over_rules : {false, true}) {
        const auto box = std::find_if(boxes.begin(), boxes.end(),
                                      [&](const Rect& each) { return fits(each, over_rules); });
        if (box == boxes.end()) continue;
        place_legend(*box, entries, pad, line, theme, text, places);
        return true;
    }
    return false;
}

double legend_beside(const Panel& panel, bool place, const Theme& theme, const TextMetrics& text,
                     PanelLayout& places) {
    const Spacing space(theme);
    const double line = 1.2 * line_height(text, theme.small_size);
    const double sample = space.key_width() + space.step() * 1.5;
    std::vector<Label> entries = series_entries(panel);
    if (static_cast<double>(entries.size()) * line > places.plot.height) return 0;
    const double width = sample + widest_entry(panel, theme, text);
    if (place) {
        for (Label& entry : entries) {
            entry.box.y = places.plot.bottom();  // where nothing of it is seen
            for (const Mark& mark : panel.marks) {
                const std::string* own = label_of(mark);
                if (own == nullptr || *own != entry.text) continue;
                if (const auto end = last_point(mark, panel, places)) entry.box.y = end->y;
                break;
            }
        }
        std::stable_sort(entries.begin(), entries.end(),
                         [](const Label& a, const Label& b) { return a.box.y < b.box.y; });
        double y = places.plot.y;
        for (Label& entry : entries) {
            entry.size = theme.small_size;
            entry.key = true;
            entry.box = {places.plot.right() + space.to_label(), y, width,
                         line_height(text, theme.small_size)};
            y += line;
        }
        places.series_labels = std::move(entries);
    }
    return space.to_label() + width;
}

double legend_above(const Panel& panel, const Rect& plot, const double* top, const Theme& theme,
                    const TextMetrics& text, PanelLayout& places) {
    const Spacing space(theme);
    const double line = 1.2 * line_height(text, theme.small_size);
    const double sample = space.key_width() + space.step() * 1.5;
    double x = 0, y = 0;
    std::vector<Label> entries = series_entries(panel);
    for (Label& entry : entries) {
        entry.text = fit_text(entry.text, plot.width - sample, theme.small_size, text);
        if (entry.text.empty()) return 0;
        const double width = sample + text.rich_width(entry.text, theme.small_size);
        if (x > 0 && x + width > plot.width) {
            x = 0;
            y += line;
        }
        entry.size = theme.small_size;
        entry.key = true;
        entry.box = {plot.x + x, y, width, line_height(text, theme.small_size)};
        x += width + space.gap();
    }
    if (top) {
        for (Label& entry : entries)
            entry.box.y += *top;
        places.series_labels = std::move(entries);
    }
    return y + line + space.step();
}

}  // namespace rope
