// How far a base reaches: the first distance at which Σcos Δθ_i is negative. Men et al. 2024
// (arXiv:2405.14591); docs/spec-attention.md, base_context_bound and min_base_for_context.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/job/progress.h"
#include "core/rope/frequencies.h"

namespace rope {

struct BaseBound {
    std::optional<std::int64_t> first_negative;  // smallest Δ ≥ 1 with Σcos < 0; none up to the limit
    std::int64_t smallest_at = 0;  // where Σcos is smallest before that (or up to the limit), from Δ = 0
    double smallest = 0;
};

// Looks at every whole distance 1 … limit, strictly in order, and stops at the first negative one. Signs are
// decided on sums formed without recurrences wherever |Σcos| is not clear of their error. Cost O(first
// negative · P); asks `progress`, whose cancelling gives an answer without meaning. 0 ≤ limit ≤ 2³².
BaseBound base_bound(const FrequencyTable& table, std::int64_t limit, Progress& progress);

// How many distances 0 ≤ Δ < range have a negative sum, for each range (in any order). Cost O(largest · P).
std::vector<std::int64_t> negative_counts(const FrequencyTable& table, std::span<const std::int64_t> ranges,
                                          Progress& progress);

// The bases 1.0, 1.1, … 9.9 times powers of ten within [from, to], ascending. 0 < from; each is the double
// nearest to its decimal.
std::vector<double> two_digit_bases(double from, double to);
constexpr double kSmallestGridBase = 100, kLargestGridBase = 1e9;

// A base is feasible for a context when Σcos ≥ 0 for 0 ≤ Δ ≤ context − 1. The feasible bases have gaps, so
// none is left out: bisection would find some boundary, not the smallest.
struct FeasibleBases {
    std::vector<bool> feasible;           // one a base
    std::optional<std::size_t> smallest;  // index of the first feasible one
};
using TableOfBase = std::function<FrequencyTable(double base)>;

// The smallest feasible of ascending bases; stops there. Cost O(context · P) a base, and far less for the
// infeasible ones.
std::optional<std::size_t> smallest_feasible_base(std::span<const double> bases, std::int64_t context,
                                                  const TableOfBase& table_of, Progress& progress);
// All of them, on all cores: `table_of` is called from several threads at once.
FeasibleBases feasible_bases(std::span<const double> bases, std::int64_t context, const TableOfBase& table_of,
                             Progress& progress);

}  // namespace rope
