#include "core/measure/softmax_rows.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>

#include "tests/unit/measure/measure_inputs.h"

namespace rope {
namespace {

// By definition, one row on its own.
SoftmaxRow direct(const std::vector<double>& scores, std::size_t m) {
    const auto end = scores.begin() + static_cast<std::ptrdiff_t>(m) + 1;
    const auto largest = std::max_element(scores.begin(), end);
    long double total = 0, distance = 0, entropy = 0;
    for (std::size_t t = 0; t <= m; ++t)
        total += std::exp(static_cast<long double>(scores[t]) - *largest);
    for (std::size_t t = 0; t <= m; ++t) {
        const long double weight = std::exp(static_cast<long double>(scores[t]) - *largest) / total;
        distance += weight * t;
        if (weight > 0) entropy -= weight * std::log(weight);
    }
    const long double sum = *largest + std::log(total);
    return {.log_sum_exp = static_cast<double>(sum),
            .weight_self = static_cast<double>(std::exp(scores[0] - sum)),
            .weight_first = static_cast<double>(std::exp(scores[m] - sum)),
            .weight_best = static_cast<double>(std::exp(*largest - sum)),
            .entropy = static_cast<double>(entropy),
            .mean_distance = static_cast<double>(distance),
            .max_weight_distance = largest - scores.begin()};
}

TEST(SoftmaxRows, AreEachRowOnItsOwn) {
    for (const double scale : {0.1, 5.0, 300.0, 5000.0}) {
        std::vector<double> scores = test::scattered(500, 3);
        for (double& score : scores)
            score *= scale;
        const std::vector<std::int64_t> rows{499, 0, 17, 17, 250, 1};
        const std::vector<SoftmaxRow> found = softmax_rows(scores, rows);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            SCOPED_TRACE(scale);
            const SoftmaxRow want = direct(scores, static_cast<std::size_t>(rows[r]));
            EXPECT_NEAR(found[r].log_sum_exp, want.log_sum_exp, 1e-12 * scale);
            EXPECT_NEAR(found[r].weight_self, want.weight_self, 1e-12);
            EXPECT_NEAR(found[r].weight_first, want.weight_first, 1e-12);
            EXPECT_NEAR(found[r].weight_best, want.weight_best, 1e-12);
            EXPECT_NEAR(found[r].entropy, want.entropy, 1e-12);
            EXPECT_NEAR(found[r].mean_distance, want.mean_distance, 1e-9);
            EXPECT_EQ(found[r].max_weight_distance, want.max_weight_distance);
        }
    }
}

TEST(SoftmaxRows, KeepTheEntropyOfARowWithOneWinner) {
    // Two scores 60 apart: p = e⁻⁶⁰ of the entropy −p ln p + p is left, far below the rounding of ln Σ.
    const double p = std::exp(-60.0);
    for (const std::vector<double>& scores : {std::vector<double>{60, 0}, {-1000, -940}}) {
        const SoftmaxRow row = softmax_rows(scores, std::vector<std::int64_t>{1})[0];
        EXPECT_NEAR(row.entropy / (61 * p), 1, 1e-12);
    }
}

// A key at the query, one 3 before it, one 6 after it and a hidden one: weights ½, ⅓, ⅙.
TEST(SoftmaxRows, OfListedKeysAreByDefinition) {
    const double hidden = std::nan("");
    const std::vector<double> scores{std::log(3.0), hidden, std::log(2.0), 0}, distances{0, 1, 3, -6};
    const ListedRow row = softmax_of_listed(scores, distances);
    EXPECT_NEAR(row.log_sum_exp, std::log(6.0), 1e-14);
    EXPECT_NEAR(row.entropy, std::log(2.0) / 2 + std::log(3.0) / 3 + std::log(6.0) / 6, 1e-14);
    EXPECT_NEAR(row.mean_distance, 3.0 / 3 - 6.0 / 6, 1e-14);
    EXPECT_NEAR(row.weight_self, 1.0 / 2, 1e-14);
    EXPECT_NEAR(row.weight_first, 1.0 / 3, 1e-14) << "3 before the query; the hidden key counts for nothing";
    EXPECT_NEAR(row.weight_farthest, 1.0 / 6, 1e-14) << "6 after it";
    EXPECT_NEAR(row.weight_best, 1.0 / 2, 1e-14);
    EXPECT_EQ(row.best_distance, 0);
    // Two keys equally far, two where the query stands, and the best one behind it: weights 2/8, 1/8, 1/8,
    // 4/8.
    const ListedRow ties = softmax_of_listed(std::vector<double>{std::log(2.0), 0, 0, std::log(4.0)},
                                             std::vector<double>{5, 0, 0, -5});
    EXPECT_NEAR(ties.weight_self, 2.0 / 8, 1e-14);
    EXPECT_NEAR(ties.weight_first, 2.0 / 8, 1e-14);
    EXPECT_NEAR(ties.weight_farthest, 2.0 / 8, 1e-14) << "the earlier of two";
    EXPECT_NEAR(ties.weight_best, 4.0 / 8, 1e-14);
    EXPECT_EQ(ties.best_distance, -5);
    EXPECT_EQ(softmax_of_listed(std::vector<double>{0, 0}, std::vector<double>{1, 2}).weight_self, 0);
    EXPECT_TRUE(std::isnan(softmax_of_listed(std::vector{hidden}, std::vector{0.0}).weight_self));
    EXPECT_TRUE(std::isnan(softmax_of_listed(std::vector{hidden}, std::vector{0.0}).entropy));
    const double p = std::exp(-60.0);
    EXPECT_NEAR(softmax_of_listed(std::vector<double>{0, 60}, std::vector<double>{1, 0}).entropy / (61 * p),
                1, 1e-12);
}

TEST(SoftmaxRows, EqualScoresSpreadEvenly) {
    const SoftmaxRow row = softmax_rows(std::vector<double>(1000, -700.0), std::vector<std::int64_t>{999})[0];
    EXPECT_NEAR(row.entropy, std::log(1000), 1e-12);
    EXPECT_NEAR(row.mean_distance, 499.5, 1e-9);
    EXPECT_EQ(row.max_weight_distance, 0);
}

}  // namespace
}  // namespace rope
