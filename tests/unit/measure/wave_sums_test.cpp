#include "core/measure/wave_sums.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <numbers>
#include <random>

#include "core/measure/lag_blocks.h"
#include "core/rope/exact_frequencies.h"
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

// A head's frequencies with any weight and phase, forward and backward.
std::vector<Wave> waves_of_head(std::size_t pairs, double base, std::uint64_t seed) {
    std::vector<Wave> waves = random_waves(pairs, seed);
    const std::vector<TurnFraction> steps =
        make_table(default_frequencies(base, 2 * static_cast<int>(pairs)), 1).step;
    for (std::size_t i = 0; i < pairs; ++i)
        waves[i].step = waves[i].origin % 3 == 0 ? -steps[i] : steps[i];
    return waves;
}

std::vector<std::vector<Wave>> all_kinds() {
    std::vector<std::vector<Wave>> kinds;
    for (const std::size_t terms : {0, 1, 2, 3, 7, 64})
        kinds.push_back(random_waves(terms, 1 + terms));
    for (const double base : {2.0, 100.0, 1e4, 5e5, 1e9, 1e15}) {
        for (const std::size_t pairs : {5, 16, 64, 129})
            kinds.push_back(waves_of_head(pairs, base, 77 + pairs));
    }
    // None turns, all turn half a turn a step, and as slowly as can be.
    for (const TurnFraction step : {TurnFraction{0}, TurnFraction{1} << 63, TurnFraction{1}}) {
        kinds.push_back(random_waves(40, 5));
        for (Wave& wave : kinds.back())
            wave.step = step;
    }
    return kinds;
}

double weight_of(std::span<const Wave> waves) {
    double weight = 1e-300;
    for (const Wave& wave : waves)
        weight += std::abs(wave.weight);
    return weight;
}

// Odd numbers of terms, runs that end inside a block and after a re-anchoring, on every instruction set.
TEST(WaveSums, AreExactAndTheSameBitsOnEveryTarget) {
    double worst = 0;
    for (const std::vector<Wave>& waves : all_kinds()) {
        for (const std::size_t count : {1, 63, 64, 65, 256, 257, 1023, 1025, 2200}) {
            for (const std::int64_t first :
                 {std::int64_t{0}, std::int64_t{-300}, std::int64_t{999'000}, std::int64_t{1} << 32}) {
                std::vector<double> expected;
                test::on_each_target([&](const char*) {
                    std::vector<double> sums(count + 2, 7.0);
                    LagBlocks(waves).sums(first, std::span(sums).subspan(1, count));
                    EXPECT_EQ(sums.front(), 7);
                    EXPECT_EQ(sums.back(), 7);
                    if (expected.empty()) expected = sums;
                    ASSERT_EQ(std::memcmp(expected.data(), sums.data(), sums.size() * sizeof(double)), 0);
                });
                for (std::size_t j = 0; j < count; j += count < 300 && !ROPE_SANITIZED ? 1 : 23) {
                    const double truth = exact_sum(waves, first + static_cast<std::int64_t>(j));
                    worst = std::max(worst, std::abs(expected[j + 1] - truth) / weight_of(waves));
                }
            }
        }
    }
    std::printf("  worst error %.3g of the weights\n", worst);
    EXPECT_LE(worst, 1e-14);
}

// What a run gives does not depend on who computed the runs before it: threads share a curve.
TEST(WaveSums, ArePiecedTogetherBitForBit) {
    const LagBlocks blocks(waves_of_head(64, 1e4, 3));
    std::vector<double> whole(5 * kRunLags + 100), pieces(whole.size());
    blocks.sums(-70, whole);
    for (const auto& [from, runs] : {std::pair<std::size_t, std::size_t>{3, 2}, {1, 2}, {0, 1}, {5, 1}}) {
        const std::size_t at = from * kRunLags, count = std::min(runs * kRunLags, whole.size() - at);
        blocks.sums(-70 + static_cast<std::int64_t>(at), std::span(pieces).subspan(at, count));
    }
    EXPECT_EQ(std::memcmp(whole.data(), pieces.data(), whole.size() * sizeof(double)), 0);
}

// The polynomial is what makes it cheap: without it, every pair of a head would cost a product a lag.
TEST(WaveSums, SlowPairsOfAHeadShareAFewTerms) {
    EXPECT_LE(LagBlocks(waves_of_head(64, 1e4, 1)).terms(), 27u);
    EXPECT_LE(LagBlocks(waves_of_head(64, 1e9, 1)).terms(), 20u);
    EXPECT_EQ(LagBlocks(random_waves(1, 1)).terms(), 1u);
}

TEST(Extremes, AreFoundWhereverTheyAre) {
    for (const std::size_t count : {1, 2, 7, 64, 65, 1000}) {
        for (const std::size_t at : {std::size_t{0}, count / 2, count - 1}) {
            for (const double extreme : {-2.0, 8.0}) {
                std::vector<double> values(count, 5.0);
                values[at] = extreme;
                test::on_each_target([&](const char*) {
                    EXPECT_EQ(smallest_of(values), count == 1 ? extreme : std::min(extreme, 5.0));
                    EXPECT_EQ(largest_of(values), count == 1 ? extreme : std::max(extreme, 5.0));
                });
            }
        }
    }
    EXPECT_EQ(smallest_of({}), std::numeric_limits<double>::infinity());
    EXPECT_EQ(largest_of({}), -std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace rope
