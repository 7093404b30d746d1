// The values of a heatmap: dense, or one row of lags of a map that depends on row − column alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/figure/colour_map.h"

namespace rope {

struct Raster {
    int rows = 0, columns = 0;
    bool toeplitz = false;
    // toeplitz: [rows + columns − 1], value of (r, c) is values[r − c + columns − 1]; else [rows·columns],
    // row-major. NaN is a masked cell (fine hatch); ±Inf a broken one (coarse hatch).
    std::shared_ptr<const std::vector<double>> values;
    std::string key;  // equal keys mean equal values: canvases keep textures by it

    double at(int r, int c) const {
        return toeplitz ? (*values)[static_cast<std::size_t>(r - c + columns - 1)]
                        : (*values)[static_cast<std::size_t>(r) * static_cast<std::size_t>(columns) +
                                    static_cast<std::size_t>(c)];
    }
};

struct ColourScale {
    ColourMapId map = ColourMapId::diverging;
    double lo = -1, hi = 1;  // values at the ends of the map; lo < hi; diverging: lo = −hi
    double position(double value) const { return (value - lo) / (hi - lo); }  // 0 … 1 inside
};

// The colours as drawn: RGBA, rows·columns·4 bytes. Masked cells are the ground under a hatch drawn per cell
// block by the painter. Both exporters and the check of the GPU path use this one function.
std::vector<std::uint8_t> colour_raster(const Raster& raster, const ColourScale& scale, const Theme& theme);

}  // namespace rope
