// What stands under the pointer, in words.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/gui/gestures.h"
#include "core/base/number_text.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace {

std::string token_range(double first, double count) {
    return count <= 1 ? display_text(first, 15)
                      : fmt::format("{} … {}", display_text(first, 15), display_text(first + count - 1, 15));
}

std::string cell_words(const CellsMark& cells, Point data) {
    const Raster& raster = cells.raster;
    const double column_width = (cells.x1 - cells.x0) / raster.columns,
                 row_height = (cells.y1 - cells.y0) / raster.rows;
    const int column = static_cast<int>(std::floor((data.x - cells.x0) / column_width));
    const int row = static_cast<int>(std::floor((data.y - cells.y0) / row_height));
    if (column < 0 || row < 0 || column >= raster.columns || row >= raster.rows) return "";
    const double key = std::round(cells.x0 + 0.5 + column * column_width);
    const double query = std::round(cells.y0 + 0.5 + row * row_height);
    const double value = raster.at(row, column);
    std::string words =
        fmt::format("m = {}\nn = {}\n", token_range(query, row_height), token_range(key, column_width));
    words += fmt::format("Δ = {}\n", display_text(query - key, 15));
    if (std::isnan(value))
        words += "masked: this key comes after the query";
    else if (std::isinf(value))
        words += "too large for a number";
    else
        words += fmt::format("{} {}", column_width > 1 ? "mean" : "value", display_text(value, 5));
    return words;
}

std::string dial_words(const Dial& dial) {
    return fmt::format(
        "pair {}\nλ = {}\nq = ({}, {})\nk = ({}, {})\nadds {} to the score", dial.pair,
        std::isfinite(dial.wavelength) ? display_text(dial.wavelength) + " tokens" : "infinite",
        display_text(dial.q.x), display_text(dial.q.y), display_text(dial.k.x), display_text(dial.k.y),
        display_text(dial.contribution));
}

// A column's name in words: "largest_B" is the largest value of model B.
std::string column_words(std::string_view name, const std::string& value_words) {
    const std::size_t cut = name.rfind('_');
    const bool has_model = cut != std::string_view::npos && cut + 2 == name.size();
    const std::string_view what = has_model ? name.substr(0, cut) : name;
    std::string words = what == "value"       ? value_words
                        : what == "deviation" ? "standard deviation"
                                              : fmt::format("{} {}", what, value_words);
    return has_model ? fmt::format("{}, model {}", words, name.back()) : words;
}

// The row of the data nearest to a distance, in the words of the axes.
std::string row_words(const Panel& panel, const DataTable& data, double distance) {
    if (data.columns.size() < 2 || data.columns.front().values.empty() || !panel.y) return "";
    const std::vector<double>& at = data.columns.front().values;
    const auto above = std::upper_bound(at.begin(), at.end(), distance);
    const auto row = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, above - at.begin() - 1));
    const bool range = data.columns[1].name == "delta_last" && row < data.columns[1].values.size();
    const double last = range ? data.columns[1].values[row] : at[row];
    std::string words = fmt::format("Δ = {} tokens", token_range(at[row], last - at[row] + 1));
    const std::string value = plain_text(panel.y->title);
    for (std::size_t i = range ? 2 : 1; i < data.columns.size(); ++i) {
        const Column& column = data.columns[i];
        if (row < column.values.size())
            words += fmt::format("\n{}: {}", column_words(column.name, value),
                                 display_text(column.values[row], 5));
    }
    return words;
}

}  // namespace

std::string words_at(const Scene& scene, Point page) {
    const int index = panel_at(scene, page);
    if (index < 0) return "";
    const Panel& panel = scene.figure.panels[static_cast<std::size_t>(index)];
    const PanelLayout& places = scene.places.panels[static_cast<std::size_t>(index)];
    for (const Mark& mark : panel.marks) {
        if (const auto* grid = std::get_if<DialGridMark>(&mark)) {
            const auto pair = dial_at(scene, page);
            for (const Dial& dial : grid->dials)
                if (pair && dial.pair == *pair) return dial_words(dial);
        }
        const auto* cells = std::get_if<CellsMark>(&mark);
        if (cells != nullptr && places.plot.contains(page))
            return cell_words(*cells, to_data(panel, places, page));
    }
    if (scene.figure.kind == "decay" && panel.x && places.plot.contains(page))
        return row_words(panel, scene.figure.data, to_data(panel, places, page).x);
    return "";
}

}  // namespace rope
