// Heatmaps: cells, hatches, borders, numbers, zero contour.
#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/figure/painting.h"
#include "core/figure/zero_contour.h"

namespace rope {
namespace {

constexpr double kBorders = 12;   // [pt] cells larger than this have borders
constexpr double kNumbers = 36;   // [pt] and larger than this their values
constexpr double kFineHatch = 6;  // [pt] between lines, at 12 pt text
constexpr double kCoarseHatch = 12;
constexpr int kDigits = 3;
constexpr int kMostContourCells = 512;  // a side of dense maps: finer ones are followed in so many steps

enum class Hatch { none, fine, coarse };

Hatch hatch_of(double value) {
    return std::isfinite(value) ? Hatch::none : std::isnan(value) ? Hatch::fine : Hatch::coarse;
}

// A raster on the page, row 0 at the top, and the part of it that can be seen.
struct Map {
    const Raster& raster;
    Rect rect, seen;
    double cell_width() const { return rect.width / raster.columns; }
    double cell_height() const { return rect.height / raster.rows; }
};

// The same cells for axes that run the other way: row 0 at the top again.
Raster flipped(const Raster& raster, bool rows, bool columns) {
    auto values = std::make_shared<std::vector<double>>();
    for (int r = 0; r < raster.rows; ++r)
        for (int c = 0; c < raster.columns; ++c)
            values->push_back(
                raster.at(rows ? raster.rows - 1 - r : r, columns ? raster.columns - 1 - c : c));
    return {raster.rows, raster.columns, false, std::move(values),
            raster.key + (rows ? "|rows" : "") + (columns ? "|columns" : "")};
}

// Parallel lines over the cells of one kind. Each line is walked from cell to cell and drawn in as few pieces
// as there are runs: a causal mask costs one piece a line. `rising`: "/", else "\".
void hatch_cells(const PanelPainting& p, const Map& map, Hatch kind, double spacing, bool rising,
                 const Stroke& stroke) {
    const Rect& seen = map.seen;
    const double w = map.cell_width(), h = map.cell_height();
    // With v = y for "\" and v = −y for "/", a line is x − v = s and both x and v grow along it.
    const double v_low = rising ? -seen.bottom() : seen.y, v_high = rising ? -seen.y : seen.bottom();
    const double v_origin = rising ? -map.rect.bottom() : map.rect.y;
    const double apart = spacing * std::sqrt(2.0);
    const double first = std::ceil((seen.x - v_high) / apart) * apart;
    for (double s = first; s < seen.right() - v_low; s += apart) {
        double x = std::max(seen.x, v_low + s);
        const double end = std::min(seen.right(), v_high + s);
        if (!(x < end)) continue;
        int column = std::clamp(static_cast<int>((x - map.rect.x) / w), 0, map.raster.columns - 1);
        int step = std::clamp(static_cast<int>((x - s - v_origin) / h), 0, map.raster.rows - 1);
        double run_from = 0;
        bool in_run = false;
        const auto finish = [&](double to) {
            if (in_run && to - run_from > 0.5) {
                const auto at = [&](double px) { return Point{px, rising ? -(px - s) : px - s}; };
                const Point line[] = {at(run_from), at(to)};
                p.canvas.polyline(line, stroke);
            }
            in_run = false;
        };
        while (x < end && column < map.raster.columns && step < map.raster.rows) {
            const int row = rising ? map.raster.rows - 1 - step : step;
            const bool wanted = hatch_of(map.raster.at(row, column)) == kind;
            if (wanted && !in_run) {
                run_from = x;
                in_run = true;
            } else if (!wanted) {
                finish(x);
            }
            const double to_column = map.rect.x + (column + 1) * w, to_row = v_origin + (step + 1) * h + s;
            x = std::min({to_column, to_row, end});
            if (to_column <= to_row) ++column;
            if (to_row <= to_column) ++step;
        }
        finish(x);
    }
}

void paint_borders(const PanelPainting& p, const Map& map) {
    if (std::min(map.cell_width(), map.cell_height()) <= kBorders) return;
    const Stroke stroke = p.hairline(InkKind::ground);
    for (int c = 1; c < map.raster.columns; ++c) {
        const double x = map.rect.x + c * map.cell_width();
        const Point line[] = {{x, map.seen.y}, {x, map.seen.bottom()}};
        if (x > map.seen.x && x < map.seen.right()) p.canvas.polyline(line, stroke);
    }
    for (int r = 1; r < map.raster.rows; ++r) {
        const double y = map.rect.y + r * map.cell_height();
        const Point line[] = {{map.seen.x, y}, {map.seen.right(), y}};
        if (y > map.seen.y && y < map.seen.bottom()) p.canvas.polyline(line, stroke);
    }
}

void paint_numbers(const PanelPainting& p, const Map& map, const ColourScale& scale) {
    const double w = map.cell_width(), h = map.cell_height();
    if (std::min(w, h) <= kNumbers) return;
    struct Number {
        Point centre;
        std::string words;
        double value;
    };
    std::vector<Number> numbers;
    double widest = 0;
    for (int r = 0; r < map.raster.rows; ++r)
        for (int c = 0; c < map.raster.columns; ++c) {
            const Point centre{map.rect.x + (c + 0.5) * w, map.rect.y + (r + 0.5) * h};
            const double value = map.raster.at(r, c);
            const Rect cell{centre.x - w / 2, centre.y - h / 2, w, h};
            const Rect visible = intersection(cell, map.seen);
            if (visible.width < 0.99 * w || visible.height < 0.99 * h || !std::isfinite(value)) continue;
            numbers.push_back({centre, display_text(value, kDigits), value});
            widest = std::max(widest, p.text.width(numbers.back().words, 1));
        }
    // One size for all; too small to read is no number at all.
    const double size = std::min({p.theme.small_size, 0.86 * w / std::max(widest, 1e-9), 0.6 * h});
    if (size < 0.6 * p.theme.small_size) return;
    const Group group(p.canvas, p.tag(Role::cell_text));
    const Colour text = p.colour({InkKind::text}), ground = p.colour({InkKind::ground});
    for (const Number& number : numbers) {
        const Colour cell = colour_map(scale.map, p.theme).at(scale.position(number.value));
        TextStyle style{size, contrast(text, cell) >= contrast(ground, cell) ? text : ground, Align::centre};
        p.canvas.text({number.centre.x, number.centre.y + kHalfDigit * size}, number.words, style);
    }
}

// Where the sign changes. Maps of lags: straight lines between the centres of two diagonals.
void contour_of_lags(const PanelPainting& p, const Map& map, const Stroke& stroke) {
    const std::vector<double>& values = *map.raster.values;
    const double w = map.cell_width(), h = map.cell_height();
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (!changes_sign(values[i - 1], values[i])) continue;
        // row − column of the change, in cells from the centre of cell (0, 0)
        const double lag = static_cast<double>(i) - 0.5 - (map.raster.columns - 1);
        const Point from{map.rect.x, map.rect.y + lag * h};
        const Point line[] = {from, {from.x + map.rect.width, from.y + map.rect.width / w * h}};
        p.canvas.polyline(line, stroke);
    }
}

// Dense maps: along the edges of cells, or of the steps in which many cells are followed.
void contour_of_cells(const PanelPainting& p, const Map& map, const Stroke& stroke) {
    const Raster& raster = map.raster;
    const int rows = std::min(raster.rows, kMostContourCells),
              columns = std::min(raster.columns, kMostContourCells);
    const auto value = [&](int r, int c) {
        return raster.at(static_cast<int>((r + 0.5) * raster.rows / rows),
                         static_cast<int>((c + 0.5) * raster.columns / columns));
    };
    const auto draw = [&](double r0, double c0, double r1, double c1) {
        const double w = map.rect.width / columns, h = map.rect.height / rows;
        const Point line[] = {{map.rect.x + c0 * w, map.rect.y + r0 * h},
                              {map.rect.x + c1 * w, map.rect.y + r1 * h}};
        p.canvas.polyline(line, stroke);
    };
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < columns; ++c) {
            if (r > 0 && changes_sign(value(r - 1, c), value(r, c))) draw(r, c, r, c + 1);
            if (c > 0 && changes_sign(value(r, c - 1), value(r, c))) draw(r, c, r + 1, c);
        }
}

}  // namespace

void paint_hatch(const PanelPainting& p, const Rect& area) {
    static const auto masked = std::make_shared<const std::vector<double>>(std::vector<double>{std::nan("")});
    const Raster one{1, 1, false, masked, "masked"};
    hatch_cells(p, {one, area, area}, Hatch::fine, kFineHatch * Spacing(p.theme).unit / 1.5, true,
                p.hairline(InkKind::hairline));
}

void paint_cells(const PanelPainting& p, const CellsMark& mark) {
    if (mark.raster.rows <= 0 || mark.raster.columns <= 0 || !mark.raster.values) return;
    const Point a = p.page({mark.x0, mark.y0}), b = p.page({mark.x1, mark.y1});
    const Rect rect{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(b.x - a.x), std::abs(b.y - a.y)};
    if (!(rect.width > 0 && rect.height > 0)) return;
    const bool flip_rows = a.y > b.y, flip_columns = a.x > b.x;
    const Raster turned =
        flip_rows || flip_columns ? flipped(mark.raster, flip_rows, flip_columns) : Raster{};
    const Map map{flip_rows || flip_columns ? turned : mark.raster, rect, intersection(rect, p.places.plot)};
    if (map.seen.width <= 0 || map.seen.height <= 0) return;

    p.canvas.cells(rect, map.raster, mark.scale);
    const double unit = Spacing(p.theme).unit;
    hatch_cells(p, map, Hatch::fine, kFineHatch * unit, true, p.hairline(InkKind::hairline));
    hatch_cells(p, map, Hatch::coarse, kCoarseHatch * unit, false, p.hairline(InkKind::muted));
    if (mark.borders) paint_borders(p, map);
    if (p.zero_contours && has_zero_contour(mark, p.theme)) {
        const Stroke stroke{p.colour({InkKind::text}), p.theme.hairline, Dash::solid};
        if (map.raster.toeplitz)
            contour_of_lags(p, map, stroke);
        else
            contour_of_cells(p, map, stroke);
    }
    if (mark.numbers) paint_numbers(p, map, mark.scale);
}

}  // namespace rope
