#include "core/figure/canvas.h"

#include <array>

namespace rope {

std::string_view id(Role role) {
    constexpr std::array<std::string_view, 29> kIds{
        "background",  "frame",        "grid",         "tick-label",   "axis-title",   "title",
        "caption",     "note",         "series",       "series-label", "rule",         "cells",
        "cell-text",   "colour-bar",   "cross-hair",   "mini-map",     "profile",      "dial",
        "query-arrow", "key-arrow",    "query-tip",    "key-tip",      "angle-sector", "ghost",
        "trail",       "delta-handle", "query-handle", "key-handle",   "text"};
    return kIds.at(static_cast<std::size_t>(role));
}

}  // namespace rope
