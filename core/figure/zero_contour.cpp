#include "core/figure/zero_contour.h"

#include <algorithm>
#include <cmath>

#include "core/figure/axis_scale.h"

namespace rope {
namespace {

constexpr double kMostCrowded = 0.1;  // of the ways between two lines

// Ways between changes of sign.
struct Ways {
    std::size_t all = 0, crowded = 0;

    // The sign changes at `place` of a line of values; `last`: where it did before, −1: nowhere.
    void add(int place, int& last, double apart) {
        if (last >= 0) {
            ++all;
            crowded += (place - last) * apart < kContoursApart;
        }
        last = place;
    }
};

Ways ways_of_lags(const std::vector<double>& values, double cell) {
    Ways ways;
    int last = -1;
    for (std::size_t i = 1; i < values.size(); ++i)
        if (changes_sign(values[i - 1], values[i])) ways.add(static_cast<int>(i), last, cell);
    return ways;
}

Ways ways_of_cells(const Raster& raster, double cell_width, double cell_height) {
    Ways ways;
    std::vector<int> last_above(static_cast<std::size_t>(raster.columns), -1);
    for (int r = 0; r < raster.rows; ++r) {
        int last = -1;
        for (int c = 0; c < raster.columns; ++c) {
            const double value = raster.at(r, c);
            if (c > 0 && changes_sign(raster.at(r, c - 1), value)) ways.add(c, last, cell_width);
            if (r > 0 && changes_sign(raster.at(r - 1, c), value))
                ways.add(r, last_above[static_cast<std::size_t>(c)], cell_height);
        }
    }
    return ways;
}

}  // namespace

bool has_zero_contour(const CellsMark& mark, const Theme& theme) {
    return mark.zero_contour || (theme.grey && mark.scale.map == ColourMapId::diverging);
}

bool changes_sign(double a, double b) {
    return std::isfinite(a) && std::isfinite(b) && (a < 0) != (b < 0);
}

bool is_readable_contour(const Raster& raster, double cell_width, double cell_height) {
    const Ways ways = raster.toeplitz ? ways_of_lags(*raster.values, std::min(cell_width, cell_height))
                                      : ways_of_cells(raster, cell_width, cell_height);
    return static_cast<double>(ways.crowded) <= kMostCrowded * static_cast<double>(ways.all);
}

bool are_readable_contours(const Figure& figure, const std::vector<PanelLayout>& places, const Theme& theme) {
    for (std::size_t i = 0; i < std::min(figure.panels.size(), places.size()); ++i) {
        const PageMap map(figure.panels[i], places[i].plot);
        for (const Mark& mark : figure.panels[i].marks) {
            const auto* cells = std::get_if<CellsMark>(&mark);
            if (!cells || !has_zero_contour(*cells, theme)) continue;
            const Raster& raster = cells->raster;
            if (raster.rows <= 0 || raster.columns <= 0 || !raster.values) continue;
            const Point a = map.page({cells->x0, cells->y0}), b = map.page({cells->x1, cells->y1});
            if (!is_readable_contour(raster, std::abs(b.x - a.x) / raster.columns,
                                     std::abs(b.y - a.y) / raster.rows))
                return false;
        }
    }
    return true;
}

}  // namespace rope
