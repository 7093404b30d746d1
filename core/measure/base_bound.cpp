#include "core/measure/base_bound.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/measure/decay.h"
#include "core/measure/lag_blocks.h"
#include "core/measure/wave_sums.h"

namespace rope {
namespace {

constexpr std::int64_t kAtOnce = 4096;  // distances between two questions to Progress: about 0.1 ms

// Σcos Δθ_i at consecutive distances, with a sign that can be relied on.
class CosineSums {
  public:
    explicit CosineSums(const FrequencyTable& table)
        : table_(table), blocks_(waves(table)), doubtful_(1e-11 * table.pairs()) {}

    std::span<const double> at(std::int64_t first, std::int64_t count) {
        const std::span<double> sums = std::span(sums_).first(static_cast<std::size_t>(count));
        blocks_.sums(first, sums);
        if (smallest_of(sums) >= doubtful_) return sums;  // nearly always
        for (std::size_t j = 0; j < sums.size(); ++j) {
            if (std::abs(sums[j]) < doubtful_) sums[j] = exact(first + static_cast<std::int64_t>(j));
        }
        return sums;
    }

  private:
    static std::vector<Wave> waves(const FrequencyTable& table) {
        std::vector<Wave> waves;
        for (const TurnFraction step : table.step)
            waves.push_back({.step = step});
        return waves;
    }
    double exact(std::int64_t delta) const {
        const double distance = static_cast<double>(delta);
        return decay_at({.table = &table_, .measure = DecayMeasure::cosine_sum}, std::span(&distance, 1))
            .values[0];
    }

    const FrequencyTable& table_;
    LagBlocks blocks_;
    double doubtful_;
    std::array<double, kAtOnce> sums_{};
};

// Whether Σcos ≥ 0 for 0 ≤ Δ < context. From the far end, where a base that is too small is negative about
// every other time: one block settles most of them.
bool reaches(const FrequencyTable& table, std::int64_t context, Progress& progress) {
    CosineSums cosines(table);
    for (std::int64_t end = context; end > 0 && !progress.cancelled(); end -= kAtOnce) {
        const std::int64_t first = std::max<std::int64_t>(end - kAtOnce, 0);
        const std::span<const double> sums = cosines.at(first, end - first);
        if (smallest_of(sums) < 0) return false;
    }
    return true;
}

}  // namespace

BaseBound base_bound(const FrequencyTable& table, std::int64_t limit, Progress& progress) {
    CosineSums cosines(table);
    BaseBound bound{.first_negative = {}, .smallest_at = 0, .smallest = static_cast<double>(table.pairs())};
    for (std::int64_t first = 1; first <= limit && !progress.cancelled(); first += kAtOnce) {
        const std::span<const double> sums = cosines.at(first, std::min(kAtOnce, limit - first + 1));
        const double smallest = smallest_of(sums);
        if (smallest < 0) {
            const auto negative = std::find_if(sums.begin(), sums.end(), [](double sum) { return sum < 0; });
            const auto before = std::min_element(sums.begin(), negative);
            if (before != negative && *before < bound.smallest) {
                bound.smallest = *before;
                bound.smallest_at = first + (before - sums.begin());
            }
            bound.first_negative = first + (negative - sums.begin());
            return bound;
        }
        if (smallest < bound.smallest) {
            bound.smallest = smallest;
            bound.smallest_at = first + (std::find(sums.begin(), sums.end(), smallest) - sums.begin());
        }
        progress.report(static_cast<double>(first) / static_cast<double>(limit));
    }
    return bound;
}

std::vector<std::int64_t> negative_counts(const FrequencyTable& table, std::span<const std::int64_t> ranges,
                                          Progress& progress) {
    std::vector<std::int64_t> counts(ranges.size(), 0);
    if (ranges.empty()) return counts;
    CosineSums cosines(table);
    const std::int64_t end = *std::max_element(ranges.begin(), ranges.end());
    for (std::int64_t first = 0; first < end && !progress.cancelled(); first += kAtOnce) {
        const std::span<const double> sums = cosines.at(first, std::min(kAtOnce, end - first));
        for (std::size_t j = 0; j < sums.size(); ++j) {
            if (!(sums[j] < 0)) continue;
            for (std::size_t r = 0; r < ranges.size(); ++r)
                counts[r] += first + static_cast<std::int64_t>(j) < ranges[r] ? 1 : 0;
        }
    }
    return counts;
}

std::vector<double> two_digit_bases(double from, double to) {
    require(from > 0 && std::isfinite(to), "two_digit_bases: the range must be positive and finite");
    std::vector<double> bases;
    for (int exponent = static_cast<int>(std::floor(std::log10(from))) - 1; std::pow(10, exponent) <= to;
         ++exponent) {
        for (int digits = 10; digits < 100; ++digits) {
            // Whole powers of ten are exact, so that one rounding remains.
            const double power = std::pow(10, std::abs(exponent - 1));
            const double base = exponent >= 1 ? digits * power : digits / power;
            if (base >= from && base <= to) bases.push_back(base);
        }
    }
    return bases;
}

std::optional<std::size_t> smallest_feasible_base(std::span<const double> bases, std::int64_t context,
                                                  const TableOfBase& table_of, Progress& progress) {
    for (std::size_t i = 0; i < bases.size() && !progress.cancelled(); ++i) {
        if (reaches(table_of(bases[i]), context, progress)) return i;
    }
    return std::nullopt;
}

FeasibleBases feasible_bases(std::span<const double> bases, std::int64_t context, const TableOfBase& table_of,
                             Progress& progress) {
    std::vector<char> feasible(bases.size());  // vector<bool> must not be written from several threads
    const auto ask = [&](std::size_t i) {
        if (!progress.cancelled()) feasible[i] = reaches(table_of(bases[i]), context, progress) ? 1 : 0;
    };
    // One at a time: a feasible base costs a hundred times what another does.
    tbb::parallel_for(std::size_t{0}, bases.size(), ask, tbb::simple_partitioner());
    FeasibleBases found{.feasible = std::vector<bool>(feasible.begin(), feasible.end()), .smallest = {}};
    const auto first = std::find(found.feasible.begin(), found.feasible.end(), true);
    if (first != found.feasible.end())
        found.smallest = static_cast<std::size_t>(first - found.feasible.begin());
    return found;
}

}  // namespace rope
