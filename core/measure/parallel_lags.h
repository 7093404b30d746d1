// Long runs of lags in independent pieces: on all cores from 100 000 on, inline below, the same numbers
// either way.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>

#include "core/job/progress.h"

namespace rope {

// Calls body(from, to) for consecutive ranges that cover [0, count), reporting done/count to `progress`.
// False when cancelled: some ranges were left out. `weight` is the work per item in units of one lag of one
// pair: it decides between inline and parallel, and how long a range is.
bool for_ranges(std::size_t count, std::size_t weight, Progress& progress,
                const std::function<void(std::size_t from, std::size_t to)>& body);

}  // namespace rope
