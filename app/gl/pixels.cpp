#include "app/gl/pixels.h"

#include <glad/gl.h>

#include <algorithm>

namespace rope {

Pixels read_pixels(const Surface& surface, int x, int y, int width, int height) {
    Pixels pixels{width, height, {}};
    const auto row = 4 * static_cast<std::size_t>(width);
    pixels.rgba.resize(row * static_cast<std::size_t>(height));
    glBindFramebuffer(GL_READ_FRAMEBUFFER, surface.framebuffer());
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(x, surface.size().height - y - height, width, height, GL_RGBA, GL_UNSIGNED_BYTE,
                 pixels.rgba.data());
    // OpenGL counts rows from the bottom.
    for (int top = 0, bottom = height - 1; top < bottom; ++top, --bottom) {
        const auto a = pixels.rgba.begin() + static_cast<std::ptrdiff_t>(row) * top;
        const auto b = pixels.rgba.begin() + static_cast<std::ptrdiff_t>(row) * bottom;
        std::swap_ranges(a, a + static_cast<std::ptrdiff_t>(row), b);
    }
    return pixels;
}

Pixels read_pixels(const Surface& surface) {
    return read_pixels(surface, 0, 0, surface.size().width, surface.size().height);
}

}  // namespace rope
