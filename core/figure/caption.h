// What a figure says of itself in words: whole, and as the line or two that stand under its picture.
#pragma once

#include <string>
#include <vector>

#include "core/figure/figure.h"
#include "core/figure/text_metrics.h"

namespace rope {

// Every statement in its order, a blank between them.
std::string caption_text(const Figure& figure);

// One line of markup, on narrow pages at most two, each at most `width` wide [pt]: the statements that fit
// whole, tried in their order; what is missing from the picture comes right after the first, what was
// averaged or clipped (the other notes) after the second. Empty when none fits.
std::vector<std::string> caption_lines(const Figure& figure, double width, double size,
                                       const TextMetrics& text);

}  // namespace rope
