#include <gtest/gtest.h>
#include <cmath>
#include <numbers>

#include "core/base/extended.h"
#include "core/measure/box_mean.h"
#include "core/measure/scores.h"
#include "tests/unit/measure/measure_inputs.h"

namespace rope {
namespace {

using test::Head;

double brute_mean(double theta, double phase, const CellBox& box, bool causal) {
    long double sum = 0, cells = 0;
    for (std::int64_t m = box.query_from; m < box.query_from + box.queries; ++m) {
        for (std::int64_t n = box.key_from; n < box.key_from + box.keys; ++n) {
            if (causal && m < n) continue;
            sum += std::cos(static_cast<long double>(m - n) * theta + phase);
            cells += 1;
        }
    }
    EXPECT_EQ(causal ? visible_cells(box) : cells, static_cast<double>(cells));
    return static_cast<double>(sum / cells);
}

TEST(BoxMean, EqualsTheMeanOfItsCells) {
    const CellBox boxes[] = {{7, 3, 1, 1},    {32, 32, 16, 16}, {20, 30, 32, 8},
                             {20, 30, 8, 32}, {40, 50, 64, 64}, {50, 40, 64, 64},
                             {0, 5, 6, 3},    {100, 0, 9, 17},  {0, 0, 1, 40}};
    const double pi = std::numbers::pi;
    for (const double theta :
         {0.0, 1e-12, 1e-6, 7e-4, 0.0031, 0.02, 0.3, 1.0, 2.5, pi, 2 * pi, 2 * pi - 1e-5, -0.7}) {
        const TurnFraction step = turn_step(Extended(theta));
        for (const CellBox& box : boxes) {
            SCOPED_TRACE(testing::Message() << "theta " << theta << " box " << box.query_from << ' '
                                            << box.key_from << ' ' << box.queries << ' ' << box.keys);
            EXPECT_NEAR(box_mean(step, phase_of(0.4), box), brute_mean(theta, 0.4, box, false), 2e-14);
            if (visible_cells(box) > 0) {
                EXPECT_NEAR(causal_box_mean(step, phase_of(0.4), box), brute_mean(theta, 0.4, box, true),
                            2e-13);
            }
        }
    }
}

TEST(BoxMean, IsNotANumberWhereNothingIsVisible) {
    EXPECT_EQ(visible_cells({0, 64, 8, 8}), 0);
    EXPECT_TRUE(std::isnan(causal_box_mean(turn_step(Extended(0.5)), 0, {0, 64, 8, 8})));
}

TEST(BoxMean, MomentsMeetWhereTheSeriesTakesOver) {
    // n·θ just below and above the change of formula, in blocks too large to add up.
    const CellBox box{1 << 20, 1 << 20, 1 << 20, 1 << 20};
    const double n = 1 << 20;
    for (const double x : {0.0499999, 0.0500001}) {
        // Mean of cos over the triangle of n cells at nθ = x: 1 − θ²⟨Δ²⟩/2 + θ⁴⟨Δ⁴⟩/24 − …
        const double mean = causal_box_mean(turn_step(Extended(x / n)), 0, box);
        EXPECT_NEAR(mean, 1 - x * x * (1 - 1 / n) / 12 + x * x * x * x / 360, 2e-12);
    }
}

TEST(BoxKernel, HasTheSignOfTheUnreducedWave) {
    EXPECT_DOUBLE_EQ(box_kernel(2 * std::numbers::pi, 8), -1);
    EXPECT_DOUBLE_EQ(box_kernel(2 * std::numbers::pi, 7), 1);
    EXPECT_EQ(box_kernel(0.0, 5), 1);
    for (const double theta : {0.25, 1.0, 3.0, 4.0, 7.0, 11.0}) {
        for (const int size : {1, 2, 3, 16, 1024}) {
            EXPECT_NEAR(box_kernel(theta, size), std::sin(size * theta / 2) / (size * std::sin(theta / 2)),
                        1e-13)
                << theta << ' ' << size;
        }
    }
}

TEST(BlockMeans, EqualTheMeansOfTheirCells) {
    const Head head;
    Progress progress;
    for (const bool causal : {false, true}) {
        for (const std::int64_t shift : {0, 3, -5}) {
            const LagView view{.query_from = 10,
                               .key_from = 10 + shift,
                               .cells = 7,
                               .rows = 6,
                               .columns = 5,
                               .causal = causal};
            const std::vector<double> means = block_means(head.inputs(), view, progress);
            ASSERT_EQ(means.size(), 10u);
            for (int r = 0; r < view.rows; ++r) {
                for (int c = 0; c < view.columns; ++c) {
                    double sum = 0;
                    int cells = 0;
                    for (int y = 0; y < 7; ++y) {
                        for (int x = 0; x < 7; ++x) {
                            const std::int64_t m = view.query_from + r * 7 + y, n = view.key_from + c * 7 + x;
                            if (causal && m < n) continue;
                            sum += score_at(head.inputs(), static_cast<double>(m - n));
                            ++cells;
                        }
                    }
                    const double mean = means[static_cast<std::size_t>(r - c + view.columns - 1)];
                    if (cells == 0) {
                        EXPECT_TRUE(std::isnan(mean)) << r << ' ' << c;
                    } else {
                        EXPECT_NEAR(mean, sum / cells, 1e-13) << r << ' ' << c << " causal " << causal;
                    }
                }
            }
        }
    }
}

TEST(BlockMeans, OneCellPerPixelIsTheMapItself) {
    const Head head;
    Progress progress;
    const std::vector<double> means =
        block_means(head.inputs(), {.cells = 1, .rows = 4, .columns = 3, .causal = true}, progress);
    EXPECT_TRUE(std::isnan(means[0]));
    EXPECT_TRUE(std::isnan(means[1]));
    for (int lag = 0; lag < 4; ++lag)
        EXPECT_NEAR(means[static_cast<std::size_t>(lag + 2)], score_at(head.inputs(), lag), 1e-13);
}

TEST(BlockMeans, AMillionTokensInAView) {
    // The means of 4 × 4 neighbouring blocks of 1 000 average to the mean of the block of 4 000 they tile.
    const Head head;
    Progress progress;
    const std::vector<double> fine = block_means(
        head.inputs(), {.query_from = 900'000, .cells = 1'000, .rows = 4, .columns = 4}, progress);
    const std::vector<double> coarse =
        block_means(head.inputs(), {.query_from = 900'000, .cells = 4'000}, progress);
    double sum = 0;
    for (int r = 0; r < 4; ++r) {
        for (int c = 0; c < 4; ++c)
            sum += fine[static_cast<std::size_t>(r - c + 3)];
    }
    EXPECT_NEAR(coarse[0], sum / 16, 1e-13);
}

}  // namespace
}  // namespace rope
