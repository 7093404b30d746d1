#include "core/figure/kind/difference.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/figure/kind/room.h"
#include "core/figure/kind/series.h"

namespace rope {
namespace {

constexpr double kShareOfHeight = 0.7;  // of the panel above

struct Curve {
    std::vector<double> x, lo, hi;  // per drawn column; equal where each holds one value
    bool is_envelope = false;
};

double difference(double a, double b, bool quotient) {
    const double d = quotient ? a / b : a - b;
    return std::isfinite(d) && (!quotient || d > 0) ? d : kNoValue;
}

// Which of `columns` equal columns across the axis x lies in.
std::int64_t column_of(const Axis& axis, double x, std::int64_t columns) {
    const double share = axis.scale == AxisScale::logarithmic
                             ? std::log(x / axis.lo) / std::log(axis.hi / axis.lo)
                             : (x - axis.lo) / (axis.hi - axis.lo);
    if (std::isnan(share)) return -1;
    const double at = std::floor(share * static_cast<double>(columns));
    return static_cast<std::int64_t>(std::clamp(at, -1.0, static_cast<double>(columns)));
}

Curve reduced(const std::vector<double>& x, const std::vector<double>& values, const Axis& axis,
              std::int64_t columns) {
    Curve curve;
    curve.is_envelope = static_cast<std::int64_t>(x.size()) > columns;
    if (!curve.is_envelope) return {x, values, values, false};
    for (std::size_t i = 0; i < x.size();) {
        const std::int64_t column = column_of(axis, x[i], columns);
        const double first = x[i];
        double last = first, lo = kNoValue, hi = kNoValue;
        for (; i < x.size() && column_of(axis, x[i], columns) == column; ++i) {
            last = x[i];
            lo = std::fmin(lo, values[i]);
            hi = std::fmax(hi, values[i]);
        }
        curve.x.push_back(axis.scale == AxisScale::logarithmic ? std::sqrt(first * last)
                                                               : first / 2 + last / 2);
        curve.lo.push_back(lo);
        curve.hi.push_back(hi);
    }
    return curve;
}

void add_curve(Panel& panel, Curve curve, const Compared& quantity, std::size_t model, std::string label,
               bool several, Extent& extent) {
    LineMark line = series_line(model, std::move(label));
    if (quantity.ink) line.ink = *quantity.ink;
    if (!several) line.dash = Dash::solid;  // there is nothing to be told apart from
    for (const auto* ends : {&curve.lo, &curve.hi}) {
        for (const double value : *ends)
            extent.cover(value);
    }
    if (curve.is_envelope) {
        panel.marks.push_back(BandMark{std::move(curve.x), std::move(curve.lo), std::move(curve.hi), line.ink,
                                       true, line.dash, std::move(line.label), line.tag});
        return;
    }
    for (std::size_t i = 0; i < curve.x.size(); ++i)
        line.points.push_back({curve.x[i], curve.lo[i]});
    panel.marks.push_back(std::move(line));
}

Axis value_axis(const Axis& above, const std::string& title, const Extent& extent, bool quotient) {
    Axis axis;
    axis.title = title;
    if (quotient) {
        const double air = std::max(1.5, std::pow(extent.hi / extent.lo, 0.12));
        axis.scale = AxisScale::logarithmic;
        axis.lo = std::max(extent.lo / air, 1e-300);
        axis.hi = std::min(extent.hi * air, 1e300);
        return axis;
    }
    const Range range = padded(extent.lo, extent.hi, 0.06);
    axis.lo = range.lo;
    axis.hi = range.hi;
    // The unit of the axis above is that of its differences: "turns" in "mθ (turns)".
    const std::size_t open = above.title.rfind(" (");
    if (open != std::string::npos && above.title.ends_with(')')) axis.title += above.title.substr(open);
    return axis;
}

}  // namespace

void add_difference(Figure& figure, const FigureInputs& inputs, const std::vector<Compared>& compared) {
    if (figure.panels.empty() || !figure.panels.front().x || !figure.panels.front().y) return;
    if (inputs.models.size() < 2) {
        figure.notes.push_back("A difference needs a second model; there is one.");
        return;
    }
    const Axis& above_x = *figure.panels.front().x;
    const Axis& above_y = *figure.panels.front().y;
    const bool quotient = above_y.scale == AxisScale::logarithmic;
    const auto columns = static_cast<std::int64_t>(
        std::max(2.0, std::min(room_inside(inputs, {}).width * inputs.pixels_per_point, 1e5)));
    const std::string sign = quotient ? " / " : " − ";
    Panel panel;
    Extent extent;
    extent.cover(quotient ? 1 : 0);
    RuleMark same = zero_rule();
    same.value = quotient ? 1 : 0;
    panel.marks.push_back(std::move(same));
    std::vector<Column> made;
    for (const Compared& quantity : compared) {
        if (quantity.models.empty() || quantity.models.front().first != 0) continue;
        const std::vector<double>& a = quantity.models.front().second;
        for (std::size_t i = 1; i < quantity.models.size(); ++i) {
            const auto& [model, b] = quantity.models[i];
            Column column{
                fmt::format("{}_A_{}_{}", quantity.name, quotient ? "over" : "minus", model_letter(model)),
                quotient ? "1" : quantity.unit,
                {}};
            for (std::size_t r = 0; r < quantity.x.size(); ++r)
                column.values.push_back(difference(a[r], b[r], quotient));
            const std::string pair = "A" + sign + model_letter(model);
            const bool named = inputs.models.size() > 2 || compared.size() > 1;
            add_curve(panel, reduced(quantity.x, column.values, above_x, columns), quantity, model,
                      !named                      ? ""
                      : inputs.models.size() == 2 ? quantity.label
                      : quantity.label.empty()    ? pair
                                                  : pair + ": " + quantity.label,
                      inputs.models.size() > 2, extent);
            made.push_back(std::move(column));
        }
    }
    if (made.empty()) {
        figure.notes.push_back("Nothing of model A can be compared with the others.");
        return;
    }
    const bool same_rows = !figure.data.columns.empty() &&
                           figure.data.columns.front().values.size() == made.front().values.size();
    if (same_rows) std::move(made.begin(), made.end(), std::back_inserter(figure.data.columns));
    if (!is_tall(inputs)) {
        figure.notes.push_back("The picture is too low for the difference; make it taller.");
        return;
    }
    panel.x = above_x;
    const std::string others = inputs.models.size() == 2 ? "*B*" : "others";
    panel.y = value_axis(above_y, "*A*" + sign + others, extent, quotient);
    double height = 0;
    for (const double weight : figure.row_weights)
        height = std::max(height, weight);
    for (Panel& other : figure.panels)
        panel.row = std::max(panel.row, other.row + other.row_span);
    for (Panel& other : figure.panels) {
        if (other.x && other.row + other.row_span == panel.row) other.x->visible = false;
    }
    panel.x->visible = true;
    figure.row_weights.resize(static_cast<std::size_t>(panel.row), 1);
    figure.row_weights.push_back(kShareOfHeight * height);
    figure.panels.push_back(std::move(panel));
}

void add_difference_of_columns(Figure& figure, const FigureInputs& inputs,
                               const std::vector<ComparedColumn>& names) {
    std::vector<Compared> compared;
    const std::vector<Column>& columns = figure.data.columns;
    for (const ComparedColumn& wanted : names) {
        if (columns.empty()) break;
        Compared quantity{wanted.name, "1", wanted.label, columns.front().values, {}, wanted.ink};
        for (std::size_t m = 0; m < inputs.models.size(); ++m) {
            const std::string name = wanted.name + "_" + model_letter(m);
            const auto found = std::find_if(columns.begin(), columns.end(),
                                            [&](const Column& column) { return column.name == name; });
            if (found == columns.end()) continue;
            quantity.unit = found->unit;
            quantity.models.emplace_back(m, found->values);
        }
        compared.push_back(std::move(quantity));
    }
    add_difference(figure, inputs, compared);
}

}  // namespace rope
