#include <fmt/format.h>

#include <array>
#include <utility>

#include "core/export/export.h"

namespace rope {
namespace {

constexpr std::array<std::pair<Format, std::string_view>, 5> kFormats{{{Format::png, "png"},
                                                                       {Format::svg, "svg"},
                                                                       {Format::pdf, "pdf"},
                                                                       {Format::csv, "csv"},
                                                                       {Format::npy, "npy"}}};

}  // namespace

std::string_view id(Format format) {
    return kFormats.at(static_cast<std::size_t>(format)).second;
}

bool parse_format(std::string_view text, Format& out) {
    for (const auto& [format, name] : kFormats) {
        if (name == text) {
            out = format;
            return true;
        }
    }
    return false;
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
                             ? "must end in .png, .svg, .pdf, .csv or .npy, which names the format"
                             : fmt::format("ends in .{}; it must be .png, .svg, .pdf, .csv or .npy", ending),
                 .remedy = "rename it, or name the format with --as",
                 .where = "",
                 .kind = FaultKind::usage};
}

}  // namespace rope
