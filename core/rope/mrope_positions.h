// The three position ids of every token of a sequence of text, images and videos.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/checked.h"

namespace rope {

// A run of text, or an image or video.
struct MropeSegment {
    enum class Kind { text, vision };
    Kind kind = Kind::text;
    std::int64_t tokens = 0;                         // text
    std::int64_t frames = 0, rows = 0, columns = 0;  // vision: patches before merging (grid_thw)
    double frame_step = 1;  // what a frame adds to t: second_per_grid_t·tokens_per_second in Qwen2.5-VL
    bool markers = true;    // a vision_start before the block and a vision_end after it, ids as text
};

struct MropePositions {
    std::vector<std::int64_t> t, h, w;  // [tokens]
    // What decoding adds to the length to get the next id: largest id + 1 − tokens.
    std::int64_t delta = 0;
};

constexpr std::int64_t kMostMropeTokens = std::int64_t{1} << 24;

// A segment starts at c = (largest id of any kind so far) + 1, 0 at first. Text: t = h = w = c, c + 1, … .
// Vision, frame slowest, then row, then column of the grid after merging (rows // merge, columns // merge):
// t = c + trunc(frame·frame_step), h = c + row, w = c + column. Qwen2-VL and Qwen2.5-VL, `get_rope_index`.
// Faults: out_of_range (negative counts, merge < 1, frame_step not finite or negative, too many tokens).
Checked<MropePositions> mrope_positions(std::span<const MropeSegment> segments, std::int64_t merge);

}  // namespace rope
