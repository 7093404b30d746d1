// Guards against places far from the page: Cairo's coordinates are 24-bit integers and wrap around.
#pragma once

#include <span>
#include <vector>

#include "core/figure/geometry.h"

namespace rope {

constexpr double kFarAway = 30'000;  // [pt] from the origin; the largest page is 14,400 wide

bool is_near(Point p);           // finite and within kFarAway both ways
bool is_near(const Rect& rect);  // all corners
Point brought_near(Point p);     // clamped; 0 for NaN
bool all_near(std::span<const Point> points);

// The parts of a line that are near, with true slopes. Points that are not finite break it.
std::vector<std::vector<Point>> near_parts(std::span<const Point> points);

}  // namespace rope
