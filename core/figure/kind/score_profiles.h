// The curves at the edges of a score map: the row and the column of blocks under the cross-hair.
#pragma once

#include <cstdint>
#include <string>

#include "core/figure/figure.h"
#include "core/figure/figure_inputs.h"
#include "core/measure/scores.h"

namespace rope {

// The position [tokens] in the middle of a row or column of blocks that starts at `from`.
double block_centre(int block, std::int64_t from, const LagView& view);

bool inside(const Axis& axis, double value);  // ends included

// Under the map: the row of query m, over the keys; `title` is that of the values. Cost: O(columns).
Panel row_profile(const FigureInputs& inputs, const Panel& map, const Raster& raster, const LagView& view,
                  const ColourScale& scale, std::string title);

// Beside the map: the column of key n, over the queries. Cost: O(columns).
Panel column_profile(const FigureInputs& inputs, const Panel& map, const Raster& raster, const LagView& view,
                     const ColourScale& scale, std::string title);

}  // namespace rope
