// Where q and k come from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/checked.h"

namespace rope {

// Text is the V of the command line: a list "1,0,0.5" (brackets around it are allowed), a file "q.npy" or a
// row of one "q.npy[3]" (one index for each axis but the last), or a generator "ones", "onehot:3",
// "gaussian:seed=1". A generator follows head_dim; a list or a file has the length it has.
struct VectorSource {
    std::string text = "ones";
    friend bool operator==(const VectorSource&, const VectorSource&) = default;
};

// The vector of `length` components. Lists and files of another length: fault wrong_length, naming both.
// "ones" is exactly 1 in every component; gaussian is N(0, 1) per component: SplitMix64 and Box–Muller, the
// same numbers on every machine. `where` names the flag or field in faults. Typed numbers are finite; files
// may hold NaN and infinities, which are passed on: say how many with count_not_finite. Files of up to 1 GiB
// are read anew at each call. Faults: wrong_length, empty_vector, out_of_range, unknown_generator,
// needs_an_index, unsupported_file, those of parse_number, read_file and read_npy.
Checked<std::vector<double>> make_vector(const VectorSource& source, int length, std::string_view where);

// As make_vector, but lists and files keep the length they have (at least 1).
Checked<std::vector<double>> make_vector_of_own_length(const VectorSource& source, int generated_length,
                                                       std::string_view where);

// As make_vector, but a file of two axes gives all its rows: queries or keys, one each position.
Checked<std::vector<std::vector<double>>> make_vectors(const VectorSource& source, int length,
                                                       std::string_view where);

// The path of the file that the text names, or empty when it is a list or a generator. Opens nothing.
std::string file_of(const VectorSource& source);

// Bytes behind the numbers of the .npy file that the text names, which its header does not promise and nobody
// reads; 0 for everything else, and for a file that cannot be read.
std::size_t surplus_bytes(const VectorSource& source);

// Components that are NaN or infinite.
std::size_t count_not_finite(const std::vector<double>& values);

// The text for typed values: shortest decimals joined by commas.
VectorSource typed_vector(const std::vector<double>& values);

}  // namespace rope
