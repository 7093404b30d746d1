// What a frame shows, read back.
#pragma once

#include <cstdint>
#include <vector>

#include "app/platform/surface.h"

namespace rope {

struct Pixels {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;  // rows from the top
    const std::uint8_t* at(int x, int y) const {
        return &rgba[4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                          static_cast<std::size_t>(x))];
    }
    friend bool operator==(const Pixels&, const Pixels&) = default;
};

// Waits for the graphics card. The rectangle [x, x + width) × [y, y + height), y from the top.
Pixels read_pixels(const Surface& surface, int x, int y, int width, int height);
Pixels read_pixels(const Surface& surface);

}  // namespace rope
