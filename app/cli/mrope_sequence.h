// The flags that describe a sequence of text, images and videos.
#pragma once

#include <memory>
#include <string>

#include "app/cli/console.h"
#include "app/cli/options.h"
#include "core/rope/mrope_positions.h"

namespace rope::cli {

// --sequence, --merge, --frame-step and --no-markers.
struct SequenceOptions {
    std::vector<MropeSegment> segments;
    std::int64_t merge = 2;
    double frame_step = 1;
    bool no_markers = false;

    void declare(Options& options, std::string_view help);  // the object must outlive parse()
    // The ids of every token; faults with where. Says to `console` which patches make no whole token.
    Checked<MropePositions> positions(Console& console) const;
};

}  // namespace rope::cli
