// Colour maps as tables of 255 entries, so that GPU and exporters look up the same bytes: the middle has one
// of its own, and with the ground for what has no value a heatmap is a picture of at most 256 colours, whose
// files are small.
#pragma once

#include <array>
#include <string_view>

#include "core/figure/theme.h"

namespace rope {

enum class ColourMapId {
    diverging,   // blue – near ground – red-brown around zero (scores)
    sequential,  // weights, magnitudes
    cyclic,      // angles
    grey,        // monotone, for grey print
};

struct ColourMap {
    static constexpr int kEntries = 255;
    std::array<Colour, kEntries> entries;
    // t in [0, 1], clamped: floor(t·(kEntries − 1) + 0.5).
    static std::size_t entry(double t);
    Colour at(double t) const { return entries[entry(t)]; }
};

// `dark` themes have their own tables (the middle of the diverging map is the ground's side). Built once,
// kept.
const ColourMap& colour_map(ColourMapId id, bool dark);

// The map as this theme draws it: on grey paper lines and areas are monotone, and angles lose their sign.
const ColourMap& colour_map(ColourMapId id, const Theme& theme);

}  // namespace rope
