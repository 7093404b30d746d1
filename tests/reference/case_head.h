// The frequencies, the head and the positions that the fields of a case describe. What nothing can be
// computed from is a CaseError.
#pragma once

#include <utility>

#include "core/rope/frequencies.h"
#include "tests/reference/case.h"

namespace rope::reference {

constexpr int kMostComponents = 65536;         // of a head: far above any, and below what memory holds
constexpr std::size_t kMostEntries = 1 << 26;  // of a table that a case asks for

// Even, from 2 to kMostComponents.
int even_dim(int dim, std::string_view name);

// Positive.
double base_of(const CaseInput& input, std::string_view name = "base", double otherwise = 10000);

// `frequencies` as given, one a pair of `dim` where that is there too; else those of `dim` and `base` (10
// 000).
FrequencyTable table_of(const CaseInput& input);

// A head of `dim` components, all rotated; interleaved unless `layout` says otherwise.
HeadShape shape_of(const CaseInput& input);

// As given, if the rotary part fits the head.
HeadShape checked_shape(const HeadShape& shape);

// |position| ≤ 2⁵³.
double position_of(double value);
double position_of(const CaseInput& input, std::string_view name);
std::vector<double> positions_of(const CaseInput& input, std::string_view name);
std::pair<double, double> position_pair(const std::vector<double>& row, std::string_view name);  // [m, n]

// A list of `size` numbers.
std::vector<double> vector_of(const CaseInput& input, std::string_view name, int size);

// rows · columns, if a table of that size can be answered.
std::size_t checked_entries(std::size_t rows, std::size_t columns);

}  // namespace rope::reference
