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

std::array<double, 2> dash_lengths(const Stroke& stroke) {
    const double unit = std::max(stroke.width, 0.75);  // hairlines would dissolve into dust
    switch (stroke.dash) {
        case Dash::dashed:
            return {4.5 * unit, 2.5 * unit};
        case Dash::dotted:
            return {1.2 * unit, 2 * unit};
        case Dash::solid:
            break;
    }
    return {0, 0};
}

}  // namespace rope
