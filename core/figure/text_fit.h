// Text into the room there is: shortened with "…", or broken into lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/figure/text_metrics.h"

namespace rope {

// The markup if it is at most `width` wide [pt], else its beginning and "…"; empty when not even that fits.
std::string fit_text(std::string_view markup, double width, double size, const TextMetrics& text);

// Plain words broken at blanks into lines of markup, each at most `width` wide; at most `most` lines, the
// last ending in "…" if words are left. A number stays with the word after it, which may be its unit, and a
// sign with both its sides, where a line can hold them. Cost O(length).
std::vector<std::string> wrap_words(std::string_view words, double width, double size, int most,
                                    const TextMetrics& text);

}  // namespace rope
