// Writing and reading the little XML that SVG needs.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace rope {

// Text safe in elements and double-quoted attributes, valid XML 1.0 whatever the bytes: what XML cannot hold
// becomes U+FFFD.
std::string xml_text(std::string_view text);

// A coordinate [pt]: at most three decimals, no exponent, never "-0". The value is finite.
std::string xml_number(double value);

// Calls `found` for each stretch of character data inside elements of local name `element` (entities and
// CDATA resolved), until it returns true. Never fails: what is not XML has no text. Cost O(bytes).
void xml_texts_within(std::string_view xml, std::string_view element,
                      const std::function<bool(const std::string&)>& found);

}  // namespace rope
