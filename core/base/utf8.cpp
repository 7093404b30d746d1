#include "core/base/utf8.h"

#include <fmt/format.h>

namespace rope {
namespace {

struct Decoded {
    char32_t code_point;
    std::size_t length;
    bool valid;
};

Decoded decode(std::string_view bytes, std::size_t at) {
    constexpr Decoded kMalformed{0xFFFD, 1, false};
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char first = byte(at);
    if (first < 0x80) return {first, 1, true};
    std::size_t length = 0;
    char32_t value = 0;
    if ((first & 0xE0) == 0xC0) {
        length = 2;
        value = first & 0x1Fu;
    } else if ((first & 0xF0) == 0xE0) {
        length = 3;
        value = first & 0x0Fu;
    } else if ((first & 0xF8) == 0xF0) {
        length = 4;
        value = first & 0x07u;
    } else {
        return kMalformed;
    }
    if (at + length > bytes.size()) return kMalformed;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) return kMalformed;
        value = (value << 6) | (byte(at + i) & 0x3Fu);
    }
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < kSmallest[length] || surrogate || value > 0x10FFFF) return kMalformed;
    return {value, length, true};
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const Decoded d = decode(bytes, at);
        if (!d.valid) return false;
        at += d.length;
    }
    return true;
}

std::string printable(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const Decoded d = decode(bytes, at);
        const bool control =
            d.code_point < 0x20 || d.code_point == 0x7F || (d.code_point >= 0x80 && d.code_point < 0xA0);
        if (d.valid && !control) {
            out.append(bytes.substr(at, d.length));
        } else if (bytes[at] == '\n') {
            out += "\\n";
        } else {
            for (std::size_t i = 0; i < d.length; ++i) {
                out += fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes[at + i]));
            }
        }
        at += d.length;
    }
    return out;
}

char32_t next_code_point(std::string_view bytes, std::size_t& at) {
    const Decoded d = decode(bytes, at);
    at += d.length;
    return d.code_point;
}

void append_utf8(std::string& text, char32_t code_point) {
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) code_point = 0xFFFD;
    const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0 | (code_point >> 6));
        put(0x80 | (code_point & 0x3F));
    } else if (code_point < 0x10000) {
        put(0xE0 | (code_point >> 12));
        put(0x80 | ((code_point >> 6) & 0x3F));
        put(0x80 | (code_point & 0x3F));
    } else {
        put(0xF0 | (code_point >> 18));
        put(0x80 | ((code_point >> 12) & 0x3F));
        put(0x80 | ((code_point >> 6) & 0x3F));
        put(0x80 | (code_point & 0x3F));
    }
}

}  // namespace rope
