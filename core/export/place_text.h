// Rich text as runs with places: every exporter sets text by the same advances.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/figure/canvas.h"
#include "core/figure/text_metrics.h"

namespace rope {

struct PlacedRun {
    std::u32string text;  // without control characters; malformed bytes are U+FFFD
    std::vector<double>
        x;            // [text.size() + 1] left edge of each character, from the anchor [pt]; then the end
    double rise = 0;  // of the baseline above the anchor's [pt]
    double size = 0;  // [pt]
    bool italic = false;
};

struct PlacedText {
    std::vector<PlacedRun> runs;  // none is empty
    double width = 0;             // [pt]
};

// `style.align` moves the runs against the anchor; `style.angle` is left to the canvas. Cost O(characters).
PlacedText place_text(std::string_view markup, const TextStyle& style, const TextMetrics& metrics);

}  // namespace rope
