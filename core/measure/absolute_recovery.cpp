#include "core/measure/absolute_recovery.h"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <numbers>
#include <numeric>

namespace rope {
namespace {

using Wide = boost::multiprecision::int128_t;

constexpr std::int64_t kLargestPeriod = std::int64_t{1} << 62;

// The pairs that carry a phase, slowest first.
std::vector<std::size_t> usable_pairs(std::span<const std::optional<double>> phases,
                                      const FrequencyTable& table) {
    require(phases.size() == table.theta.size(), "recovery: one phase per pair");
    std::vector<std::size_t> pairs;
    for (std::size_t i = 0; i < phases.size(); ++i) {
        if (phases[i] && table.theta[i] != 0) pairs.push_back(i);
    }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [&](std::size_t a, std::size_t b) { return table.theta[a] < table.theta[b]; });
    return pairs;
}

// x with a·x ≡ 1 modulo m, for coprime a and m > 1.
std::int64_t inverse(std::int64_t a, std::int64_t m) {
    std::int64_t r0 = m, r1 = a % m, t0 = 0, t1 = 1;
    while (r1 != 0) {
        const std::int64_t quotient = r0 / r1;
        r0 = std::exchange(r1, r0 - quotient * r1);
        t0 = std::exchange(t1, t0 - quotient * t1);
    }
    return t0 < 0 ? t0 + m : t0;
}

}  // namespace

std::vector<std::optional<double>> turned_by(std::span<const double> x, std::span<const double> y,
                                             const HeadShape& shape, const FrequencyTable& table) {
    require(x.size() == static_cast<std::size_t>(shape.head_dim) && x.size() == y.size(),
            "turned_by: both vectors must have head_dim entries");
    std::vector<std::optional<double>> phases;
    for (int i = 0; i < shape.pairs(); ++i) {
        const auto [first, second] = pair_components(shape, i);
        const auto u = static_cast<std::size_t>(first), v = static_cast<std::size_t>(second);
        const double cross = x[u] * y[v] - x[v] * y[u], dot = x[u] * y[u] + x[v] * y[v];
        if ((cross == 0 && dot == 0) || table.theta[static_cast<std::size_t>(i)] == 0) {
            phases.emplace_back();
            continue;
        }
        const double phase = std::atan2(cross, dot);
        const double positive = phase < 0 ? phase + 2 * std::numbers::pi : phase;
        // A rounding error below zero is no turn.
        phases.emplace_back(positive >= 2 * std::numbers::pi ? 0 : positive);
    }
    return phases;
}

std::optional<double> unambiguous_range(std::span<const std::optional<double>> phases,
                                        const FrequencyTable& table) {
    const std::vector<std::size_t> pairs = usable_pairs(phases, table);
    if (pairs.empty()) return std::nullopt;
    return table.wavelength(static_cast<int>(pairs.front()));
}

std::optional<double> recover_position(std::span<const std::optional<double>> phases,
                                       const FrequencyTable& table) {
    std::optional<double> estimate;
    for (const std::size_t i : usable_pairs(phases, table)) {
        const double raw = *phases[i] / table.theta[i], wavelength = table.wavelength(static_cast<int>(i));
        estimate = estimate ? raw + wavelength * std::round((*estimate - raw) / wavelength) : raw;
    }
    return estimate;
}

Checked<std::int64_t> common_period(std::span<const std::int64_t> periods) {
    std::int64_t common = 1;
    for (const std::int64_t period : periods) {
        require(period >= 1, "common_period: periods are at least 1");
        const std::int64_t factor = period / std::gcd(common, period);
        if (common > kLargestPeriod / factor) {
            return Fault{.id = "too_large",
                         .subject = "the least common multiple of the periods",
                         .rule = "must be at most 2^62",
                         .remedy = "use fewer or smaller periods",
                         .where = {},
                         .kind = FaultKind::usage};
        }
        common *= factor;
    }
    return common;
}

std::optional<std::int64_t> position_of_remainders(std::span<const std::int64_t> periods,
                                                   std::span<const std::int64_t> remainders) {
    require(periods.size() == remainders.size(), "one remainder per period");
    if (!common_period(periods).ok()) return std::nullopt;
    std::int64_t position = 0, common = 1;
    for (std::size_t i = 0; i < periods.size(); ++i) {
        const std::int64_t shared = std::gcd(common, periods[i]);
        const std::int64_t gap = remainders[i] - position % periods[i];
        if (gap % shared != 0) return std::nullopt;
        const std::int64_t step = periods[i] / shared;
        if (step > 1) {
            const std::int64_t wanted = ((gap / shared) % step + step) % step;
            const Wide turns = Wide(wanted) * inverse(common / shared % step, step) % step;
            position += common * turns.convert_to<std::int64_t>();
        }
        common *= step;
    }
    return position;
}

}  // namespace rope
