#include "tests/unit/export/sampler.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace rope::test {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Raster lag_raster(int side, bool causal) {
    Raster raster;
    raster.rows = raster.columns = side;
    raster.toeplitz = true;
    std::vector<double> values;
    for (int lag = 1 - side; lag < side; ++lag) {
        values.push_back(causal && lag < 0 ? kNaN : std::cos(0.7 * lag) * std::exp(-0.1 * std::abs(lag)));
    }
    raster.values = std::make_shared<const std::vector<double>>(std::move(values));
    raster.key = "sampler";
    return raster;
}

std::vector<Point> wave(const Rect& box, double turns) {
    std::vector<Point> points;
    for (int i = 0; i <= 200; ++i) {
        const double t = i / 200.0;
        points.push_back({box.x + t * box.width,
                          box.y + box.height * (0.5 - 0.45 * std::cos(2 * std::numbers::pi * turns * t))});
    }
    return points;
}

Axis axis(std::string title, double lo, double hi) {
    Axis out;
    out.title = std::move(title);
    out.lo = lo;
    out.hi = hi;
    return out;
}

}  // namespace

void draw_sampler(const Theme& theme, Canvas& canvas) {
    const auto ink = [&](InkKind kind) { return theme.colour({kind}); };
    const auto text = [&](Point at, std::string_view markup, double size, Align align = Align::left,
                          double angle = 0, bool bold = false) {
        canvas.text(at, markup, TextStyle{size, ink(InkKind::text), align, bold, angle});
    };
    canvas.push_group({Role::background});
    canvas.rectangle({0, 0, kSamplerSize.width, kSamplerSize.height}, ink(InkKind::ground), std::nullopt);
    canvas.pop_group();

    canvas.push_group({Role::cells, -1, 0});
    const Rect map{30, 30, 100, 100};
    canvas.cells(map, lag_raster(10, true), {ColourMapId::diverging, -1, 1});
    canvas.rectangle(map, std::nullopt, Stroke{ink(InkKind::muted), 1});
    canvas.pop_group();

    const Rect plot{170, 30, 130, 60};
    canvas.push_group({Role::grid, -1, 1});
    for (int i = 0; i <= 4; ++i) {
        const double x = plot.x + i * plot.width / 4;
        canvas.polyline(std::vector<Point>{{x, plot.y}, {x, plot.bottom()}}, {ink(InkKind::hairline), 0.5});
    }
    canvas.pop_group();
    canvas.push_clip(plot);
    canvas.push_group({Role::series, 0, 1});
    canvas.polyline(wave(plot, 2), {ink(InkKind::text), 1.5});
    canvas.polyline(wave(plot, 1), {ink(InkKind::query), 1.5, Dash::dashed});
    canvas.polyline(wave(plot, 0.5), {ink(InkKind::key), 1.5, Dash::dotted});
    // Far beyond the page, as a steep curve would be: clipped with its true slope.
    canvas.polyline(std::vector<Point>{{plot.x, plot.bottom()}, {plot.x + 1e9, plot.bottom() - 1e9}},
                    {ink(InkKind::accent), 1});
    canvas.pop_group();
    canvas.pop_clip();

    const Point centre{200, 140};
    canvas.push_group({Role::dial, 3, 2});
    canvas.circle(centre, 30, std::nullopt, Stroke{ink(InkKind::muted), 1});
    Colour tint = ink(InkKind::accent);
    tint.a = 60;
    canvas.sector(centre, 30, std::numbers::pi / 6, 2 * std::numbers::pi / 3, tint);
    canvas.polyline(std::vector<Point>{centre, {centre.x + 26, centre.y - 15}}, {ink(InkKind::query), 2});
    canvas.polyline(std::vector<Point>{centre, {centre.x - 15, centre.y - 26}}, {ink(InkKind::key), 2});
    canvas.circle({centre.x + 26, centre.y - 15}, 3, ink(InkKind::query), std::nullopt);
    canvas.polygon(std::vector<Point>{{250, 110}, {290, 120}, {280, 150}, {255, 160}}, tint);
    canvas.pop_group();

    canvas.push_group({Role::text});
    text({30, 20}, "Score *q*_{*m*}^{T}*k*_{*n*}/√*d*, 10^{5} tokens", 12);
    text({300, 20}, "right *θ*_{17}", 10, Align::right);
    text({80, 150}, "centred Δ = *m* − *n*", 10, Align::centre);
    text({20, 80}, "rotated *λ*_{*i*} (tokens)", 10, Align::centre, 90);
    text({30, 200}, "Bold title", 14, Align::left, 0, true);
    text({30, 220}, "Grey & <angle> \"quotes\" '😀'", 9);
    text({170, 200}, "0.123456789 × 10^{−7}", 6);
    canvas.pop_group();
}

Figure small_figure() {
    Figure figure;
    figure.kind = "decay";
    figure.title = "Decay of *q*_{*m*}^{T}*k*_{*n*}";
    figure.caption = {"A model named \"Łódź & <Söhne>\" 😀, q = 'ones'"};
    Panel lines;
    lines.x = axis("Δ = *m* − *n* (tokens)", 0, 100);
    lines.y = axis("score (1)", -1, 1);
    LineMark line;
    line.label = "A";
    line.ink = {InkKind::model};
    for (int i = 0; i <= 100; ++i)
        line.points.push_back({double(i), i == 50 ? kNaN : std::cos(0.2 * i)});
    lines.marks.push_back(line);
    RuleMark rule;
    rule.value = 80;
    rule.label = "trained context";
    lines.marks.push_back(rule);
    figure.panels.push_back(lines);
    Panel map;
    map.column = 1;
    map.square = true;
    map.x = axis("key position *n* (tokens)", -0.5, 9.5);
    map.y = axis("query position *m* (tokens)", -0.5, 9.5);
    map.x->integers = map.y->integers = map.y->reversed = true;
    CellsMark cells;
    cells.raster = lag_raster(10, true);
    cells.x0 = cells.y0 = -0.5;
    cells.x1 = cells.y1 = 9.5;
    map.marks.push_back(cells);
    map.colour_bar = ColourBar{cells.scale, "score (1)", true};
    figure.panels.push_back(map);
    figure.column_weights = {1, 1};
    figure.data.columns = {{"delta", "tokens", {0, 1, 2}}, {"value", "1", {1, kNaN, 0.1}}};
    return figure;
}

}  // namespace rope::test
