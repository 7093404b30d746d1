// Which pairs of a model turn by time, by row and by column: three lanes under a panel of pairs.
#pragma once

#include <optional>

#include "core/figure/figure_inputs.h"

namespace rope {

constexpr double kMropeLanesHeight = 5.4;  // [em] of the plot

// A lane for each of t, h and w with a box for every pair that it turns, in the pair's colour; x as `pairs`,
// whose ticks it takes over. Nothing where the model has no M-RoPE sections, or none that fit its head.
std::optional<Panel> mrope_lanes(const FigureModel& model, const Axis& pairs, int chosen);

// 0 t, 1 h, 2 w of every pair, "t" … in text; NaN beyond the model's pairs up to `rows`. Nothing as above.
std::optional<Column> mrope_column(const ModelSpec& model, std::string name, std::size_t rows);

}  // namespace rope
