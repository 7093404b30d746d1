#include <fmt/format.h>

#include <array>

#include "core/export/export.h"

namespace rope {
namespace {

constexpr std::array kFormats{Format::png, Format::svg, Format::pdf, Format::csv, Format::npy, Format::json};
constexpr std::array<std::string_view, kFormats.size()> kNames{"png", "svg", "pdf", "csv", "npy", "json"};

}  // namespace

std::span<const Format> formats() {
    return kFormats;
}

std::string_view id(Format format) {
    return kNames.at(static_cast<std::size_t>(format));
}

bool parse_format(std::string_view text, Format& out) {
    for (const Format format : kFormats) {
        if (id(format) == text) {
            out = format;
            return true;
        }
    }
    return false;
}

std::string format_names(std::string_view before) {
    std::string names;
    for (const Format format : kFormats) {
        if (!names.empty()) names += format == kFormats.back() ? " or " : ", ";
        names += std::string(before) + std::string(id(format));
    }
    return names;
}

Checked<Format> format_of_path(std::string_view path) {
    const std::string_view name = path.substr(path.find_last_of('/') + 1);  // npos + 1 is 0
    const std::size_t dot = name.find_last_of('.');
    std::string ending(dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1));
    for (char& c : ending) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    Format format{};
    if (parse_format(ending, format)) return format;
    return Fault{.id = "unknown_ending",
                 .subject = fmt::format("'{}'", path),
                 .rule = ending.empty()
                             ? fmt::format("must end in {}, which names the format", format_names("."))
                             : fmt::format("ends in .{}; it must be {}", ending, format_names(".")),
                 .remedy = "rename it, or name the format with --as",
                 .where = "",
                 .kind = FaultKind::usage};
}

}  // namespace rope
