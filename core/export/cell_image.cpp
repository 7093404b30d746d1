#include "core/export/cell_image.h"

#include <algorithm>
#include <cmath>

namespace rope {
namespace {

constexpr double kPerPoint = 4;  // 288 dpi

int repeats(double length, int cells) {
    constexpr int kMost = 4096;      // pixels a side, unless there are more cells
    const double cell = length / cells;
    if (cell < 1) return 1;
    return std::clamp(static_cast<int>(std::ceil(cell * kPerPoint)), 1, std::max(1, kMost / cells));
}

}  // namespace

CellImage cell_image(const Raster& raster, const ColourScale& scale, const Theme& theme) {
    return {raster.columns, raster.rows, colour_raster(raster, scale, theme)};
}

CellImage cell_image_for_vector(const Raster& raster, const ColourScale& scale, const Theme& theme,
                                const Rect& place) {
    CellImage cells = cell_image(raster, scale, theme);
    cells.fine = cells.width > place.width * kPerPoint || cells.height > place.height * kPerPoint;
    const auto across = static_cast<std::size_t>(repeats(place.width, cells.width));
    const auto down = static_cast<std::size_t>(repeats(place.height, cells.height));
    if (across == 1 && down == 1) return cells;
    const auto columns = static_cast<std::size_t>(cells.width), rows = static_cast<std::size_t>(cells.height);
    CellImage out{cells.width * static_cast<int>(across), cells.height * static_cast<int>(down), {}, cells.fine};
    out.rgba.reserve(rows * down * columns * across * 4);
    for (std::size_t r = 0; r < rows; ++r) {
        const std::size_t start = out.rgba.size();
        for (std::size_t c = 0; c < columns; ++c) {
            const std::uint8_t* pixel = cells.rgba.data() + (r * columns + c) * 4;
            for (std::size_t i = 0; i < across; ++i)
                out.rgba.insert(out.rgba.end(), pixel, pixel + 4);
        }
        const std::vector<std::uint8_t> row(out.rgba.begin() + static_cast<std::ptrdiff_t>(start),
                                            out.rgba.end());
        for (std::size_t i = 1; i < down; ++i)
            out.rgba.insert(out.rgba.end(), row.begin(), row.end());
    }
    return out;
}

}  // namespace rope
