// Figures of every shape that layout and painter have to cope with.
#pragma once

#include <string>
#include <vector>

#include "core/figure/figure.h"

namespace rope::test {

struct Sample {
    std::string name;
    Figure figure;
};

// Curves with many labels, heatmap with profiles, dials, several panels, and degenerate data.
std::vector<Sample> sample_figures();

Figure curves(int models, bool logarithmic);
Figure heatmap(int tokens, bool lags);
Figure dials(int pairs);
// One panel with one line through the points.
Figure one_line(std::vector<Point> points, double lo, double hi);

}  // namespace rope::test
