#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>

#include "core/base/utf8.h"
#include "core/document/session.h"
#include "core/export/export.h"
#include "core/export/png_writer.h"
#include "core/export/xml.h"

namespace rope {
namespace {

constexpr std::size_t kMostSession = std::size_t{16} << 20;  // unpacked; ours are a few kB
constexpr std::string_view kPngSignature("\x89PNG\r\n\x1a\n", 8);

Fault bad_picture(const std::string& where, std::string rule) {
    return Fault{.id = "bad_picture",
                 .subject = "this picture",
                 .rule = std::move(rule),
                 .remedy = "export it again",
                 .where = where};
}

Fault no_session(const std::string& where) {
    return Fault{.id = "no_session",
                 .subject = "this picture",
                 .rule = "holds no session of rope-explorer",
                 .remedy = "open one exported as png or svg without --no-session",
                 .where = where};
}

Fault too_large(const std::string& where) {
    return Fault{.id = "too_large",
                 .subject = "the session in this picture",
                 .rule = fmt::format("must be at most {} MiB unpacked", kMostSession >> 20),
                 .remedy = "",
                 .where = where};
}

std::uint32_t big_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char c : bytes.substr(0, 4))
        value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

Checked<std::string> unpack(std::string_view packed, const std::string& where) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) return bad_picture(where, "could not be unpacked");
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // NOLINT: zlib reads only
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string out;
    std::array<char, 65536> block{};
    int status = Z_OK;
    while (status == Z_OK && out.size() <= kMostSession) {
        stream.next_out = reinterpret_cast<Bytef*>(block.data());
        stream.avail_out = static_cast<uInt>(block.size());
        status = inflate(&stream, Z_NO_FLUSH);
        out.append(block.data(), block.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    if (out.size() > kMostSession) return too_large(where);
    if (status != Z_STREAM_END) return bad_picture(where, "has a session that is cut or damaged");
    return out;
}

// The text of an iTXt chunk of ours; no_session when it is another one.
Checked<std::string> international_text(std::string_view data, const std::string& where) {
    const std::size_t keyword = data.find('\0');
    if (keyword == std::string_view::npos || data.substr(0, keyword) != kSessionKeyword)
        return no_session(where);
    // Compression flag and method, language, translated keyword.
    if (data.size() < keyword + 3) return bad_picture(where, "has a session that is cut or damaged");
    const bool compressed = data[keyword + 1] != 0;
    const std::size_t language = data.find('\0', keyword + 3);
    const std::size_t translated =
        language == std::string_view::npos ? language : data.find('\0', language + 1);
    if (translated == std::string_view::npos)
        return bad_picture(where, "has a session that is cut or damaged");
    const std::string_view text = data.substr(translated + 1);
    if (compressed) return unpack(text, where);
    if (text.size() > kMostSession) return too_large(where);
    return std::string(text);
}

// Walks all chunks, so that a cut or damaged picture is refused even when the session itself is whole.
Checked<std::string> session_of_png(std::string_view bytes, const std::string& where) {
    Checked<std::string> found = no_session(where);
    bool have = false;
    std::size_t at = kPngSignature.size();
    for (;;) {
        constexpr std::size_t kAround = 12;  // length, type, CRC
        if (bytes.size() - at < kAround) return bad_picture(where, "is cut off");
        const std::size_t length = big_endian(bytes.substr(at));
        if (length > bytes.size() - at - kAround) return bad_picture(where, "is cut off");
        const std::string_view typed = bytes.substr(at + 4, 4 + length);
        const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(typed.data()), typed.size());
        if (crc != big_endian(bytes.substr(at + 8 + length))) {
            return bad_picture(where, fmt::format("is damaged (the checksum of its part {} is wrong)",
                                                  printable(typed.substr(0, 4))));
        }
        at += kAround + length;
        if (typed.starts_with("IEND")) return found;
        if (!typed.starts_with("iTXt") || have) continue;
        found = international_text(typed.substr(4), where);
        have = found.ok() || found.fault().id != "no_session";
    }
}

Checked<std::string> session_of_svg(std::string_view bytes, const std::string& where) {
    std::string session;
    bool large = false;
    xml_texts_within(bytes, "metadata", [&](const std::string& text) {
        large = text.size() > kMostSession;
        if (large || !is_session(text)) return large;
        session = text;
        return true;
    });
    if (large) return too_large(where);
    if (!session.empty()) return session;
    if (bytes.find("</svg>") == std::string_view::npos && bytes.find(":svg>") == std::string_view::npos) {
        return bad_picture(where, "is cut off");
    }
    return no_session(where);
}

bool looks_like_svg(std::string_view bytes) {
    constexpr std::size_t kHead = 4096;  // comments may come first
    return bytes.substr(0, kHead).find("<svg") != std::string_view::npos ||
           bytes.substr(0, kHead).find(":svg") != std::string_view::npos;
}

}  // namespace

bool is_picture(std::string_view bytes) {
    if (bytes.starts_with(kPngSignature.substr(0, 4)) || bytes.starts_with("%PDF")) return true;
    const std::size_t first = bytes.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    if (first == std::string_view::npos || bytes[first] != '<') return false;
    return looks_like_svg(bytes) || bytes.substr(first).starts_with("<?xml");
}

Checked<std::string> session_of_picture(std::string_view bytes, const std::string& where) {
    if (bytes.starts_with(kPngSignature)) return session_of_png(bytes, where);
    if (looks_like_svg(bytes)) return session_of_svg(bytes, where);
    if (kPngSignature.starts_with(bytes.substr(0, kPngSignature.size())))
        return bad_picture(where, "is cut off");
    return no_session(where);
}

}  // namespace rope
