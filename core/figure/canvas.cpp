#include "core/figure/canvas.h"

#include <algorithm>
#include <array>

namespace rope {

std::string_view id(Role role) {
    constexpr std::array<std::string_view, 30> kIds{
        "background",  "frame",        "grid",         "tick-label",   "axis-title",   "title",
        "caption",     "note",         "series",       "series-label", "rule",         "cells",
        "cell-text",   "colour-bar",   "cross-hair",   "mini-map",     "profile",      "dial",
        "query-arrow", "key-arrow",    "query-tip",    "key-tip",      "angle-sector", "ghost",
        "trail",       "delta-handle", "query-handle", "key-handle",   "text",         "token"};
    return kIds.at(static_cast<std::size_t>(role));
}

std::string_view id(Dash dash) {
    constexpr std::array<std::string_view, kDashes> kIds{
        "solid", "dashed", "dotted", "dash-dot", "long-dashed", "dash-dot-dot", "sparse-dotted"};
    return kIds.at(static_cast<std::size_t>(dash));
}

std::vector<double> dash_lengths(const Stroke& stroke) {
    // In widths of the line. A whole pattern fits into the sample of a legend.
    static const std::array<std::vector<double>, kDashes> kPatterns{
        {{}, {4.5, 2.5}, {1.2, 2}, {4.5, 2, 1.2, 2}, {10, 3}, {4.5, 1.8, 1.2, 1.8, 1.2, 1.8}, {1.2, 5}}};
    std::vector<double> lengths = kPatterns.at(static_cast<std::size_t>(stroke.dash));
    const double unit = std::max(stroke.width, 0.75);  // hairlines would dissolve into dust
    for (double& length : lengths)
        length *= unit;
    return lengths;
}

}  // namespace rope
