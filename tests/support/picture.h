// PNG files read back into pixels, and how far two pictures differ.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rope::test {

struct Picture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;  // straight, rows from the top

    const std::uint8_t* at(int x, int y) const {
        return rgba.data() + 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                  static_cast<std::size_t>(x));
    }
};

std::optional<Picture> read_png(std::string_view bytes);  // none when libpng refuses it
std::string write_png(const Picture& picture);

// Pixels in which a channel differs by more than `tolerance`, as a share of all; 1 when the sizes differ.
double share_differing(const Picture& a, const Picture& b, int tolerance);

// Where they differ red on the dimmed picture `a`.
Picture difference(const Picture& a, const Picture& b, int tolerance);

// Largest difference of a channel's mean over blocks of `block` × `block` pixels: what an eye sees at a
// distance, so that renderings by different programs can be compared. 255 when the sizes differ.
double largest_block_difference(const Picture& a, const Picture& b, int block);

}  // namespace rope::test
