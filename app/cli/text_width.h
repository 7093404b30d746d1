// How many columns of a terminal a text takes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rope::cli {

// One column a code point: our own texts hold no combining or wide characters.
std::size_t text_width(std::string_view utf8);

std::string padded_left(std::string_view text, std::size_t width);   // right-aligned
std::string padded_right(std::string_view text, std::size_t width);  // left-aligned

}  // namespace rope::cli
