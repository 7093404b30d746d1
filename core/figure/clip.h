// Lines cut to what can be seen: canvases have limits (Cairo's fixed point ends at 8 million) that data has
// not.
#pragma once

#include <functional>
#include <span>

#include "core/figure/geometry.h"

namespace rope {

// The pieces of a polyline inside `rect`, each of at least two finite points; NaN breaks the line. A point
// alone between breaks comes as two equal points. Cost O(points).
void clip_polyline(std::span<const Point> points, const Rect& rect,
                   const std::function<void(std::span<const Point>)>& piece);

}  // namespace rope
