// PNG files: 8-bit, a palette where 256 colours are enough.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "core/base/checked.h"

namespace rope {

constexpr const char* kSessionKeyword = "rope-explorer-session";  // of the iTXt chunk

struct PngPicture {
    int width = 0, height = 0;  // at least 1
    // Fills one row with straight (not premultiplied) RGBA; called in order, more than once.
    std::function<void(int row, std::span<std::uint8_t> rgba)> row;
    double dpi = 0;                  // 0: not written
    std::string session;             // UTF-8, compressed iTXt; empty: not written
    std::string title, description;  // UTF-8
};

// The file's bytes. Same picture, same bytes. Cost O(pixels) in time; in memory up to 8 bytes a pixel beside the picture.
// Faults: drawing_failed (libpng's reason).
Checked<std::string> encode_png(const PngPicture& picture);

}  // namespace rope
