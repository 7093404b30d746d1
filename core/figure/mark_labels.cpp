#include "core/figure/mark_labels.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/figure/axis_scale.h"
#include "core/figure/occupancy.h"
#include "core/figure/spacing.h"
#include "core/figure/text_fit.h"

namespace rope {
namespace {

constexpr int kMostRows = 40;      // lines from an end at which a rule's label is tried
constexpr int kMostRings = 4;      // lines that a point's label may lie away from it
constexpr int kMostRowsAbove = 6;  // of labels above a plot

bool overlaps(const Rect& a, const Rect& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

bool inside(const Rect& inner, const Rect& outer) {
    return inner.x >= outer.x && inner.right() <= outer.right() && inner.y >= outer.y &&
           inner.bottom() <= outer.bottom();
}

class MarkLabels {
  public:
    MarkLabels(const Panel& panel, const Theme& theme, const TextMetrics& text, PanelLayout& places)
        : panel_(panel), data_(panel, places), theme_(theme), text_(text), places_(places), space_(theme) {
        if (places.legend.width > 0) taken_.push_back(places.legend);
    }

    // Whether there was a place for it, or no need of one. `over_data`: covering some is better than no word.
    bool place(const TextMark& mark, bool) {
        const double size = mark.small ? theme_.small_size : theme_.font_size;
        const Rect& plot = places_.plot;
        Label label = label_for(fit_text(mark.text, plot.width, size, text_), mark.ink, mark.tag, size);
        const Point at = mark.relative
                             ? Point{plot.x + mark.at.x * plot.width, plot.y + mark.at.y * plot.height}
                             : to_page(panel_, places_, mark.at);
        if (!std::isfinite(at.x + at.y)) return true;
        const double share = mark.align == Align::left ? 0 : mark.align == Align::centre ? 0.5 : 1;
        label.box.x = std::clamp(at.x - share * label.box.width, plot.x, plot.right() - label.box.width);
        label.box.y = at.y - text_.ascent() * size + (mark.middle ? kHalfDigit * size : 0);
        if (label.box.height > plot.height) return true;
        label.box.y = std::clamp(label.box.y, plot.y, plot.bottom() - label.box.height);
        keep(label, true);
        return true;
    }

    bool place(const PointMark& mark, bool over_data) {
        const Point at = to_page(panel_, places_, mark.at);
        if (mark.label.empty() || !places_.plot.contains(at)) return true;
        Label label = label_for(mark.label, mark.ink, mark.tag, theme_.small_size);
        const double away = mark.radius + space_.step();
        const double h = label.box.height, w = label.box.width;
        for (const bool over_rules : {false, true})
            for (int ring = 0; ring <= kMostRings; ++ring)
                for (const bool below : {false, true})
                    for (const double x : {away, -away - w, -w / 2}) {
                        const double step = space_.step() / 2 + ring * h;
                        label.box.x = at.x + x;
                        label.box.y = at.y + (below ? step : -h - step);
                        if (ring == 0 && x == -w / 2) continue;  // on the point itself
                        if (!over_rules && crosses_rule(label.box)) continue;
                        label.leader.reset();
                        if (ring > 0) label.leader = Leader{nearest(label.box, at), at};
                        if (keep(label, over_data)) return true;
                    }
        return false;
    }

    bool place(const RuleMark& mark, bool over_data) {
        if (mark.label.empty() || !is_seen(mark)) return true;
        return place(mark, over_data, false) || (over_data && place(mark, true, true));
    }

    template <class Other>
    bool place(const Other&, bool) {
        return true;
    }

    // Over the mark, in the lowest row that is free; returns the number of the row, 0 when there is none.
    // `others`: where along the page marks stand that have no label yet and need a way down.
    int place_above(const PointMark& mark, const std::vector<double>& others) {
        const Point at = to_page(panel_, places_, mark.at);
        return place_above(label_for(mark.label, mark.ink, mark.tag, theme_.small_size), at, others);
    }
    int place_above(const RuleMark& mark, const std::vector<double>& others) {
        Label label = label_for(mark.label, mark.ink, mark.tag, theme_.small_size);
        const Point at{to_page(panel_, places_, {mark.value, 0}).x, places_.plot.y};
        if (mark.vertical) return place_above(std::move(label), at, others);
        label.key = true;
        label.dash = mark.dash;
        label.box.width += space_.key_width() + 1.5 * space_.step();
        return place_key_above(std::move(label));
    }
    template <class Other>
    int place_above(const Other&, const std::vector<double>&) {
        return 0;
    }

  private:
    using Leader = std::array<Point, 2>;

    Label label_for(std::string words, const Ink& ink, const Tag& tag, double size) const {
        Label label;
        label.box = {0, 0, text_.rich_width(words, size), line_height(text_, size)};
        label.text = std::move(words);
        label.ink = ink;
        label.ink.opacity = 1;
        label.size = size;
        label.tag = tag;
        return label;
    }

    bool place(const RuleMark& mark, bool over_data, bool over_rules) {
        const Point at = to_page(panel_, places_, {mark.value, mark.value});
        Label label = label_for(mark.label, mark.ink, mark.tag, theme_.small_size);
        const auto keeps = [&](double x, double y) {
            label.box.x = x;
            label.box.y = y;
            return (over_rules || !crosses_rule(label.box, &mark)) && keep(label, over_data);
        };
        const Rect& plot = places_.plot;
        const double w = label.box.width, h = label.box.height, away = space_.step();
        if (mark.vertical) {  // beside the line, from its ends towards the middle
            for (int row = 0; row < kMostRows && (row + 1) * h < plot.height; ++row)
                for (const bool far_end : {false, true})
                    for (const double x : {at.x + away, at.x - away - w})
                        if (keeps(x,
                                  far_end ? plot.bottom() - away - (row + 1) * h : plot.y + away + row * h))
                            return true;
            return false;
        }
        const double above = at.y - away / 2 - h, below = at.y + away / 2;
        for (const double x : {plot.right() - away - w, plot.x + away})
            for (const double y : {above, below})
                if (keeps(x, y)) return true;
        for (double x = plot.right() - away - w - h; x > plot.x + away; x -= h)
            for (const double y : {above, below})
                if (keeps(x, y)) return true;
        return false;
    }

    double top_of_row(int row, double height) const {
        return places_.plot.y - space_.step() / 2 - row * height;
    }

    int place_above(Label label, Point at, const std::vector<double>& others) {
        const Rect& plot = places_.plot;
        const double w = label.box.width, h = label.box.height;
        if (w > plot.width) return 0;
        for (int row = 1; row <= kMostRowsAbove; ++row)
            for (const double share : {0.5, 0.0, 1.0}) {
                label.box.x = std::clamp(at.x - share * w, plot.x, plot.right() - w);
                label.box.y = top_of_row(row, h);
                const bool covers = std::any_of(others.begin(), others.end(), [&](double x) {
                    return x != at.x && x > label.box.x - 0.6 && x < label.box.right() + 0.6;
                });
                // Down to a point, or past the rows below to where the rule ends.
                const Point foot{at.x, label.box.bottom()};
                label.leader.reset();
                if (row > 1 || at.y > plot.y) label.leader = Leader{foot, at};
                if (row > 1 && is_taken({at.x - 0.5, foot.y, 1, plot.y - foot.y})) continue;
                if (covers || is_taken(label.box) || on_leader(label.box)) continue;
                taken_.push_back(label.box);
                places_.mark_labels.push_back(label);
                return row;
            }
        return 0;
    }

    // What belongs to a height has no place of its own above: it gets a sample of its line, from the left.
    int place_key_above(Label label) {
        const Rect& plot = places_.plot;
        for (int row = 1; row <= kMostRowsAbove; ++row)
            for (double x = plot.x; x + label.box.width <= plot.right(); x += space_.step()) {
                label.box.x = x;
                label.box.y = top_of_row(row, label.box.height);
                const Rect around{x - space_.step(), label.box.y, label.box.width + 2 * space_.step(),
                                  label.box.height};
                if (is_taken(around) || on_leader(label.box)) continue;
                taken_.push_back(label.box);
                places_.mark_labels.push_back(std::move(label));
                return row;
            }
        return 0;
    }

    static Point nearest(const Rect& box, Point to) {
        return {std::clamp(to.x, box.x, box.right()), std::clamp(to.y, box.y, box.bottom())};
    }

    bool is_seen(const RuleMark& rule) const {
        const Point at = to_page(panel_, places_, {rule.value, rule.value});
        const Rect& plot = places_.plot;
        return rule.vertical ? at.x >= plot.x && at.x <= plot.right()
                             : at.y >= plot.y && at.y <= plot.bottom();
    }

    bool crosses_rule(const Rect& box, const RuleMark* own = nullptr) const {
        return std::any_of(panel_.marks.begin(), panel_.marks.end(), [&](const Mark& any) {
            const auto* rule = std::get_if<RuleMark>(&any);
            if (!rule || (own && rule->vertical == own->vertical && rule->value == own->value)) return false;
            const Point at = to_page(panel_, places_, {rule->value, rule->value});
            return rule->vertical ? at.x >= box.x && at.x <= box.right()
                                  : at.y >= box.y && at.y <= box.bottom();
        });
    }

    bool is_taken(const Rect& box) const {
        return std::any_of(taken_.begin(), taken_.end(),
                           [&](const Rect& other) { return overlaps(box, other); });
    }

    bool on_leader(const Rect& box) const {
        return std::any_of(places_.mark_labels.begin(), places_.mark_labels.end(), [&](const Label& other) {
            if (!other.leader) return false;
            const auto& [a, b] = *other.leader;
            return overlaps(box, {std::min(a.x, b.x) - 0.5, std::min(a.y, b.y), std::abs(a.x - b.x) + 1,
                                  std::abs(a.y - b.y)});
        });
    }

    bool keep(const Label& label, bool over_data) {
        if (label.text.empty() || !inside(label.box, places_.plot)) return false;
        const double line = theme_.line;  // half of the heaviest, and air
        const Rect ink{label.box.x - line, label.box.y, label.box.width + 2 * line, label.box.height};
        if (!over_data && !data_.free(ink)) return false;
        if (is_taken(label.box)) return false;
        taken_.push_back(label.box);
        places_.mark_labels.push_back(label);
        return true;
    }

    const Panel& panel_;
    Occupancy data_;
    const Theme& theme_;
    const TextMetrics& text_;
    PanelLayout& places_;
    Spacing space_;
    std::vector<Rect> taken_;
};

bool has_words(const Mark& any) {
    return std::visit(
        [](const auto& mark) {
            using Kind = std::decay_t<decltype(mark)>;
            if constexpr (std::is_same_v<Kind, TextMark>)
                return true;
            else if constexpr (std::is_same_v<Kind, RuleMark> || std::is_same_v<Kind, PointMark>)
                return !mark.label.empty();
            else
                return false;
        },
        any);
}

bool may_stand_above(const Mark& any) {
    const auto* rule = std::get_if<RuleMark>(&any);
    return rule ? !rule->draggable : std::holds_alternative<PointMark>(any);
}

bool contains(const std::vector<std::size_t>& marks, std::size_t mark) {
    return std::find(marks.begin(), marks.end(), mark) != marks.end();
}

// What has one place only goes first.
std::vector<std::size_t> marks_in_order(const Panel& panel) {
    std::vector<std::size_t> order;
    for (const bool text : {true, false})
        for (std::size_t i = 0; i < panel.marks.size(); ++i)
            if (std::holds_alternative<TextMark>(panel.marks[i]) == text && has_words(panel.marks[i]))
                order.push_back(i);
    return order;
}

// Where along the page a mark stands whose label can stand over it; none: of a height, with a key.
std::optional<double> place_along(const Panel& panel, const PanelLayout& places, const Mark& mark) {
    if (const auto* point = std::get_if<PointMark>(&mark)) return to_page(panel, places, point->at).x;
    const auto* rule = std::get_if<RuleMark>(&mark);
    if (rule == nullptr || !rule->vertical) return std::nullopt;
    return to_page(panel, places, {rule->value, 0}).x;
}

// The labels of these marks above the plot; returns those without a place, and the highest row used.
struct PlacedAbove {
    std::vector<std::size_t> left;
    int rows = 0;
};

// Each so that marks without a label keep their way down free, from the middle to the sides; then those that
// cannot help it, over what is left; then the keys, which can stand anywhere.
PlacedAbove place_above(const Panel& panel, const PanelLayout& places, const std::vector<std::size_t>& marks,
                        MarkLabels& labels) {
    PlacedAbove placed;
    const auto place = [&](std::size_t i, const std::vector<double>& others) {
        const int row =
            std::visit([&](const auto& mark) { return labels.place_above(mark, others); }, panel.marks[i]);
        placed.rows = std::max(placed.rows, row);
        return row > 0;
    };
    std::vector<std::pair<double, std::size_t>> along, waiting;
    std::vector<double> others;
    for (const std::size_t i : marks)
        if (const auto x = place_along(panel, places, panel.marks[i])) {
            along.emplace_back(*x, i);
            others.push_back(*x);
        }
    const double middle = places.plot.x + places.plot.width / 2;
    std::sort(along.begin(), along.end(), [&](const auto& a, const auto& b) {
        return std::abs(a.first - middle) < std::abs(b.first - middle);
    });
    for (const auto& [x, i] : along) {
        if (place(i, others))
            others.erase(std::find(others.begin(), others.end(), x));
        else
            waiting.emplace_back(x, i);
    }
    for (const auto& [x, i] : waiting)
        if (!place(i, {})) placed.left.push_back(i);
    for (const std::size_t i : marks)
        if (!place_along(panel, places, panel.marks[i]) && !place(i, {})) placed.left.push_back(i);
    return placed;
}

}  // namespace

double LabelsAbove::height(const Theme& theme, const TextMetrics& text) const {
    return rows > 0 ? rows * line_height(text, theme.small_size) + Spacing(theme).step() / 2 : 0;
}

void find_labels_above(const Panel& panel, const PanelLayout& places, const Theme& theme,
                       const TextMetrics& text, LabelsAbove& above) {
    const std::vector<std::size_t> order = marks_in_order(panel);
    if (order.empty()) return;
    PanelLayout tried = places;
    MarkLabels labels(panel, theme, text, tried);
    for (const std::size_t i : order) {
        if (contains(above.marks, i)) continue;
        const bool placed =
            std::visit([&](const auto& mark) { return labels.place(mark, false); }, panel.marks[i]);
        if (!placed && may_stand_above(panel.marks[i])) above.marks.push_back(i);
    }
    std::sort(above.marks.begin(), above.marks.end());
    above.rows = std::max(above.rows, place_above(panel, tried, above.marks, labels).rows);
}

void place_mark_labels(const Panel& panel, const LabelsAbove& above, const Theme& theme,
                       const TextMetrics& text, PanelLayout& places) {
    const std::vector<std::size_t> order = marks_in_order(panel);
    if (order.empty()) return;
    MarkLabels labels(panel, theme, text, places);
    std::vector<std::size_t> left = place_above(panel, places, above.marks, labels).left;
    for (const std::size_t i : order) {
        if (contains(above.marks, i)) continue;
        if (!std::visit([&](const auto& mark) { return labels.place(mark, false); }, panel.marks[i]))
            left.push_back(i);
    }
    for (const std::size_t i : left)
        std::visit([&](const auto& mark) { return labels.place(mark, true); }, panel.marks[i]);
}

}  // namespace rope
