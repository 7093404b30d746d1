#include "core/measure/parallel_lags.h"

#include <tbb/parallel_for.h>

#include "core/measure/wave_centres.h"

namespace rope {
namespace {

constexpr std::size_t kRangeWork = std::size_t{1} << 20;  // 20 to 150 µs: a task costs one or two
constexpr std::size_t kParallelWork = 100'000 * std::size_t{64};

}  // namespace

bool for_ranges(std::size_t count, std::size_t weight, Progress& progress,
                const std::function<void(std::size_t from, std::size_t to)>& body) {
    // Whole runs, so that ranges re-anchor where one long run would.
    const std::size_t wanted = kRangeWork / std::max<std::size_t>(weight, 1);
    const std::size_t length =
        wanted >= kRunLags ? wanted / kRunLags * kRunLags : std::max<std::size_t>(wanted, 1);
    const std::size_t ranges = (count + length - 1) / length;
    std::atomic<std::size_t> done{0};
    const auto one = [&](std::size_t range) {
        if (progress.cancelled()) return;
        body(range * length, std::min(count, (range + 1) * length));
        progress.report(static_cast<double>(++done) / static_cast<double>(ranges));
    };
    if (count * weight >= kParallelWork) {
        // One at a time: where later rows cost more, larger chunks leave one core waiting for the last.
        tbb::parallel_for(std::size_t{0}, ranges, one, tbb::simple_partitioner());
    } else {
        for (std::size_t range = 0; range < ranges; ++range)
            one(range);
    }
    return !progress.cancelled();
}

}  // namespace rope
