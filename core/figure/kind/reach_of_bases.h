// The searches behind the base bound figure, kept in the cache.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/job/result_cache.h"
#include "core/measure/base_bound.h"

namespace rope {

// base_bound() with the cache; null when cancelled.
std::shared_ptr<const BaseBound> cached_base_bound(const FrequencyTable& table, std::int64_t limit,
                                                   ResultCache& cache, Progress& progress);

// How many tokens each base of the two-digit grid serves under the default rule: the first negative distance,
// or `longest` where there is none below.
struct BaseReaches {
    std::int64_t longest = 0;
    std::vector<double> bases{};        // ascending, up to the first that reaches `longest`
    std::vector<std::int64_t> reach{};  // [bases] tokens

    // The smallest base that serves this context ≤ longest; none on the grid: nullopt.
    std::optional<double> smallest(std::int64_t context) const;
};
// On all cores. Cost O(Σ reach · P), about 0.4 s for 64 pairs and 131 072 tokens; null when cancelled.
std::shared_ptr<const BaseReaches> reaches_of_bases(int rotary_dim, std::int64_t longest, ResultCache& cache,
                                                    Progress& progress);

}  // namespace rope
