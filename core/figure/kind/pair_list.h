// The pairs that a figure draws when all of them would be too many.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/figure/figure_inputs.h"

namespace rope {

struct PairList {
    std::vector<int> pairs;          // ascending, each once, all below P of model A
    std::vector<std::string> notes;  // what was left out
};

// The row "<kind>.pairs": "0,8,16", or empty for `spread` pairs from the fastest to the slowest and the
// chosen one. Pairs that the model does not have are left out. Faults: those of parse_integer,
// too_many_pairs.
Checked<PairList> listed_pairs(const FigureInputs& inputs, std::string_view id, int spread);

std::string pairs_words(const std::vector<int>& pairs);  // "pair 3", "pairs 0, 9 and 18"

}  // namespace rope
