#include "core/export/xml.h"

#include <array>
#include <charconv>
#include <optional>

#include "core/base/utf8.h"

namespace rope {
namespace {

bool is_xml_character(char32_t c) {
    return c == U'\t' || c == U'\n' || c == U'\r' || (c >= 0x20 && c <= 0xD7FF) ||
           (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

// "&lt;" without its ampersand, up to the semicolon; empty when unknown.
std::optional<char32_t> entity(std::string_view name) {
    if (name == "amp") return U'&';
    if (name == "lt") return U'<';
    if (name == "gt") return U'>';
    if (name == "quot") return U'"';
    if (name == "apos") return U'\'';
    if (name.size() < 2 || name[0] != '#') return std::nullopt;
    const bool hex = name[1] == 'x';
    const std::string_view digits = name.substr(hex ? 2 : 1);
    std::uint32_t value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
    if (error != std::errc{} || end != digits.data() + digits.size() || !is_xml_character(value)) {
        return std::nullopt;
    }
    return value;
}

void append_resolved(std::string& out, std::string_view data) {
    for (std::size_t i = 0; i < data.size(); ++i) {
        constexpr std::size_t kLongest = 10;  // "#x10FFFF;" and its ampersand
        const std::size_t end = data[i] == '&' ? data.substr(i, kLongest).find(';') : std::string_view::npos;
        const auto code_point =
            end == std::string_view::npos ? std::nullopt : entity(data.substr(i + 1, end - 1));
        if (code_point) {
            append_utf8(out, *code_point);
            i += end;
        } else {
            out.push_back(data[i]);
        }
    }
}

// The tag that starts at `at` ('<'), up to and with its '>'; quotes may hold '>'.
std::string_view tag_at(std::string_view xml, std::size_t at) {
    char quote = 0;
    for (std::size_t i = at; i < xml.size(); ++i) {
        const char c = xml[i];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return xml.substr(at, i + 1 - at);
        }
    }
    return xml.substr(at);
}

std::string_view local_name(std::string_view tag) {
    tag.remove_prefix(tag.starts_with("</") ? 2 : 1);
    tag = tag.substr(0, tag.find_first_of(" \t\r\n/>"));
    const std::size_t colon = tag.find(':');
    return colon == std::string_view::npos ? tag : tag.substr(colon + 1);
}

// Comments, processing instructions and declarations: what they end with.
struct Special {
    std::string_view start, end;
};
constexpr std::array<Special, 3> kSkipped{{{"<!--", "-->"}, {"<?", "?>"}, {"<!DOCTYPE", ">"}}};

}  // namespace

std::string xml_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        switch (c) {
            case U'&':
                out += "&amp;";
                break;
            case U'<':
                out += "&lt;";
                break;
            case U'>':
                out += "&gt;";
                break;
            case U'"':
                out += "&quot;";
                break;
            case U'\r':
                out += "&#13;";
                break;  // readers would turn it into a newline
            default:
                append_utf8(out, is_xml_character(c) ? c : char32_t{0xFFFD});
        }
    }
    return out;
}

std::string xml_number(double value) {
    std::array<char, 400> text{};  // the longest double has 309 digits before the point
    const auto result =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 3);
    std::string_view digits(text.data(), static_cast<std::size_t>(result.ptr - text.data()));
    while (digits.back() == '0')
        digits.remove_suffix(1);
    if (digits.back() == '.') digits.remove_suffix(1);
    return digits == "-0" ? "0" : std::string(digits);
}

void xml_texts_within(std::string_view xml, std::string_view element,
                      const std::function<bool(const std::string&)>& found) {
    int depth = 0;  // of elements of that name
    std::string text;
    const auto give = [&] {
        const bool done = depth > 0 && !text.empty() && found(text);
        text.clear();
        return done;
    };
    for (std::size_t at = 0; at < xml.size();) {
        if (xml[at] != '<') {
            const std::size_t end = std::min(xml.find('<', at), xml.size());
            if (depth > 0) append_resolved(text, xml.substr(at, end - at));
            at = end;
            continue;
        }
        const std::string_view rest = xml.substr(at);
        constexpr std::string_view kData = "<![CDATA[", kDataEnd = "]]>";
        if (rest.starts_with(kData)) {
            const std::size_t end = std::min(rest.find(kDataEnd), rest.size());
            if (depth > 0) text += rest.substr(kData.size(), end - kData.size());
            at += std::min(end + kDataEnd.size(), rest.size());
            continue;
        }
        const Special* skipped = nullptr;
        for (const Special& s : kSkipped) {
            if (rest.starts_with(s.start)) skipped = &s;
        }
        if (skipped) {
            const std::size_t end = rest.find(skipped->end, skipped->start.size());
            at = end == std::string_view::npos ? xml.size() : at + end + skipped->end.size();
            continue;
        }
        if (give()) return;
        const std::string_view tag = tag_at(xml, at);
        at += tag.size();
        if (local_name(tag) != element) continue;
        if (tag.starts_with("</")) {
            if (depth > 0) --depth;
        } else if (!tag.ends_with("/>")) {
            ++depth;
        }
    }
}

}  // namespace rope
