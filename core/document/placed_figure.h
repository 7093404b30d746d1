// A figure made for the room that its own labels leave it.
#pragma once

#include "core/document/evaluate.h"
#include "core/figure/layout.h"

namespace rope {

struct PlacedFigure {
    std::shared_ptr<const Figure> figure;
    FigureLayout places;
};

// Maps are made for a whole number of pixels a cell, with a guess of the room they get. Where labels or a
// caption leave less, the figure is made again for what is there (at most five times; maps are cheap), so
// that cells meet pixels. The figure is null when `progress` was cancelled.
Checked<PlacedFigure> make_placed_figure(const Document& document, const FigureKind& kind,
                                         const PictureSize& picture, const Theme& theme,
                                         const TextMetrics& text, bool show_caption, ResultCache& cache,
                                         Progress& progress);

}  // namespace rope
