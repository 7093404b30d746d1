#include "core/figure/raster.h"

#include <cmath>
#include <cstring>

#include "core/base/checked.h"

namespace rope {
namespace {

using Pixel = std::array<std::uint8_t, 4>;

class Painter {
  public:
    Painter(const ColourScale& scale, const Theme& theme)
        : map_(colour_map(scale.map, theme)), scale_(scale) {
        const Colour ground = theme.colour({InkKind::ground});
        ground_ = {ground.r, ground.g, ground.b, 255};
    }
    Pixel operator()(double value) const {
        if (!std::isfinite(value)) return ground_;
        const Colour c = map_.at(scale_.position(value));
        return {c.r, c.g, c.b, 255};
    }

  private:
    const ColourMap& map_;
    ColourScale scale_;
    Pixel ground_;
};

}  // namespace

std::vector<std::uint8_t> colour_raster(const Raster& raster, const ColourScale& scale, const Theme& theme) {
    const auto rows = static_cast<std::size_t>(raster.rows),
               columns = static_cast<std::size_t>(raster.columns);
    if (raster.rows <= 0 || raster.columns <= 0) return {};
    require(raster.values && raster.values->size() == (raster.toeplitz ? rows + columns - 1 : rows * columns),
            "a raster's values do not match its shape");
    const Painter colour(scale, theme);
    std::vector<std::uint8_t> out(rows * columns * 4);
    if (raster.toeplitz) {
        // Along a row the lag falls, so one strip of colours in falling order serves all rows, each
        // starting one entry before the last.
        std::vector<std::uint8_t> strip;
        strip.reserve((rows + columns - 1) * 4);
        for (auto value = raster.values->rbegin(); value != raster.values->rend(); ++value) {
            const Pixel pixel = colour(*value);
            strip.insert(strip.end(), pixel.begin(), pixel.end());
        }
        for (std::size_t r = 0; r < rows; ++r)
            std::memcpy(out.data() + r * columns * 4, strip.data() + (rows - 1 - r) * 4, columns * 4);
        return out;
    }
    for (std::size_t i = 0; i < rows * columns; ++i) {
        const Pixel pixel = colour((*raster.values)[i]);
        std::memcpy(out.data() + i * 4, pixel.data(), 4);
    }
    return out;
}

}  // namespace rope
