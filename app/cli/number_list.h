// P of the command line: positions or distances as a list with ranges, "0,1,5,10:100:10".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/cli/options.h"

namespace rope::cli {

constexpr std::size_t kMostNumbers = 1000000;  // in one list

// FROM:TO counts by 1, FROM:TO:STEP by STEP (downwards when STEP is negative); TO is included when the steps
// reach it. |number| ≤ 2³² [tokens], whole or fractional. Faults (usage): not_a_number and its kin,
// empty_list, bad_range, too_many_numbers, position_too_large. Cost O(numbers).
Checked<std::vector<double>> parse_number_list(std::string_view text, std::string_view where);

void declare_number_list(Options& options, std::string_view name, std::string_view help,
                         std::vector<double>& into);

// Shortest text of a position for a heading: "10", "0.5".
std::string position_text(double position);

}  // namespace rope::cli
