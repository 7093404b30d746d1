// SEQ, a sequence of text, images and videos in words: "text:5,image:28x28,video:4x28x28".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/checked.h"
#include "core/rope/mrope_positions.h"

namespace rope {

// text:TOKENS, image:ROWSxCOLUMNS, video:FRAMESxROWSxCOLUMNS, in patches before merging. Faults (usage):
// bad_sequence, and those of parse_integer.
Checked<std::vector<MropeSegment>> parse_mrope_sequence(std::string_view text, std::string_view where);

// Engines resize images until every patch belongs to a token; here those at the end that do not have none,
// and this says so: "of 5x4 patches the last (1 row) have no token, because merging makes one
// of 2x2". Empty
// where nothing is left over.
std::string left_over_words(const MropeSegment& segment, std::int64_t merge);

}  // namespace rope
