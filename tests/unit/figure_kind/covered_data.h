// Which words lie on drawn data.
#pragma once

#include <string>
#include <vector>

#include "core/figure/figure.h"
#include "core/figure/text_metrics.h"
#include "core/figure/theme.h"

namespace rope {

// Draws the figure as a file has it (no handles) and names every text whose box meets the ink of a series: of
// lines, bands and points of a panel with axes, as wide as they are drawn and cut where the plot ends. Not
// looked at, because words belong into them: the cells of maps and tables (numbers, names of tokens), and
// panels without axes (the labels of dials).
std::vector<std::string> words_on_data(const Figure& figure, Size page, const Theme& theme,
                                       const TextMetrics& text);

}  // namespace rope
