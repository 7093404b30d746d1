#include "app/cli/text_width.h"

#include "core/base/utf8.h"

namespace rope::cli {

std::size_t text_width(std::string_view utf8) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < utf8.size(); ++width)
        next_code_point(utf8, at);
    return width;
}

std::string padded_left(std::string_view text, std::size_t width) {
    const std::size_t own = text_width(text);
    return std::string(width > own ? width - own : 0, ' ') + std::string(text);
}

std::string padded_right(std::string_view text, std::size_t width) {
    const std::size_t own = text_width(text);
    return std::string(text) + std::string(width > own ? width - own : 0, ' ');
}

}  // namespace rope::cli
