#include "core/figure/lanes.h"

#include <algorithm>
#include <cmath>

#include "core/figure/axis_scale.h"

namespace rope {
namespace {

constexpr int kMostLanes = 64;  // a figure has few; a wrong number must not take all memory

struct Span {
    int first = 0, last = 0;
};

// The rows or the columns.
class Lanes {
  public:
    Lanes(const std::vector<double>& weights, int least) : weights_(weights) {
        weights_.resize(static_cast<std::size_t>(std::clamp(std::max(least, 1), 1, kMostLanes)), 1.0);
        for (double& weight : weights_)
            if (!(weight > 0 && std::isfinite(weight))) weight = 1e-6;
        before_.resize(weights_.size());
        after_.resize(weights_.size());
        wished_.resize(weights_.size());
        sizes_.resize(weights_.size());
        starts_.resize(weights_.size());
    }

    // Whole points, so that all edges are.
    void reserve(Span span, double before, double after) {
        double& b = before_[at(span.first)];
        double& a = after_[at(span.last)];
        b = std::max(b, std::ceil(before - 1e-9));
        a = std::max(a, std::ceil(after - 1e-9));
    }

    void divide(double length, double gap) {
        gap_ = std::ceil(gap);
        double room = length - gap_ * static_cast<double>(weights_.size() - 1), sum = 0;
        for (std::size_t i = 0; i < weights_.size(); ++i) {
            room -= before_[i] + after_[i];
            sum += weights_[i];
        }
        for (std::size_t i = 0; i < weights_.size(); ++i)
            sizes_[i] = std::max(0.0, room * weights_[i] / sum);
    }

    // Size of the plot of a panel over these lanes.
    double size(Span span) const {
        double sum = 0;
        for (std::size_t i = at(span.first); i <= at(span.last); ++i) {
            sum += sizes_[i];
            if (i > at(span.first)) sum += gap_ + after_[i - 1] + before_[i];
        }
        return sum;
    }

    void shrink(Span span, double wanted) {
        const double now = size(span);
        double lanes = 0;
        for (std::size_t i = at(span.first); i <= at(span.last); ++i)
            lanes += sizes_[i];
        if (!(wanted < now) || lanes <= 0) return;
        const double factor = std::max(0.0, (lanes - (now - wanted)) / lanes);
        for (std::size_t i = at(span.first); i <= at(span.last); ++i)
            sizes_[i] *= factor;
    }

    void wish(Span span, double width) {
        if (span.first != span.last) return;
        double& wished = wished_[at(span.first)];
        wished = std::max(wished, std::ceil(width));
    }

    // All that wish get the same, so that they stay evenly apart: what the largest wish asks for, if `room`
    // has it. The last needs no more than its own: nothing stands after it. Returns what was taken.
    double grant_wishes(double room) {
        const auto lacks = [&](std::size_t i) { return wished_[i] - sizes_[i] - after_[i]; };
        double most = 0, wishing = 0;
        for (std::size_t i = 0; i < weights_.size(); ++i) {
            most = std::max(most, lacks(i));
            wishing += wished_[i] > 0 ? 1 : 0;
        }
        const double share = std::floor(std::min(most, std::max(0.0, room) / std::max(1.0, wishing)));
        double taken = 0;
        for (std::size_t i = 0; i < weights_.size(); ++i) {
            if (wished_[i] <= 0) continue;
            const double more = i + 1 < weights_.size() ? share : std::clamp(lacks(i), 0.0, share);
            after_[i] += more;
            taken += more;
        }
        return taken;
    }

    // From `origin`, what wishes leave of `length` half on each side.
    void settle(double origin, double length, bool whole) {
        double used = gap_ * static_cast<double>(weights_.size() - 1);
        for (std::size_t i = 0; i < weights_.size(); ++i) {
            if (whole) sizes_[i] = std::floor(sizes_[i] + 1e-9);
            used += before_[i] + sizes_[i] + after_[i];
        }
        used += grant_wishes(length - used);
        double edge = origin + std::floor(std::max(0.0, length - used) / 2);
        for (std::size_t i = 0; i < weights_.size(); ++i) {
            starts_[i] = edge + before_[i];
            edge = starts_[i] + sizes_[i] + after_[i] + gap_;
        }
    }

    double start(Span span) const { return starts_[at(span.first)]; }
    double end(Span span) const { return starts_[at(span.last)] + sizes_[at(span.last)]; }
    double outer_start(Span span) const { return start(span) - before_[at(span.first)]; }
    double outer_end(Span span) const { return end(span) + after_[at(span.last)]; }

  private:
    std::size_t at(int lane) const {
        return static_cast<std::size_t>(std::clamp(lane, 0, static_cast<int>(weights_.size()) - 1));
    }
    std::vector<double> weights_, before_, after_, wished_, sizes_, starts_;
    double gap_ = 0;
};

Span rows_of(const Panel& panel) {
    return {panel.row, panel.row + std::max(panel.row_span, 1) - 1};
}
Span columns_of(const Panel& panel) {
    return {panel.column, panel.column + std::max(panel.column_span, 1) - 1};
}

bool is_free(const Panel& panel) {
    return !panel.x && !panel.y;
}

// The plot with equal sides per unit within `room`, as wide or high as the panel wants where it fits.
Size square_size(const Panel& panel, Size room) {
    double wide = 1, high = 1;
    if (panel.x && panel.y) {
        const AxisMap x(*panel.x), y(*panel.y);
        wide = x.hi() - x.lo();
        high = y.hi() - y.lo();
    }
    double scale = std::min(room.width / wide, room.height / high);
    const double longer = std::max(wide, high);
    if (panel.side > 0 && panel.side <= scale * longer) scale = panel.side / longer;
    return {scale * wide, scale * high};
}

}  // namespace

std::vector<PanelRects> place_panels(const Figure& figure, const std::vector<Margins>& margins,
                                     const Rect& body, double gap) {
    int row_count = static_cast<int>(figure.row_weights.size());
    int column_count = static_cast<int>(figure.column_weights.size());
    bool exact = false;
    for (const Panel& panel : figure.panels) {
        row_count = std::max(row_count, rows_of(panel).last + 1);
        column_count = std::max(column_count, columns_of(panel).last + 1);
        exact |= panel.square && panel.side > 0;
    }
    Lanes rows(figure.row_weights, row_count), columns(figure.column_weights, column_count);
    for (std::size_t i = 0; i < figure.panels.size(); ++i) {
        const Panel& panel = figure.panels[i];
        // A free panel uses its neighbours' margins for itself; only axes have edges to share.
        if (!is_free(panel)) {
            columns.reserve(columns_of(panel), margins[i].left, margins[i].right);
            rows.reserve(rows_of(panel), margins[i].top, margins[i].bottom);
            if (panel.square) columns.wish(columns_of(panel), margins[i].title);
        }
    }
    const double left = std::ceil(body.x), top = std::ceil(body.y);
    const double width = std::max(0.0, body.right() - left), height = std::max(0.0, body.bottom() - top);
    columns.divide(width, gap);
    rows.divide(height, gap);
    for (const Panel& panel : figure.panels) {
        if (!panel.square || is_free(panel)) continue;
        const Size size = square_size(panel, {columns.size(columns_of(panel)), rows.size(rows_of(panel))});
        columns.shrink(columns_of(panel), size.width);
        rows.shrink(rows_of(panel), size.height);
    }
    columns.settle(left, width, !exact);
    rows.settle(top, height, !exact);

    std::vector<PanelRects> out;
    for (std::size_t i = 0; i < figure.panels.size(); ++i) {
        const Panel& panel = figure.panels[i];
        const Span c = columns_of(panel), r = rows_of(panel);
        PanelRects rects;
        rects.outer = {columns.outer_start(c), rows.outer_start(r),
                       columns.outer_end(c) - columns.outer_start(c),
                       rows.outer_end(r) - rows.outer_start(r)};
        if (is_free(panel)) {
            const Margins& m = margins[i];
            if (c.first <= 0 && c.last + 1 >= column_count) {  // above or below all: as wide as the page
                rects.outer.x = left;
                rects.outer.width = width;
            }
            rects.plot = {rects.outer.x + m.left, rects.outer.y + m.top,
                          std::max(0.0, rects.outer.width - m.left - m.right),
                          std::max(0.0, rects.outer.height - m.top - m.bottom)};
        } else {
            rects.plot = {columns.start(c), rows.start(r), columns.end(c) - columns.start(c),
                          rows.end(r) - rows.start(r)};
        }
        out.push_back(rects);
    }
    return out;
}

}  // namespace rope
