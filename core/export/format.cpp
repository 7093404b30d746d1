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

}  // namespace rope
