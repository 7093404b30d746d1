// UTF-8 as the one text encoding.
#pragma once

#include <string>
#include <string_view>

namespace rope {

// True when `bytes` is well-formed UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view bytes);

// The text with control characters and malformed bytes written as \xNN or \n, so that any file name can be
// shown on one line. Cost O(bytes).
std::string printable(std::string_view bytes);

// The code point at `at`, advancing `at` past it; U+FFFD (one byte consumed) where malformed.
char32_t next_code_point(std::string_view bytes, std::size_t& at);

// Appends one code point; U+FFFD for surrogates and values above U+10FFFF.
void append_utf8(std::string& text, char32_t code_point);

}  // namespace rope
