// V of the command line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/cli/console.h"
#include "core/base/checked.h"

namespace rope::cli {

// Vectors of head_dim components: one, or the rows of a two-dimensional file. Says to `console` how many
// components are not finite. Faults: those of make_vectors.
Checked<std::vector<std::vector<double>>> read_vectors(const std::string& text, int head_dim,
                                                       std::string_view where, Console& console);
// The same where only one makes sense.
Checked<std::vector<double>> read_vector(const std::string& text, int head_dim, std::string_view where,
                                         Console& console);

}  // namespace rope::cli
