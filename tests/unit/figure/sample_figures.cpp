#include "tests/unit/figure/sample_figures.h"

#include <cmath>
#include <limits>

namespace rope::test {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

Axis axis(std::string title, double lo, double hi) {
    Axis out;
    out.title = std::move(title);
    out.lo = lo;
    out.hi = hi;
    return out;
}

RuleMark rule(double value, std::string label, Role role, bool draggable) {
    RuleMark out;
    out.value = value;
    out.label = std::move(label);
    out.tag = {role};
    out.draggable = draggable;
    return out;
}

double score(double delta) {
    return delta == 0 ? 4 : 4 * std::sin(delta / 3) / (delta / 3);
}

}  // namespace

Figure curves(int models, bool logarithmic) {
    Figure figure;
    figure.kind = "decay";
    figure.title = "Decay of the score";
    figure.caption = {"Score against distance for several models.", "It is computed for a test."};
    figure.notes = {"Each column shows the smallest and largest value of 5 distances."};
    Panel panel;
    panel.title = "Bound";
    panel.x = axis("distance Δ = *m* − *n* (tokens)", logarithmic ? 1 : 0, 4096);
    panel.x->integers = true;
    panel.x->scale = logarithmic ? AxisScale::logarithmic : AxisScale::linear;
    panel.y = axis("score *q*_{*m*}^{T}*k*_{*n*}/√*d*", -5, 5);
    panel.marks.push_back(rule(2048, "trained context", Role::rule, false));
    panel.marks.push_back(rule(2100, "context", Role::rule, false));
    panel.marks.push_back(rule(700, "Δ = 700", Role::delta_handle, true));
    for (int model = 0; model < models; ++model) {
        BandMark band;
        band.outline = true;
        band.ink = {InkKind::model, model};
        band.dash = static_cast<Dash>(model % 3);
        band.label = "model " + std::string(1, static_cast<char>('A' + model));
        band.tag = {Role::series, model};
        for (int i = 0; i < 800; ++i) {
            const double x = logarithmic ? std::pow(4096, i / 799.0) : 4096 * i / 799.0;
            band.x.push_back(x);
            band.lo.push_back(score(x / (10 + model)) - 0.02 * model);
            band.hi.push_back(score(x / (10 + model)) + 0.02 * model);
        }
        panel.marks.push_back(std::move(band));
    }
    PointMark point;
    point.at = {700, 0.4};
    point.label = "0.4";
    panel.marks.push_back(std::move(point));
    figure.panels.push_back(std::move(panel));
    return figure;
}

Figure heatmap(int tokens, bool lags) {
    Figure figure;
    figure.kind = "scores";
    figure.caption = {"Scores of a test."};
    figure.row_weights = figure.column_weights = {4, 1};
    auto values = std::make_shared<std::vector<double>>();
    if (lags) {
        for (int lag = 1 - tokens; lag < tokens; ++lag)
            values->push_back(lag < 0 ? kNan : score(lag));
    } else {
        for (int m = 0; m < tokens; ++m)
            for (int n = 0; n < tokens; ++n)
                values->push_back(n > m ? kNan : m == 2 && n == 1 ? kInf : score(m - n));
    }
    Panel map;
    map.square = true;
    map.x = axis("key position *n* (tokens)", -0.5, tokens - 0.5);
    map.x->integers = true;
    map.y = map.x;
    map.y->title = "query position *m* (tokens)";
    map.y->reversed = true;
    CellsMark cells;
    cells.raster = {tokens, tokens, lags, std::move(values), "test"};
    cells.scale = {ColourMapId::diverging, -4, 4};
    cells.x0 = cells.y0 = -0.5;
    cells.x1 = cells.y1 = tokens - 0.5;
    cells.borders = cells.numbers = true;
    Panel below;
    below.row = 1;
    below.x = map.x;
    below.y = axis("", -4, 4);
    LineMark profile;
    profile.points = {{0, 1}, {tokens / 2.0, -2}, {tokens - 1.0, 3}};
    profile.ink = {InkKind::query};
    below.marks.push_back(std::move(profile));
    Panel right;
    right.column = 1;
    right.y = map.y;
    right.y->visible = false;
    right.x = axis("score", -4, 4);
    right.colour_bar = ColourBar{cells.scale, "score *q*^{T}*k*/√*d*", true};
    map.marks.push_back(std::move(cells));
    map.marks.push_back(rule(tokens * 0.3, "", Role::key_handle, true));
    BoxMark box;
    box.to = {tokens / 2.0, tokens / 2.0};
    box.ink = {InkKind::accent};
    map.marks.push_back(box);
    figure.panels = {std::move(map), std::move(below), std::move(right)};
    return figure;
}

Figure dials(int pairs) {
    Figure figure;
    figure.kind = "pairs";
    Panel grid, large;
    grid.title = "All pairs";
    DialGridMark all;
    for (int i = 0; i < pairs; ++i) {
        const double theta = std::pow(10000, -static_cast<double>(i) / pairs);
        all.dials.push_back({i,
                             {std::cos(i), 1},
                             {1, std::sin(2 * i)},
                             std::remainder(100 * theta, 6.283185307179586),
                             std::remainder(40 * theta, 6.283185307179586),
                             i + 1 < pairs ? 6.283185307179586 / theta : kInf,
                             0.1});
    }
    LargeDialMark one;
    one.dial = all.dials[static_cast<std::size_t>(pairs / 4)];
    one.pairs = pairs;
    one.radius_scale = 1.5;
    one.trail = {0, 0.5, 1};
    one.readout = {"*θ*_{1} = 0.1 rad/token", "*λ*_{1} = 62.8 tokens", "adds 0.12 to the score"};
    grid.marks.push_back(std::move(all));
    large.title = "Pair *i* = 1";
    large.marks.push_back(std::move(one));
    large.column = 1;
    figure.column_weights = {1.15, 1};
    figure.panels = {std::move(grid), std::move(large)};
    return figure;
}

Figure one_line(std::vector<Point> points, double lo, double hi) {
    Figure figure;
    Panel panel;
    panel.x = axis("x", lo, hi);
    panel.y = axis("y", lo, hi);
    LineMark line;
    line.points = std::move(points);
    line.label = "line";
    panel.marks.push_back(std::move(line));
    figure.panels.push_back(std::move(panel));
    return figure;
}

std::vector<Sample> sample_figures() {
    std::vector<Sample> out{
        {"one curve", curves(1, false)},
        {"five curves, log", curves(5, true)},
        {"heatmap of lags", heatmap(64, true)},
        {"cells", heatmap(6, false)},
        {"one cell", heatmap(1, false)},
        {"dials", dials(64)},
        {"many dials", dials(512)},
        {"one dial", dials(1)},
    };
    // Faults row 70 and its neighbours: constant, not finite, enormous and missing data.
    out.push_back({"constant", one_line({{0, 5}, {1, 5}}, 5, 5)});
    out.push_back({"not finite", one_line({{kNan, kInf}, {-kInf, 0}, {1, kNan}}, kNan, kInf)});
    out.push_back({"enormous", one_line({{-1e308, 1e308}, {1e308, -1e308}}, -1e308, 1e308)});
    out.push_back({"far outside", one_line({{-1e300, 0}, {1e300, 1}, {0.5, 1e300}}, 0, 1)});
    out.push_back({"no marks", one_line({}, 0, 1)});
    out.push_back({"nothing", {}});
    Figure sentence;
    sentence.sentence = "There is nothing to draw; choose a larger context, or another measure of decay.";
    out.push_back({"sentence", std::move(sentence)});
    Figure words = curves(2, false);
    words.panels[0].x->title = words.panels[0].y->title = words.title =
        "a title that is longer than any page could ever be wide, because somebody typed it so: " +
        std::string(200, 'x');
    TextMark remark;
    remark.at = {0.5, 0.5};
    remark.text = "a remark";
    words.panels[0].marks.push_back(std::move(remark));
    out.push_back({"long titles", std::move(words)});
    Figure both = dials(16);
    both.panels[0].marks.push_back(both.panels[1].marks[0]);
    both.panels.pop_back();
    both.column_weights = {1};
    out.push_back({"dials and dial in one panel", std::move(both)});
    return out;
}

}  // namespace rope::test
