#include "core/figure/panel_parts.h"

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/figure/axis_scale.h"
#include "core/figure/dial_places.h"
#include "core/figure/label_places.h"
#include "core/figure/text_fit.h"

namespace rope {
namespace {

constexpr double kDirectShare = 0.25;  // of the plot's width: the most that direct labels may take
constexpr int kTickTries = 5;
constexpr double kMostSteps = 9;     // between ticks of a long axis: more is noise
constexpr double kShortestBar = 90;  // [pt] at 12 pt text: shorter bars have no sample of masked cells
constexpr int kBarDigits = 3;

}  // namespace

PanelParts::PanelParts(const Panel& panel, Detail detail, bool labels_above, double beyond,
                       const Theme& theme, const TextMetrics& text)
    : panel_(panel),
      detail_(detail),
      labels_above_(labels_above),
      beyond_(beyond),
      theme_(theme),
      text_(text),
      space_(theme),
      line_(line_height(text, theme.small_size)) {
    if (detail == Detail::bare || series_entries(panel).empty()) legend_ = Legend::none;
}

double PanelParts::widest(const std::vector<Tick>& ticks) const {
    double out = 0;
    for (const Tick& tick : ticks)
        out = std::max(out, text_.rich_width(tick.label, theme_.small_size));
    return out;
}

// Ticks whose labels have air between them: the room that labels need depends on the labels, so this tries
// until they fit, then takes away what still touches (given ticks, or two labels that are too long).
std::vector<Tick> PanelParts::plan_ticks(const Axis& axis, double length, bool horizontal) const {
    if (!axis.visible || detail_ == Detail::bare || length <= 0) return {};
    const double air = horizontal ? 1.3 * theme_.small_size : 1.4 * line_;
    double extent = std::max(horizontal ? 3.5 * theme_.small_size : line_ + air, length / kMostSteps);
    std::vector<Tick> ticks = choose_ticks(axis, length, extent);
    for (int i = 0; horizontal && i < kTickTries; ++i) {
        const double needed = widest(ticks) + air;
        if (needed <= extent) break;
        extent = needed;
        ticks = choose_ticks(axis, length, extent);
    }
    const AxisMap scale(axis);
    std::vector<std::pair<double, double>> taken;
    for (Tick& tick : ticks) {
        if (tick.label.empty()) continue;
        const double at = scale.fraction(tick.value) * length;
        const double half = 0.5 * (horizontal ? text_.rich_width(tick.label, theme_.small_size) : line_);
        const double least = horizontal ? 0.4 * theme_.small_size : 0;
        const bool touches = std::any_of(taken.begin(), taken.end(), [&](const auto& other) {
            return at - half - least < other.second && other.first < at + half + least;
        });
        if (touches)
            tick.label.clear();
        else
            taken.emplace_back(at - half, at + half);
    }
    // A row of marks without words would be a comb.
    if (axis.words) std::erase_if(ticks, [](const Tick& tick) { return tick.label.empty(); });
    return ticks;
}

bool PanelParts::crowded(const Axis& axis, double length) const {
    const auto labelled = [](const std::vector<Tick>& ticks) {
        return std::count_if(ticks.begin(), ticks.end(),
                             [](const Tick& tick) { return !tick.label.empty(); });
    };
    return axis.words && labelled(plan_ticks(axis, length, true)) < labelled(axis.ticks);
}

double PanelParts::title_room() const {
    const bool titled = detail_ < Detail::no_titles && !panel_.title.empty();
    return titled ? line_height(text_, theme_.font_size) + 2 * space_.step() : 0;
}

// As far as the next panel, or the title of a colour bar, which may stand higher than the bar.
double PanelParts::title_width(const PanelLayout& places) const {
    if (!panel_.colour_bar || panel_.colour_bar->title.empty())
        return places.outer.right() + beyond_ - places.plot.x;
    const double outermost = places.outer.right() - line_;
    const bool planned = places.colour_bar.width > 0;
    return (planned ? std::min(outermost, bar_title_x(places)) : outermost) - space_.step() - places.plot.x;
}

double PanelParts::bar_title_x(const PanelLayout& places) const {
    const bool beside_sample =
        places.masked.text.empty() || places.bar_title.box.bottom() <= places.masked.box.y;
    const double labels = beside_sample ? widest(places.bar_ticks)
                                        : std::max(widest(places.bar_ticks), places.masked.box.width);
    return places.colour_bar.right() + 3 * space_.step() + labels;
}

void PanelParts::plan_colour_bar(PanelLayout& places) const {
    const Rect& plot = places.plot;
    if (!panel_.colour_bar || detail_ == Detail::bare) return;
    const ColourBar& bar = *panel_.colour_bar;
    places.colour_bar = {plot.right() + 3 * space_.step(), plot.y, space_.bar_width(), plot.height};
    if (bar.has_masked && plot.height >= kShortestBar * space_.unit) {
        const double side = space_.bar_width();
        places.colour_bar.height -= side + 3 * space_.step();
        places.masked_sample = {places.colour_bar.x, plot.bottom() - side, side, side};
        places.masked = label("masked", 1e9, theme_.small_size, {InkKind::muted}, Role::colour_bar);
        places.masked.box.x = places.masked_sample.right() + 1.5 * space_.step();
        places.masked.box.y = places.masked_sample.y + side / 2 - line_ / 2;
    }
    Axis axis;
    axis.lo = bar.scale.lo;
    axis.hi = bar.scale.hi;
    const AxisMap map(axis);
    const double length = places.colour_bar.height;
    places.bar_ticks = {{map.lo(), display_text(map.lo(), kBarDigits)},
                        {map.hi(), display_text(map.hi(), kBarDigits)}};
    const auto fits = [&](double value) {
        return std::all_of(places.bar_ticks.begin(), places.bar_ticks.end(), [&](const Tick& other) {
            return std::abs(map.fraction(value) - map.fraction(other.value)) * length >= 1.8 * line_;
        });
    };
    if (length < 1.2 * line_) places.bar_ticks.pop_back();
    if (map.lo() < 0 && map.hi() > 0 && fits(0)) places.bar_ticks.push_back({0, "0"});
    for (const Tick& tick : choose_ticks(axis, length, 3 * line_))
        if (fits(tick.value)) places.bar_ticks.push_back(tick);
}

bool PanelParts::beside_leaves_more(const PanelLayout& places) const {
    constexpr double kMostShare = 0.4;  // of the plot's width
    if (panel_.colour_bar) return false;
    const Rect& plot = places.plot;
    PanelLayout tried = places;
    const double width = legend_beside(panel_, false, theme_, text_, tried);
    if (width <= 0 || width > kMostShare * plot.width) return false;
    const double height = legend_above(panel_, plot, nullptr, theme_, text_, tried);
    return height <= 0 || (plot.width - width) * plot.height > plot.width * (plot.height - height);
}

void PanelParts::choose_legend(PanelLayout& places) {
    if (legend_ == Legend::none) return;
    if (legend_ == Legend::undecided) {
        const bool narrow = widest_entry(panel_, theme_, text_) <= kDirectShare * places.plot.width;
        legend_ = narrow && !panel_.colour_bar ? Legend::direct : Legend::inside;
    }
    if (legend_ == Legend::direct) {
        places.series_labels = direct_labels(panel_, places, theme_, text_);
        if (places.series_labels.empty()) legend_ = Legend::inside;
    }
    if (legend_ == Legend::inside && !legend_inside(panel_, Occupancy(panel_, places), theme_, text_, places))
        legend_ = beside_leaves_more(places) ? Legend::beside : Legend::above;
}

bool PanelParts::measure(PanelLayout& places) {
    const Rect& plot = places.plot;
    const Legend before = legend_;
    Margins needed;
    needed.top = title_room();
    if (has_axes() && detail_ < Detail::bare) {
        const bool titles = detail_ < Detail::no_titles;
        if (panel_.x) {
            places.x_turned = crowded(*panel_.x, plot.width);
            places.x_ticks = plan_ticks(*panel_.x, plot.width, !places.x_turned);
            const AxisMap scale(*panel_.x);
            for (const Tick& tick : places.x_ticks) {
                if (places.x_turned) break;  // as narrow as their ticks stand apart
                const double at = scale.fraction(tick.value) * plot.width;
                const double half = text_.rich_width(tick.label, theme_.small_size) / 2;
                if (half > 0) needed.left = std::max(needed.left, half - at);
                if (half > 0) needed.right = std::max(needed.right, at + half - plot.width);
            }
            if (panel_.x->visible) {
                needed.bottom = space_.to_label() + (places.x_turned ? widest(places.x_ticks) : line_);
                if (titles && !panel_.x->title.empty()) needed.bottom += space_.step() + line_;
            }
        }
        if (panel_.y) {
            places.y_ticks = plan_ticks(*panel_.y, plot.height, false);
            if (panel_.y->visible) {
                double width = space_.to_label() + widest(places.y_ticks);
                if (titles && !panel_.y->title.empty()) width += 1.5 * space_.step() + line_;
                needed.left = std::max(needed.left, width);
                needed.top = std::max(needed.top, line_ / 2);
                needed.bottom = std::max(needed.bottom, line_ / 2);
            }
        }
        if (panel_.colour_bar) {
            plan_colour_bar(places);
            double width = places.colour_bar.right() - plot.right() + 1.5 * space_.step();
            double labels = widest(places.bar_ticks);
            labels = std::max(labels, places.masked.box.width);
            width += labels;
            if (titles && !panel_.colour_bar->title.empty()) width += 1.5 * space_.step() + line_;
            needed.right = std::max(needed.right, width);
            needed.top = std::max(needed.top, line_ / 2);
            needed.bottom = std::max(needed.bottom, line_ / 2);
        }
        choose_legend(places);
        if (legend_ == Legend::direct)
            needed.right = std::max(needed.right, space_.to_label() + widest_entry(panel_, theme_, text_));
        if (legend_ == Legend::beside) {
            const double width = legend_beside(panel_, false, theme_, text_, places);
            if (width <= 0) legend_ = Legend::above;  // the plot has become too low for it
            needed.right = std::max(needed.right, width);
        }
        if (labels_above_) find_labels_above(panel_, places, theme_, text_, above_);
        const double legend =
            legend_ == Legend::above ? legend_above(panel_, plot, nullptr, theme_, text_, places) : 0;
        needed.top = std::max(needed.top, title_room() + legend + above_room());
    }
    if (title_room() > 0) {
        const double over = places.outer.right() - places.plot.x - title_width(places);
        margins_.title = text_.rich_width(panel_.title, theme_.font_size) + over;
    }
    const auto grow = [](double& have, double need) {
        const bool more = need > have + 1e-6;
        have = std::max(have, need);
        return more;
    };
    bool grown = grow(margins_.left, needed.left);
    // A legend that finds no place right of the plot leaves none empty there.
    if (legend_ != before && (before == Legend::direct || before == Legend::beside)) {
        margins_.right = 0;
        grown = true;
    }
    grown |= grow(margins_.right, needed.right);
    grown |= grow(margins_.top, needed.top);
    grown |= grow(margins_.bottom, needed.bottom);
    return grown;
}

Label PanelParts::label(const std::string& markup, double room, double size, const Ink& ink,
                        Role role) const {
    Label out;
    out.text = fit_text(markup, room, size, text_);
    out.box = {0, 0, text_.rich_width(out.text, size), line_height(text_, size)};
    out.size = size;
    out.ink = ink;
    out.tag = {role};
    return out;
}

const std::string& PanelParts::fitting(const std::string& title, const std::string& shorter, double room,
                                       double size) const {
    return shorter.empty() || text_.rich_width(title, size) <= room ? title : shorter;
}

Label PanelParts::axis_title(const Axis& axis, double room) const {
    const double size = theme_.small_size;
    return label(fitting(axis.title, axis.short_title, room, size), room, size, {InkKind::text},
                 Role::axis_title);
}

void PanelParts::place_titles(PanelLayout& places) const {
    if (detail_ >= Detail::no_titles) return;
    const Rect &plot = places.plot, &outer = places.outer;
    if (!panel_.title.empty()) {
        // Rather smaller than cut.
        const double room = title_width(places);
        const bool fits = text_.rich_width(panel_.title, theme_.font_size) <= room;
        const double size = fits ? theme_.font_size : theme_.small_size;
        const std::string& words = fitting(panel_.title, panel_.short_title, room, size);
        places.title = label(words, room, size, {InkKind::text}, Role::title);
        places.title.box.x = plot.x;
        const double legend =
            legend_ == Legend::above ? legend_above(panel_, plot, nullptr, theme_, text_, places) : 0;
        places.title.box.y = plot.y - above_room() - legend - title_room();
    }
    // Titles lie along the middle of the plot and may reach beyond it, as far as the panel does.
    const auto beside = [](double from, double length, double size, double lowest, double highest) {
        return std::clamp(from + (length - size) / 2, lowest, std::max(lowest, highest - size));
    };
    if (panel_.x && panel_.x->visible && !panel_.x->title.empty()) {
        Label& title = places.x_title;
        title = axis_title(*panel_.x, outer.width);
        title.box.x = beside(plot.x, plot.width, title.box.width, outer.x, outer.right());
        title.box.y = outer.bottom() - line_;
    }
    // Turned titles end above the row of the other axis' title, and above its labels where the first of them
    // reaches under the title.
    double lowest = outer.bottom() - (places.x_title.text.empty() ? 0 : line_ + space_.step());
    if (panel_.x && panel_.x->visible && panel_.y && !places.x_turned) {
        const AxisMap scale(*panel_.x);
        for (const Tick& tick : places.x_ticks) {
            const double half = text_.rich_width(tick.label, theme_.small_size) / 2;
            if (half > 0 && plot.x + scale.fraction(tick.value) * plot.width - half < outer.x + line_)
                lowest = std::min(lowest, plot.bottom() + line_ / 2);
        }
    }
    const auto turn = [&](Label out) {
        out.turned = true;
        std::swap(out.box.width, out.box.height);
        out.box.y = beside(plot.y, plot.height, out.box.height, outer.y, lowest);
        return out;
    };
    if (panel_.y && panel_.y->visible && !panel_.y->title.empty()) {
        places.y_title = turn(axis_title(*panel_.y, lowest - outer.y));
        places.y_title.box.x = outer.x;
    }
    if (places.colour_bar.width > 0 && !panel_.colour_bar->title.empty()) {
        places.bar_title = turn(label(panel_.colour_bar->title, lowest - outer.y, theme_.small_size,
                                      {InkKind::text}, Role::axis_title));
        places.bar_title.box.x = bar_title_x(places);
    }
}

void PanelParts::finish(PanelLayout& places) {
    place_titles(places);
    if (!has_axes()) {
        place_dials(panel_, theme_, text_, places);
        if (detail_ == Detail::bare) {
            places.readout.clear();
            places.dial_text = 0;
        }
    }
    if (detail_ == Detail::bare) return;
    if (legend_ == Legend::beside) legend_beside(panel_, true, theme_, text_, places);
    if (legend_ == Legend::above) {
        const double top =
            places.plot.y - above_room() - legend_above(panel_, places.plot, nullptr, theme_, text_, places);
        legend_above(panel_, places.plot, &top, theme_, text_, places);
    }
    place_mark_labels(panel_, above_, theme_, text_, places);
}

bool PanelParts::roomy(const PanelLayout& places) const {
    const Rect& plot = places.plot;
    const double least = std::min(plot.width, plot.height), most = std::max(plot.width, plot.height);
    // A free panel holds its dials without margins and needs less.
    return has_axes() ? least >= 24 * space_.unit && most >= 40 * space_.unit : least >= 24 * space_.unit;
}

}  // namespace rope
