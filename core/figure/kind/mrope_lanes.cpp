#include "core/figure/kind/mrope_lanes.h"

#include <algorithm>

#include "core/figure/kind/series.h"
#include "core/model/mrope.h"

namespace rope {

std::optional<Panel> mrope_lanes(const FigureModel& model, const Axis& pairs, int chosen) {
    const auto axes = fitting_mrope_axes(model.spec);
    if (!axes) return std::nullopt;
    const int count = static_cast<int>(axes->size());
    Panel panel;
    panel.legend = false;
    panel.x = pairs;
    panel.x->visible = true;
    panel.y.emplace();
    panel.y->lo = -0.5;
    panel.y->hi = static_cast<double>(std::size(kMropeLetters)) - 0.5;
    panel.y->reversed = true;  // t, the axis of the fast pairs where sections stand in order, on top
    for (std::size_t axis = 0; axis < std::size(kMropeLetters); ++axis)
        panel.y->ticks.push_back({static_cast<double>(axis), std::string(kMropeLetters[axis])});
    for (int pair = 0; pair < count; ++pair) {
        const int axis = (*axes)[static_cast<std::size_t>(pair)];
        BoxMark box;
        box.from = {pair - 0.42, axis - 0.36};
        box.to = {pair + 0.42, axis + 0.36};
        box.ink = {InkKind::pair, pair, count};
        box.filled = true;
        box.weight = 0;
        box.tag = {Role::dial, pair};
        panel.marks.push_back(box);
        if (pair != chosen) continue;
        box.ink = {InkKind::accent};
        box.filled = false;
        box.weight = 1.5;
        panel.marks.push_back(box);
    }
    return panel;
}

std::optional<Column> mrope_column(const ModelSpec& model, std::string name, std::size_t rows) {
    const auto axes = fitting_mrope_axes(model);
    if (!axes) return std::nullopt;
    Column column{std::move(name), "1", std::vector<double>(rows, kNoValue), std::vector<std::string>(rows)};
    for (std::size_t i = 0; i < std::min(rows, axes->size()); ++i) {
        const int axis = (*axes)[i];
        column.values[i] = axis;
        column.texts[i] = kMropeLetters[static_cast<std::size_t>(axis)];
    }
    return column;
}

}  // namespace rope
