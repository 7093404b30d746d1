// Whether the lines at which maps change their sign can be told apart on the page.
#pragma once

#include "core/figure/layout.h"
#include "core/figure/theme.h"

namespace rope {

// Lines nearer than this to the next one would only blacken the picture [pt].
constexpr double kContoursApart = 5;

bool changes_sign(double a, double b);  // false beside what has no value

// Whether a map is to have a line where its values change their sign: without hues nothing else shows it.
bool has_zero_contour(const CellsMark& mark, const Theme& theme);

// Whether at most a tenth of the ways from one change of sign to the next, along rows and columns, is shorter
// than that. True where the sign changes nowhere. Cost O(cells), O(rows + columns) for maps of lags.
bool is_readable_contour(const Raster& raster, double cell_width, double cell_height);

// All maps of the figure that are to have a contour can have one; else none has, so that no line is missing
// from a map that seems to have them all.
bool are_readable_contours(const Figure& figure, const std::vector<PanelLayout>& places, const Theme& theme);

}  // namespace rope
