// Where q and k come from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/checked.h"

namespace rope {

// Text is the V of the command line: a list "1,0,0.5", a file "q.npy", or a generator "gaussian:seed=1",
// "ones", "onehot:3". A generator follows head_dim; a list or a file has the length it has.
struct VectorSource {
    std::string text = "ones";
    friend bool operator==(const VectorSource&, const VectorSource&) = default;
};

// The vector of `length` components. Lists and files of another length: fault wrong_length, naming both.
// "ones" is exactly 1 in every component; gaussian is N(0, 1) per component: SplitMix64 and Box–Muller, the
// same numbers on every machine. `where` names the flag or field in faults.
Checked<std::vector<double>> make_vector(const VectorSource& source, int length, std::string_view where);

// The text for typed values: shortest decimals joined by commas.
VectorSource typed_vector(const std::vector<double>& values);

}  // namespace rope
