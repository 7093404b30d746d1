#include "core/figure/kind/reach_of_bases.h"

#include <algorithm>

#include "core/figure/kind/key.h"
#include "core/measure/parallel_lags.h"
#include "core/rope/exact_frequencies.h"

namespace rope {
namespace {

constexpr std::size_t kTogether = 30;  // bases searched side by side before asking whether that was enough

}  // namespace

std::shared_ptr<const BaseBound> cached_base_bound(const FrequencyTable& table, std::int64_t limit,
                                                   ResultCache& cache, Progress& progress) {
    const auto make = [&]() -> std::shared_ptr<const BaseBound> {
        const BaseBound bound = base_bound(table, limit, progress);
        if (progress.cancelled()) return nullptr;
        return std::make_shared<const BaseBound>(bound);
    };
    return cache.get<BaseBound>(ResultKey("base bound").add(table).add(limit).text(), make,
                                [](const BaseBound&) { return sizeof(BaseBound); });
}

std::optional<double> BaseReaches::smallest(std::int64_t context) const {
    const auto found =
        std::find_if(reach.begin(), reach.end(), [&](std::int64_t tokens) { return tokens >= context; });
    if (found == reach.end()) return std::nullopt;
    return bases[static_cast<std::size_t>(found - reach.begin())];
}

std::shared_ptr<const BaseReaches> reaches_of_bases(int rotary_dim, std::int64_t longest, ResultCache& cache,
                                                    Progress& progress) {
    const auto make = [&]() -> std::shared_ptr<const BaseReaches> {
        BaseReaches reaches{.longest = longest};
        const std::vector<double> grid = two_digit_bases(kSmallestGridBase, kLargestGridBase);
        for (std::size_t first = 0; first < grid.size() && reaches.reach.size() == first;
             first += kTogether) {
            const std::size_t count = std::min(kTogether, grid.size() - first);
            std::vector<std::int64_t> reach(count);
            const auto search = [&](std::size_t from, std::size_t to) {
                for (std::size_t i = from; i < to && !progress.cancelled(); ++i) {
                    const FrequencyTable table =
                        make_table(default_frequencies(grid[first + i], rotary_dim), 1);
                    reach[i] = base_bound(table, longest, progress).first_negative.value_or(longest);
                }
            };
            const auto weight = static_cast<std::size_t>(longest / 4 * rotary_dim / 2);
            if (!for_ranges(count, weight, progress, search) || progress.cancelled()) return nullptr;
            for (std::size_t i = 0; i < count; ++i) {
                reaches.bases.push_back(grid[first + i]);
                reaches.reach.push_back(reach[i]);
                if (reach[i] >= longest) break;
            }
            if (reaches.reach.back() >= longest) break;
        }
        return std::make_shared<const BaseReaches>(std::move(reaches));
    };
    return cache.get<BaseReaches>(
        ResultKey("reach of bases").add(std::int64_t{rotary_dim}).add(longest).text(), make,
        [](const BaseReaches& reaches) { return reaches.bases.size() * 2 * sizeof(double); });
}

}  // namespace rope
