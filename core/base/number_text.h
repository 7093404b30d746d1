// Numbers as text: one locale ("C"), no surprises. Backed by from_chars and fmt.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/checked.h"

namespace rope {

// A finite decimal number; surrounding blanks and one leading '+' are accepted, and "1_000" is not.
// Refuses "1,75", "nan", "inf", "1e999", "", "12abc" with the reason (Fault ids: not_a_number,
// decimal_comma, not_finite, number_overflow; kind usage). `where` goes into the fault. Cost O(length).
Checked<double> parse_number(std::string_view text, std::string_view where);

// A whole number in [min, max]; "1e3" and "4k" are refused. Faults: as above, not_an_integer, out_of_range.
Checked<std::int64_t> parse_integer(std::string_view text, std::int64_t min, std::int64_t max,
                                    std::string_view where);

// Without spaces, tabs and line ends at both ends. A view of `text`.
std::string_view without_blanks(std::string_view text);

// The parts between the separators, empty ones included. Views of `text`.
std::vector<std::string_view> split(std::string_view text, char separator);

std::string exact_text(double value);     // 17 significant digits: reads back as the same double
std::string shortest_text(double value);  // shortest text that reads back as the same double

// For people: up to `digits` significant digits (whole digits are never dropped: 131 072 stays 131 072), true
// minus (U+2212), thin space groups from 10 000 on, "5.4 × 10⁻⁷" outside [1e-4, 1e7), but 16 777 216 where
// `digits` are enough for it. Never "-0", "e+05".
std::string display_text(double value, int digits = 4);

// The name among `known` nearest to `given`, or empty: at most a third of its letters added, dropped,
// replaced or swapped with their neighbour; upper and lower case are the same.
std::string nearest_name(std::string_view given, const std::string_view* known, std::size_t count);

}  // namespace rope
