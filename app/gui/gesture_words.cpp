// What stands under the pointer, in words.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/gui/gestures.h"
#include "app/gui/token_gestures.h"
#include "core/base/number_text.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace {

std::string token_range(double first, double count) {
    return count <= 1 ? display_text(first, 15)
                      : fmt::format("{} … {}", display_text(first, 15), display_text(first + count - 1, 15));
}

// What the data file calls the rows, the columns and the values of a map.
struct MapNames {
    std::string row, column, value;
};
MapNames map_names(const Figure& figure) {
    const DataTable& data = figure.data;
    // Without "(mean of 2 x 2 cells)": the map on the screen may have other cells than the file.
    if (data.grid)
        return {data.row_name, data.column_name, data.grid_name.substr(0, data.grid_name.find(" ("))};
    if (data.columns.size() < 2) return {"query", "key", "value"};
    return {data.columns[0].name, data.columns[1].name, "value"};
}

std::string cell_words(const MapNames& names, const CellsMark& cells, Point data) {
    const Raster& raster = cells.raster;
    const double column_width = (cells.x1 - cells.x0) / raster.columns,
                 row_height = (cells.y1 - cells.y0) / raster.rows;
    const int column = static_cast<int>(std::floor((data.x - cells.x0) / column_width));
    const int row = static_cast<int>(std::floor((data.y - cells.y0) / row_height));
    if (column < 0 || row < 0 || column >= raster.columns || row >= raster.rows) return "";
    const double key = std::round(cells.x0 + 0.5 + column * column_width);
    const double query = std::round(cells.y0 + 0.5 + row * row_height);
    const double value = raster.at(row, column);
    std::string words = fmt::format("{} m = {}\n{} n = {}\n", names.row, token_range(query, row_height),
                                    names.column, token_range(key, column_width));
    words += fmt::format("Δ = {}\n", display_text(query - key, 15));
    if (std::isnan(value))
        words += "masked: this key comes after the query";
    else if (std::isinf(value))
        words += "too large for a number";
    else
        words += fmt::format("{}{} {}", column_width > 1 ? "mean " : "", names.value, display_text(value, 5));
    return words;
}

std::string dial_words(const Dial& dial) {
    return fmt::format(
        "pair {}\nλ = {}\nq = ({}, {})\nk = ({}, {})\nadds {} to the score", dial.pair,
        std::isfinite(dial.wavelength) ? display_text(dial.wavelength) + " tokens" : "infinite",
        display_text(dial.q.x), display_text(dial.q.y), display_text(dial.k.x), display_text(dial.k.y),
        display_text(dial.contribution));
}

// What a cell between two values covers: the word there, the whole numbers, or its middle.
std::string cell_place(const Axis& axis, double from, double to) {
    const double middle = from / 2 + to / 2;
    for (const Tick& tick : axis.ticks)
        if (axis.words && std::abs(tick.value - middle) <= 0.5)
            return fmt::format("{} (position {})", plain_text(tick.label), display_text(tick.value, 15));
    if (!axis.integers) return display_text(middle, 5);
    const double first = std::ceil(std::min(from, to)), last = std::floor(std::max(from, to));
    if (first > last)  // narrower than from one whole number to the next: a logarithmic axis
        return fmt::format("between {} and {}", display_text(last, 15), display_text(first, 15));
    return token_range(first, last - first + 1);
}

// Cells of any other map, in the words of its axes. Cells are of equal size on the page, whatever the axes.
std::string other_cell_words(const Figure& figure, const Panel& panel, const PanelLayout& places,
                             const CellsMark& cells, Point page) {
    const Point a = to_page(panel, places, {cells.x0, cells.y0}),
                b = to_page(panel, places, {cells.x1, cells.y1});
    const double width = (b.x - a.x) / cells.raster.columns, height = (b.y - a.y) / cells.raster.rows;
    const int column = static_cast<int>(std::floor((page.x - a.x) / width)),
              row = static_cast<int>(std::floor((page.y - a.y) / height));
    if (column < 0 || row < 0 || column >= cells.raster.columns || row >= cells.raster.rows) return "";
    const double value = cells.raster.at(row, column);
    const Point from = to_data(panel, places, {a.x + column * width, a.y + row * height}),
                to = to_data(panel, places, {a.x + (column + 1) * width, a.y + (row + 1) * height});
    const std::string name =
        !figure.data.grid && panel.colour_bar ? plain_text(panel.colour_bar->title) : map_names(figure).value;
    return fmt::format("{}: {}\n{}: {}\n{}: {}", plain_text(panel.x->title),
                       cell_place(*panel.x, from.x, to.x), plain_text(panel.y->title),
                       cell_place(*panel.y, from.y, to.y), name,
                       std::isnan(value) ? "none" : display_text(value, 5));
}

// A column's name in words: "largest_B" is the largest value of model B. `value_words`: what the axis calls
// the value of kinds whose columns only say which value it is.
std::string column_words(const Column& column, const std::string& value_words) {
    const std::string_view name = column.name;
    const std::size_t cut = name.rfind('_');
    const bool has_model =
        cut != std::string_view::npos && cut + 2 == name.size() && name.back() >= 'A' && name.back() <= 'Z';
    std::string what(has_model ? name.substr(0, cut) : name);
    std::replace(what.begin(), what.end(), '_', ' ');
    std::string words = what == "value"                           ? value_words
                        : what == "deviation"                     ? "standard deviation"
                        : what == "smallest" || what == "largest" ? fmt::format("{} {}", what, value_words)
                                                                  : what;
    return has_model ? fmt::format("{}, model {}", words, name.back()) : words;
}

std::string with_unit(double value, int digits, const std::string& unit) {
    return display_text(value, digits) + (unit == "1" || unit.empty() ? "" : " " + unit);
}

constexpr std::size_t kMostLines = 10;

// The row of the data nearest to a place on the axis.
std::string row_words(const Panel& panel, const DataTable& data, double x) {
    if (data.columns.size() < 2 || data.columns.front().values.empty() || !panel.y) return "";
    const Column& first = data.columns.front();
    const std::vector<double>& at = first.values;
    if (!std::is_sorted(at.begin(), at.end())) return "";
    // A table of words has no axis of numbers.
    if (std::any_of(data.columns.begin(), data.columns.end(),
                    [](const Column& column) { return !column.texts.empty(); }))
        return "";
    const auto above = std::upper_bound(at.begin(), at.end(), x);
    auto row = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, above - at.begin() - 1));
    const bool range = data.columns[1].name == "delta_last" && row < data.columns[1].values.size();
    if (!range && row + 1 < at.size() && at[row + 1] - x < x - at[row]) ++row;
    const double last = range ? data.columns[1].values[row] : at[row];
    std::string words =
        first.name.starts_with("delta")
            ? fmt::format("Δ = {} tokens", token_range(at[row], last - at[row] + 1))
            : fmt::format("{}: {}", column_words(first, ""), with_unit(at[row], 15, first.unit));
    const std::string value = plain_text(panel.y->title);
    std::size_t lines = 0;
    for (std::size_t i = range ? 2 : 1; i < data.columns.size(); ++i) {
        const Column& column = data.columns[i];
        if (row >= column.values.size() || std::isnan(column.values[row])) continue;
        if (++lines > kMostLines) {
            words += fmt::format("\nand {} more columns", data.columns.size() - i);
            break;
        }
        words += fmt::format("\n{}: {}", column_words(column, value),
                             with_unit(column.values[row], 5, column.unit));
    }
    return words;
}

}  // namespace

std::string words_at(const Scene& scene, Point page) {
    const int index = panel_at(scene, page);
    if (index < 0) return "";
    if (const auto token = token_at(scene, page)) return token_words(scene.document, token->place);
    const Panel& panel = scene.figure.panels[static_cast<std::size_t>(index)];
    const PanelLayout& places = scene.places.panels[static_cast<std::size_t>(index)];
    for (const Mark& mark : panel.marks) {
        if (const auto* grid = std::get_if<DialGridMark>(&mark)) {
            const auto pair = dial_at(scene, page);
            for (const Dial& dial : grid->dials)
                if (pair && dial.pair == *pair) return dial_words(dial);
        }
        const auto* cells = std::get_if<CellsMark>(&mark);
        if (cells != nullptr && places.plot.contains(page) && panel.x && panel.y)
            return meaning_of(scene.figure, static_cast<std::size_t>(index)) == PanelMeaning::score_map
                       ? cell_words(map_names(scene.figure), *cells, to_data(panel, places, page))
                       : other_cell_words(scene.figure, panel, places, *cells, page);
    }
    if (scene.figure.kind != "scores" && panel.x && places.plot.contains(page)) {
        const std::string words =
            row_words(panel, panel.data ? *panel.data : scene.figure.data, to_data(panel, places, page).x);
        const bool draws = std::any_of(panel.multipliers.begin(), panel.multipliers.end(),
                                       [&](const auto& one) { return one.model == scene.model; });
        return draws ? words + "\ndrag to draw the multipliers" : words;
    }
    return "";
}

}  // namespace rope
