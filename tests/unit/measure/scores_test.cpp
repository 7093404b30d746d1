#include "core/measure/scores.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numbers>

#include "tests/unit/measure/measure_inputs.h"

namespace rope {
namespace {

using test::Head;

TEST(PairParts, PhaseIsQueryMinusKeyInTheHalfOpenTurn) {
    const HeadShape shape{.head_dim = 4, .rotary_dim = 4, .rotary_offset = 0, .layout = Layout::interleaved};
    const PairParts parts =
        pair_parts(std::vector<double>{0, 2, -1, -0.0}, std::vector<double>{3, 0, 1, 0}, shape);
    EXPECT_THAT(parts.radius_q, testing::ElementsAre(2, 1));
    EXPECT_THAT(parts.amplitude, testing::ElementsAre(6, 1));
    EXPECT_DOUBLE_EQ(parts.phase[0], std::numbers::pi / 2);
    EXPECT_EQ(parts.phase[1], std::numbers::pi);  // never −π
    EXPECT_EQ(parts.constant, 0);
}

TEST(PairParts, PhaseIsZeroWhereThereIsNoAmplitude) {
    const HeadShape shape{.head_dim = 3, .rotary_dim = 2, .rotary_offset = 0, .layout = Layout::half};
    const PairParts parts = pair_parts(std::vector<double>{0, 0, 5}, std::vector<double>{-1, 1, 2}, shape);
    EXPECT_EQ(parts.amplitude[0], 0);
    EXPECT_EQ(parts.phase[0], 0);
    EXPECT_EQ(parts.constant, 10);
}

TEST(Scores, AreTheProductOfTheRotatedVectors) {
    const Head head;
    for (const auto& [m, n] : {std::pair{0.0, 0.0}, {7.0, 3.0}, {3.0, 7.0}, {100000.0, 1.0}, {2.5, 0.25}}) {
        EXPECT_NEAR(score_at(head.inputs(), m - n), head.direct(m, n), 1e-11) << m << ' ' << n;
    }
}

TEST(Scores, LagsByRecurrenceEqualSingleScores) {
    const Head head;
    Progress progress;
    for (const std::int64_t first : {std::int64_t{0}, std::int64_t{-700}, std::int64_t{4294960000}}) {
        const std::vector<double> scores = scores_of_lags(head.inputs(), first, 1500, progress);
        ASSERT_EQ(scores.size(), 1500u);
        for (std::size_t j = 0; j < scores.size(); ++j) {
            ASSERT_NEAR(scores[j],
                        score_at(head.inputs(), static_cast<double>(first + static_cast<std::int64_t>(j))),
                        1e-12)
                << first << " + " << j;
        }
    }
}

TEST(Scores, ManyLagsInParallelEqualFewInline) {
    const Head head;
    Progress progress;
    const std::int64_t count = 1'500'000;
    const std::vector<double> all = scores_of_lags(head.inputs(), 0, count, progress);
    ASSERT_EQ(all.size(), static_cast<std::size_t>(count));
    EXPECT_EQ(progress.fraction(), 1);
    for (const std::int64_t first : {std::int64_t{0}, std::int64_t{256 * 1000}, count - 100}) {
        const std::vector<double> some = scores_of_lags(head.inputs(), first, 100, progress);
        for (std::size_t j = 0; j < some.size(); ++j) {
            ASSERT_NEAR(all[static_cast<std::size_t>(first) + j], some[j], 1e-13);
        }
    }
}

TEST(Scores, PartsAddUpAndBound) {
    const Head head;
    double of_pairs = head.parts.constant / std::sqrt(22.0);
    double angles = 0;
    for (int i = 0; i < head.shape.pairs(); ++i) {
        ScoreInputs one = head.inputs(ScorePart::pair);
        one.pair = i;
        of_pairs += score_at(one, 37);
        angles += std::cos(head.parts.phase[static_cast<std::size_t>(i)] +
                           37 * head.table.theta[static_cast<std::size_t>(i)]);
    }
    EXPECT_NEAR(of_pairs, score_at(head.inputs(), 37), 1e-14);
    EXPECT_NEAR(score_at(head.inputs(ScorePart::position), 37), 1.125 * 1.125 * angles / 8, 1e-14);
    const double content = score_at(head.inputs(ScorePart::content), 37);
    EXPECT_EQ(content, score_at(head.inputs(ScorePart::content), 99));
    EXPECT_GE(content, score_at(head.inputs(), 37));
    ScoreInputs doubled = head.inputs();
    doubled.scale_multiplier = 2;
    EXPECT_NEAR(score_at(doubled, 37), 2 * score_at(head.inputs(), 37), 1e-14);
}

TEST(Scores, NothingComesBackFromACancelledRun) {
    const Head head;
    Progress progress;
    progress.cancel();
    EXPECT_TRUE(scores_of_lags(head.inputs(), 0, 4096, progress).empty());
    EXPECT_TRUE(block_means(head.inputs(), {}, progress).empty());
    EXPECT_TRUE(softmax_means(head.inputs(), {.rows = 4, .columns = 4}, 4, progress).empty());
}

TEST(Scores, EmptyRunsAndVectorsWithoutNumbersAreSafe) {
    Head head;
    Progress progress;
    EXPECT_TRUE(scores_of_lags(head.inputs(), 0, 0, progress).empty());
    head.q[5] = std::nan("");
    head.parts = pair_parts(head.q, head.k, head.shape);
    EXPECT_TRUE(std::isnan(score_at(head.inputs(), 3)));
    EXPECT_TRUE(std::isnan(scores_of_lags(head.inputs(), 0, 3, progress)[2]));
}

}  // namespace
}  // namespace rope
