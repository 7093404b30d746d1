#include "core/measure/wave_sums.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <numbers>
#include <random>

#include "core/measure/lag_blocks.h"
#include "tests/support/each_target.h"

namespace rope {
namespace {

// Σ weight cos(phase), from exact phases in long double.
double exact_sum(std::span<const Wave> waves, std::int64_t lag) {
    long double sum = 0;
    for (const Wave& wave : waves) {
        const auto phase = static_cast<std::int64_t>(wave.origin + phase_at(wave.step, lag));
        sum += static_cast<long double>(wave.weight) *
               std::cos(static_cast<long double>(phase) * 2 * std::numbers::pi_v<long double> / 0x1p64L);
    }
    return static_cast<double>(sum);
}

std::vector<Wave> random_waves(std::size_t terms, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<Wave> waves(terms);
    for (Wave& wave : waves)
        wave = {
            .weight = 1 + static_cast<double>(random() % 1000) / 1000, .origin = random(), .step = random()};
    return waves;
}

// Odd numbers of terms, runs that end inside a block and after a re-anchoring, on every instruction set.
TEST(WaveSums, AreExactAndTheSameBitsOnEveryTarget) {
    double worst = 0;
    for (const std::size_t terms : {0, 1, 2, 3, 7, 64}) {
        const std::vector<Wave> waves = random_waves(terms, 1 + terms);
        double weight = 1e-300;
        for (const Wave& wave : waves)
            weight += wave.weight;
        for (const std::size_t count : {1, 63, 64, 65, 256, 257, 1000}) {
            for (const std::int64_t first : {std::int64_t{0}, std::int64_t{-300}, std::int64_t{999'000}}) {
                std::vector<double> expected;
                test::on_each_target([&](const char*) {
                    std::vector<double> sums(count + 2, 7.0);
                    LagBlocks(waves).sums(first, std::span(sums).subspan(1, count));
                    EXPECT_EQ(sums.front(), 7);
                    EXPECT_EQ(sums.back(), 7);
                    if (expected.empty()) expected = sums;
                    ASSERT_EQ(std::memcmp(expected.data(), sums.data(), sums.size() * sizeof(double)), 0);
                });
                for (std::size_t j = 0; j < count; ++j) {
                    const double truth = exact_sum(waves, first + static_cast<std::int64_t>(j));
                    worst = std::max(worst, std::abs(expected[j + 1] - truth) / weight);
                }
            }
        }
    }
    std::printf("  worst error %.3g of the weights\n", worst);
    EXPECT_LE(worst, 1e-14);
}

}  // namespace
}  // namespace rope
