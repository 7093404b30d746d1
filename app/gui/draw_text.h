// Rich text on the toolkit's draw list, every glyph placed by the advances that the exporters use too.
#pragma once

#include <imgui.h>

#include <string_view>

#include "app/gui/fonts.h"
#include "core/figure/canvas.h"

namespace rope {

// `anchor` lies on the baseline [px]; `em` and the style's geometry are pixels. Cost O(characters).
void draw_text(ImDrawList& list, const Fonts& fonts, Point anchor, std::string_view markup, double em,
               Colour colour, Align align = Align::left, double angle_degrees = 0, bool bold = false);

inline ImU32 packed(Colour c) {
    return IM_COL32(c.r, c.g, c.b, c.a);
}

}  // namespace rope
