#include "app/gui/ease.h"

#include <algorithm>
#include <cmath>

namespace rope {
namespace {

constexpr std::chrono::duration<double> kLength = std::chrono::milliseconds(120);
constexpr double kFarthest = 64;  // times longer: views further apart begin part of the way

// An axis' ends where equal steps look equal.
struct Ends {
    double lo = 0, hi = 1;
};
Ends ends(const Axis& axis, bool logarithmic) {
    return logarithmic ? Ends{std::log(axis.lo), std::log(axis.hi)} : Ends{axis.lo, axis.hi};
}

bool logarithmic(const Axis& a, const Axis& b) {
    return a.scale == AxisScale::logarithmic && b.scale == a.scale && a.lo > 0 && b.lo > 0;
}

// The length grows by equal factors, and the value that lies at the same place in both stays there.
void move(const Axis& from, Axis& to, double share) {
    const bool log = logarithmic(from, to);
    const Ends a = ends(from, log), b = ends(to, log);
    const double before = a.hi - a.lo, after = b.hi - b.lo;
    if (!(before > 0 && after > 0) || !std::isfinite(before + after)) return;
    const double factor = after / before;
    const double far = std::abs(std::log(factor)), near = std::log(kFarthest);
    if (far > near) share = 1 - (1 - share) * near / far;
    const double grown = std::abs(factor - 1) < 1e-6 ? share : (std::pow(factor, share) - 1) / (factor - 1);
    const double lo = a.lo + grown * (b.lo - a.lo), hi = a.hi + grown * (b.hi - a.hi);
    to.lo = log ? std::exp(lo) : lo;
    to.hi = log ? std::exp(hi) : hi;
}

bool same_range(const std::optional<Axis>& a, const std::optional<Axis>& b) {
    return !a || !b || (a->lo == b->lo && a->hi == b->hi);
}

// Data, without what it is called: the labels come with the other figure.
void add_data(const Panel& from, std::vector<Mark>& to) {
    for (const Mark& mark : from.marks) {
        if (const auto* cells = std::get_if<CellsMark>(&mark)) {
            CellsMark plain = *cells;
            plain.borders = plain.numbers = plain.zero_contour = false;
            to.push_back(std::move(plain));
        } else if (const auto* line = std::get_if<LineMark>(&mark); line && line->tag.role == Role::series) {
            to.push_back(*line);
            std::get<LineMark>(to.back()).label.clear();
        } else if (const auto* band = std::get_if<BandMark>(&mark); band && band->tag.role == Role::series) {
            to.push_back(*band);
            std::get<BandMark>(to.back()).label.clear();
        }
    }
}

}  // namespace

double Ease::share(FrameTime now) {
    if (!runs_) return 1;
    const double t = std::chrono::duration<double>(now - start_) / kLength;
    if (t >= 1) runs_ = false;
    const double left = 1 - std::clamp(t, 0.0, 1.0);
    return 1 - left * left * left;
}

Rect between(const Rect& from, const Rect& to, double share) {
    const auto at = [share](double a, double b) { return std::round(a + share * (b - a)); };
    const double x = at(from.x, to.x), y = at(from.y, to.y);
    return {x, y, at(from.right(), to.right()) - x, at(from.bottom(), to.bottom()) - y};
}

bool differs_in_ranges(const Figure& from, const Figure& to) {
    if (from.kind != to.kind || from.panels.size() != to.panels.size()) return false;
    bool differs = false;
    for (std::size_t i = 0; i < to.panels.size(); ++i) {
        const Panel &a = from.panels[i], &b = to.panels[i];
        if (a.x.has_value() != b.x.has_value() || a.y.has_value() != b.y.has_value()) return false;
        differs |= !same_range(a.x, b.x) || !same_range(a.y, b.y);
    }
    return differs;
}

Figure ranges_between(const Figure& from, const Figure& to, double share) {
    Figure moving;
    moving.kind = to.kind;
    moving.title = to.title;
    moving.row_weights = to.row_weights;
    moving.column_weights = to.column_weights;
    moving.panels = to.panels;
    for (std::size_t i = 0; i < std::min(from.panels.size(), to.panels.size()); ++i) {
        Panel& panel = moving.panels[i];
        const Panel& old = from.panels[i];
        if (panel.x && old.x) move(*old.x, *panel.x, share);
        if (panel.y && old.y) move(*old.y, *panel.y, share);
    }
    return moving;
}

Figure between(const Figure& from, const Figure& to, double share) {
    Figure moving = ranges_between(from, to, share);
    for (std::size_t i = 0; i < std::min(from.panels.size(), to.panels.size()); ++i) {
        std::vector<Mark> marks;
        add_data(from.panels[i], marks);
        marks.insert(marks.end(), to.panels[i].marks.begin(), to.panels[i].marks.end());
        moving.panels[i].marks = std::move(marks);
    }
    return moving;
}

FigureLayout places_between(const FigureLayout& to, const Figure& moving, const Theme& theme,
                            const TextMetrics& text) {
    FigureLayout places = to;
    FigureLayout fresh = layout(moving, to.size, theme, text);
    for (std::size_t i = 0; i < std::min(places.panels.size(), fresh.panels.size()); ++i) {
        places.panels[i].x_ticks = std::move(fresh.panels[i].x_ticks);
        places.panels[i].y_ticks = std::move(fresh.panels[i].y_ticks);
        places.panels[i].mark_labels = std::move(fresh.panels[i].mark_labels);
    }
    return places;
}

}  // namespace rope
