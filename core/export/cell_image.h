// A heatmap's colours as the picture that files embed.
#pragma once

#include <cstdint>
#include <vector>

#include "core/figure/geometry.h"
#include "core/figure/raster.h"

namespace rope {

struct CellImage {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;  // straight, rows from the top
    bool fine = false;               // of vector files: above some 300 cells an inch
};

// One pixel a cell. For vector files, cells of a point and more are repeated to about 300 dpi, because many
// readers blur enlarged pictures whatever the file asks for; repeated pixels compress to almost nothing. Where
// cells are finer than that, `fine` says so: readers are to average them, not to pick some.
CellImage cell_image(const Raster& raster, const ColourScale& scale, const Theme& theme);
CellImage cell_image_for_vector(const Raster& raster, const ColourScale& scale, const Theme& theme,
                                const Rect& place);

}  // namespace rope
