// What holds for every page that a Figure is drawn on.
#pragma once

#include <string>
#include <vector>

#include "core/figure/figure.h"
#include "core/figure/text_metrics.h"
#include "core/figure/theme.h"

namespace rope {

// Lays the figure out on a page, paints it on a RecordingCanvas and names every broken law: something lies
// outside the page, texts overlap, a coordinate is not finite, an axis that can have two labelled ticks has
// fewer, two series
// look the same, a colour bar does not match the cells, nothing is drawn at all. Empty when all hold.
std::vector<std::string> broken_page_laws(const Figure& figure, Size page, const Theme& theme,
                                          const TextMetrics& text, bool caption);

}  // namespace rope
