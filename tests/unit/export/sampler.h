// A picture that uses every primitive of a Canvas, and a small Figure, both built by hand.
#pragma once

#include "core/figure/canvas.h"
#include "core/figure/figure.h"

namespace rope::test {

constexpr Size kSamplerSize{320, 240};  // [pt]
void draw_sampler(const Theme& theme, Canvas& canvas);

// Two curves with a break, a heatmap with masked cells, rich text everywhere; table data with NaN.
Figure small_figure();

}  // namespace rope::test
