// What a scaling answers.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/extended.h"
#include "core/scaling/scaling.h"

namespace rope {

struct ScaledFrequencies {
    std::vector<Extended> theta{};  // [P] rad/token
    double attention_factor = 1;
    // What the formula found on its way: factor_used, low, high, new_base, ...
    std::map<std::string, double> details{};
};

}  // namespace rope
