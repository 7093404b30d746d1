#include "tests/support/picture.h"

#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace rope::test {

std::optional<Picture> read_png(std::string_view bytes) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (!png_image_begin_read_from_memory(&image, bytes.data(), bytes.size())) return std::nullopt;
    image.format = PNG_FORMAT_RGBA;
    Picture out{static_cast<int>(image.width), static_cast<int>(image.height),
                std::vector<std::uint8_t>(PNG_IMAGE_SIZE(image))};
    if (!png_image_finish_read(&image, nullptr, out.rgba.data(), 0, nullptr)) return std::nullopt;
    return out;
}

std::string write_png(const Picture& picture) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width);
    image.height = static_cast<png_uint_32>(picture.height);
    image.format = PNG_FORMAT_RGBA;
    png_alloc_size_t size = 0;
    if (!png_image_write_to_memory(&image, nullptr, &size, 0, picture.rgba.data(), 0, nullptr)) return {};
    std::string bytes(size, '\0');
    png_image_write_to_memory(&image, bytes.data(), &size, 0, picture.rgba.data(), 0, nullptr);
    bytes.resize(size);
    return bytes;
}

namespace {

bool same_size(const Picture& a, const Picture& b) {
    return a.width == b.width && a.height == b.height;
}

bool differs(const std::uint8_t* a, const std::uint8_t* b, int tolerance) {
    for (int i = 0; i < 4; ++i) {
        if (std::abs(a[i] - b[i]) > tolerance) return true;
    }
    return false;
}

}  // namespace

double share_differing(const Picture& a, const Picture& b, int tolerance) {
    if (!same_size(a, b)) return 1;
    std::size_t count = 0;
    for (std::size_t i = 0; i < a.rgba.size(); i += 4) {
        count += differs(a.rgba.data() + i, b.rgba.data() + i, tolerance) ? 1 : 0;
    }
    return static_cast<double>(count) / (static_cast<double>(a.rgba.size()) / 4);
}

Picture difference(const Picture& a, const Picture& b, int tolerance) {
    Picture out = a;
    for (std::size_t i = 0; i < out.rgba.size(); i += 4) {
        std::uint8_t* pixel = out.rgba.data() + i;
        if (!same_size(a, b) || differs(pixel, b.rgba.data() + i, tolerance)) {
            pixel[0] = 255;
            pixel[1] = pixel[2] = 0;
        } else {
            for (int k = 0; k < 3; ++k)
                pixel[k] = static_cast<std::uint8_t>(191 + pixel[k] / 4);
        }
        pixel[3] = 255;
    }
    return out;
}

double largest_block_difference(const Picture& a, const Picture& b, int block) {
    if (!same_size(a, b)) return 255;
    double largest = 0;
    for (int y = 0; y < a.height; y += block) {
        for (int x = 0; x < a.width; x += block) {
            double sums[4] = {};
            int count = 0;
            for (int v = y; v < std::min(y + block, a.height); ++v) {
                for (int u = x; u < std::min(x + block, a.width); ++u, ++count) {
                    for (int i = 0; i < 4; ++i)
                        sums[i] += a.at(u, v)[i] - b.at(u, v)[i];
                }
            }
            for (const double sum : sums)
                largest = std::max(largest, std::abs(sum) / count);
        }
    }
    return largest;
}

}  // namespace rope::test
