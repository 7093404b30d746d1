#include "core/rope/cos_sin.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <numbers>
#include <random>

#include "core/rope/exact_frequencies.h"
#include "tests/support/each_target.h"

namespace rope {
namespace {

using test::on_each_target;

long double exact_angle(TurnFraction phase) {
    return static_cast<long double>(static_cast<std::int64_t>(phase)) * 2 * std::numbers::pi_v<long double> /
           18446744073709551616.0L;
}

double error(double cosine, double sine, TurnFraction phase) {
    const long double phi = exact_angle(phase);
    return static_cast<double>(std::max(std::abs(cosine - std::cos(phi)), std::abs(sine - std::sin(phi))));
}

// Both sides of every multiple of an eighth of a turn, where quadrants and polynomials change.
std::vector<TurnFraction> phases_at_borders() {
    std::vector<TurnFraction> phases;
    for (std::uint64_t eighth = 0; eighth < 8; ++eighth) {
        for (const std::int64_t by :
             {0LL, 1LL, 2LL, 1LL << 20, 1LL << 31, (1LL << 32) - 1, 1LL << 32, 1LL << 50}) {
            phases.push_back((eighth << 61) + static_cast<std::uint64_t>(by));
            phases.push_back((eighth << 61) - static_cast<std::uint64_t>(by));
        }
    }
    return phases;
}

TEST(CosSin, FloatRowsAreWithinTheirBound) {
    const FrequencyTable table = make_table(default_frequencies(10000, 128), 1);
    std::vector<std::int64_t> positions{0, 1, -1, 999'999, 1'000'000, -1'000'000, 1LL << 32, -(1LL << 33)};
    std::mt19937_64 random(1);
    for (int i = 0; i < 2000; ++i)
        positions.push_back(static_cast<std::int64_t>(random() % 2'000'001) - 1'000'000);
    on_each_target([&](const char* target) {
        const std::size_t pairs = table.step.size();
        std::vector<float> cosine(pairs * positions.size()), sine(cosine.size());
        cos_sin_rows(table.step, positions, cosine, sine);
        double worst = 0;
        for (std::size_t at = 0; at < cosine.size(); ++at) {
            const TurnFraction phase = phase_at(table.step[at % pairs], positions[at / pairs]);
            worst = std::max(worst, error(cosine[at], sine[at], phase));
        }
        std::printf("  %-7s float32, worst error %.3g\n", target, worst);
        EXPECT_LE(worst, 1.2e-7);
        EXPECT_GT(worst, 2e-8) << "float32 cannot be this good: what was measured?";
    });
}

TEST(CosSin, FloatHoldsAtTheBordersOfQuadrants) {
    const std::vector<TurnFraction> phases = phases_at_borders();
    const std::vector<std::int64_t> positions{1};
    on_each_target([&](const char*) {
        std::vector<float> cosine(phases.size()), sine(phases.size());
        cos_sin_rows(phases, positions, cosine, sine);
        for (std::size_t i = 0; i < phases.size(); ++i)
            EXPECT_LE(error(cosine[i], sine[i], phases[i]), 1.2e-7) << std::hex << phases[i];
    });
}

TEST(CosSin, EveryLengthIsWrittenWhollyAndNothingElseIs) {
    std::mt19937_64 random(2);
    for (std::size_t count = 0; count < 150; ++count) {
        std::vector<TurnFraction> step(count);
        for (TurnFraction& value : step)
            value = random();
        const std::vector<std::int64_t> positions{3};
        on_each_target([&](const char*) {
            // One entry in, so that no vector of the output is aligned.
            std::vector<float> cosine(count + 2, 7.0F), sine(count + 2, 7.0F);
            cos_sin_rows(step, positions, std::span(cosine).subspan(1, count),
                         std::span(sine).subspan(1, count));
            std::vector<double> cosine64(count + 2, 7.0), sine64(count + 2, 7.0);
            cos_sin(step, std::span(cosine64).subspan(1, count), std::span(sine64).subspan(1, count));
            for (const std::size_t outside : {std::size_t{0}, count + 1}) {
                EXPECT_EQ(cosine[outside], 7);
                EXPECT_EQ(sine[outside], 7);
                EXPECT_EQ(cosine64[outside], 7);
                EXPECT_EQ(sine64[outside], 7);
            }
            for (std::size_t i = 0; i < count; ++i) {
                ASSERT_LE(error(cosine[i + 1], sine[i + 1], phase_at(step[i], 3)), 1.2e-7)
                    << count << ' ' << i;
                ASSERT_LE(error(cosine64[i + 1], sine64[i + 1], step[i]), 2e-16) << count << ' ' << i;
            }
        });
    }
}

TEST(CosSin, DoublesAreWithinTheirBoundAndTheSameBitsEverywhere) {
    std::vector<TurnFraction> phases = phases_at_borders();
    std::mt19937_64 random(3);
    for (int i = 0; i < 100'000; ++i)
        phases.push_back(random() >> (random() % 64));
    std::vector<double> first_cosine, first_sine;
    on_each_target([&](const char* target) {
        std::vector<double> cosine(phases.size()), sine(phases.size());
        cos_sin(phases, cosine, sine);
        double worst = 0;
        for (std::size_t i = 0; i < phases.size(); ++i)
            worst = std::max(worst, error(cosine[i], sine[i], phases[i]));
        std::printf("  %-7s float64, worst error %.3g\n", target, worst);
        EXPECT_LE(worst, 2e-16);
        if (first_cosine.empty()) {
            first_cosine = cosine;
            first_sine = sine;
        }
        EXPECT_EQ(std::memcmp(first_cosine.data(), cosine.data(), cosine.size() * sizeof(double)), 0);
        EXPECT_EQ(std::memcmp(first_sine.data(), sine.data(), sine.size() * sizeof(double)), 0);
    });
}

TEST(CosSin, QuarterTurnsAreExact) {
    const std::vector<TurnFraction> quarters{0, 1ULL << 62, 2ULL << 62, 3ULL << 62};
    on_each_target([&](const char*) {
        std::vector<double> cosine(4), sine(4);
        cos_sin(quarters, cosine, sine);
        EXPECT_EQ(cosine, (std::vector<double>{1, 0, -1, 0}));
        EXPECT_EQ(sine, (std::vector<double>{0, 1, 0, -1}));
    });
}

}  // namespace
}  // namespace rope
