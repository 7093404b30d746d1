#include "core/measure/slow_waves.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <numbers>

#include "tests/support/each_target.h"

namespace rope {
namespace {

constexpr long double kPi = std::numbers::pi_v<long double>;

// What n coefficients leave out of a wave, at most (slow_waves.h).
long double left_out(long double a, int n) {
    long double bound = 2;
    for (int k = 1; k <= n; ++k)
        bound *= a / 2 / static_cast<long double>(k);
    return bound / (1 - a / (2 * static_cast<long double>(n) + 2));
}

Wave wave_of(double a) {  // kHalfBlock·θ = a
    const double turns = a / kHalfBlock / (2 * std::numbers::pi);
    return {.step = static_cast<TurnFraction>(static_cast<std::int64_t>(turns * 0x1p64))};
}

TEST(SlowWaves, ThresholdsAreWhereTheBoundReachesThePromise) {
    int coefficients = 0;
    for (const double a : kSlowEnough) {
        coefficients += 2 * static_cast<int>(kGroupCoefficients);
        EXPECT_LE(left_out(a, coefficients), 1e-15L) << coefficients;
        EXPECT_GT(left_out(1.01L * a, coefficients), 1e-15L) << "more waves are slow enough than are used";
    }
}

// One wave at a time, forward and backward, on both sides of every threshold.
TEST(SlowWaves, PolynomialIsTheWaveEverywhereInTheBlock) {
    double worst = 0;
    test::on_each_target([&](const char*) {
        for (std::size_t groups = 1; groups <= kSlowEnough.size(); ++groups) {
            const double fastest = kSlowEnough[groups - 1];
            for (const double size : {0.0, 1e-17, 3e-9, 2e-8, 1e-4, 0.09, 0.1, 1.4, 1.6, 2.404826, 4.4, 5.5,
                                      8.4, fastest * (1 - 1e-12)}) {
                if (size > fastest) continue;
                for (const double a : {size, -size}) {
                    const Wave wave = wave_of(a);
                    const SlowWaves slow(std::span(&wave, 1), groups);
                    ASSERT_EQ(slow.terms(), groups * kGroupCoefficients);
                    const WaveOffsets values = slow.values();
                    for (const long double phi : {0.0L, 0.7L, kPi / 2, 3.0L}) {
                        const auto re = static_cast<double>(std::cos(phi));
                        const auto im = static_cast<double>(std::sin(phi));
                        std::vector<double> even(slow.terms()), odd(slow.terms());
                        slow.coefficients(&re, &im, 1, slow.terms(), even.data(), odd.data());
                        for (int j = 0; j < static_cast<int>(kHalfBlock); ++j) {
                            long double of_even = 0, of_odd = 0;
                            for (std::size_t m = 0; m < slow.terms(); ++m) {
                                const std::size_t at = m * kHalfBlock + static_cast<std::size_t>(j);
                                of_even += static_cast<long double>(even[m]) * values.cosine[at];
                                of_odd += static_cast<long double>(odd[m]) * values.sine[at];
                            }
                            const long double theta =
                                static_cast<long double>(static_cast<std::int64_t>(wave.step)) * 2 * kPi /
                                0x1p64L;
                            const long double x = static_cast<long double>(j) + 0.5L;
                            for (const int side : {1, -1}) {
                                const long double found = of_even - static_cast<long double>(side) * of_odd;
                                const long double truth =
                                    std::cos(phi + static_cast<long double>(side) * x * theta);
                                worst = std::max(worst, static_cast<double>(std::abs(found - truth)));
                            }
                        }
                    }
                }
            }
        }
    });
    std::printf("  worst error %.3g\n", worst);
    EXPECT_LE(worst, 3e-15);  // 1e-15 left out, and roundings
}

TEST(SlowWaves, FastWavesAreRefused) {
    const Wave fast = wave_of(1.5);
    EXPECT_DEATH(SlowWaves(std::span(&fast, 1), 2), "too fast");
}

}  // namespace
}  // namespace rope
