// ALiBi: every head takes off its slope for each token of distance. Source: Press et al. 2022
// (arXiv:2108.12409), `get_slopes` of the released program; MPT's `gen_slopes` gives the same values in the
// same order.
#pragma once

#include <string_view>
#include <vector>

#include "core/base/checked.h"

namespace rope {

// Slope of every head in program order, which is NOT sorted unless `heads` is a power of two: those of the
// largest power of two below, then the first, third, ... of the list for twice as many.
// bias_max: the steepest list ends at 2^−bias_max; 8 in the paper. Faults: heads_out_of_range,
// bias_max_not_positive.
Checked<std::vector<double>> alibi_slopes(int heads, double bias_max);

enum class AlibiForm {
    distance,   // −slope·(m − n), keys after the query hidden: the paper
    key_index,  // +slope·n, keys after the query hidden: the released program; softmax rows are the same
    symmetric,  // −slope·|m − n|, nothing hidden: MPT without causality
};
std::string_view id(AlibiForm form);  // "distance", "key_index", "symmetric"

// What is added to the score of query m and key n; NaN where the form hides the key.
double alibi_bias(AlibiForm form, double slope, double m, double n);

}  // namespace rope
