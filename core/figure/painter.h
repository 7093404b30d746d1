// Draws a laid-out Figure on any Canvas. Knows nothing of windows or files.
#pragma once

#include "core/figure/layout.h"

namespace rope {

struct PaintOptions {
    bool background = true;  // false: transparent
    double faded = 0;        // 0 … 1 towards the ground: stale results are faded by a fifth
    bool handles = true;     // drag handles, cross-hairs, the mini-map; exports leave them out
};

void paint(const Figure& figure, const FigureLayout& places, const Theme& theme, const TextMetrics& text,
           const PaintOptions& options, Canvas& canvas);

}  // namespace rope
