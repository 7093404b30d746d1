#include "core/measure/decay.h"
#include "core/rope/exact_frequencies.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "tests/unit/measure/measure_inputs.h"

namespace rope {
namespace {

using test::Head;

std::vector<double> whole_distances(std::int64_t first, std::int64_t count) {
    std::vector<double> distances;
    for (std::int64_t j = 0; j < count; ++j)
        distances.push_back(static_cast<double>(first + j));
    return distances;
}

TEST(Decay, RotationBoundIsThePublishedCurve) {
    // RoFormer figure 2: d = 128, base 10 000.
    const FrequencyTable table = make_table(default_frequencies(10000, 128), 1);
    const DecayCurve curve = decay_at({.table = &table}, std::vector<double>{0, 1, 10, 50, 100, 200, 256});
    const double published[] = {32.5, 31.538166, 17.954137, 12.629452, 10.227330, 7.244771, 6.543097};
    for (std::size_t i = 0; i < 7; ++i)
        EXPECT_NEAR(curve.values[i], published[i], 5e-7);
    EXPECT_TRUE(curve.deviation.empty());
}

TEST(Decay, RandomVectorsFollowTheirMoments) {
    // docs/spec-attention.md, section 3, item 8, divided by √128.
    const FrequencyTable table = make_table(default_frequencies(10000, 128), 1);
    const DecayCurve curve = decay_at({.table = &table, .measure = DecayMeasure::random_same},
                                      std::vector<double>{0, 1, 10, 100, 1000});
    const double mean[] = {128, 124.187368, 85.640046, 61.086909, 20.355456};
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_NEAR(curve.values[i] * std::sqrt(128), mean[i], 5e-7);
    }
    EXPECT_NEAR(curve.deviation[0] * std::sqrt(128), 16, 1e-12);
}

TEST(Decay, RandomMomentsOfPartlyRotatedHeadsAreThoseOfManyDraws) {
    // Sampled: 20 000 draws leave about 1 % of the deviation.
    const Head head;
    const double delta = 5;
    DecayInputs inputs{.table = &head.table, .head_dim = head.shape.head_dim};
    const std::size_t draws = 20000;
    for (const DecayMeasure measure :
         {DecayMeasure::random_independent, DecayMeasure::random_same, DecayMeasure::random_fixed_query}) {
        inputs.measure = measure;
        const ScoreInputs scores = head.inputs();
        inputs.scores = &scores;
        inputs.query_norm = std::sqrt(std::inner_product(head.q.begin(), head.q.end(), head.q.begin(), 0.0));
        double sum = 0, squares = 0;
        for (std::size_t draw = 0; draw < draws; ++draw) {
            const auto normal = [](std::uint64_t seed) {  // by Box and Muller, two numbers from two
                std::vector<double> x = test::scattered(22, seed);
                for (std::size_t c = 0; c < x.size(); c += 2) {
                    const double radius = std::sqrt(-2 * std::log((1 - x[c]) / 2));
                    const double angle = std::numbers::pi * x[c + 1];
                    x[c] = radius * std::cos(angle);
                    x[c + 1] = radius * std::sin(angle);
                }
                return x;
            };
            const std::vector<double> k = normal(1000 + 2 * draw);
            const std::vector<double> q = measure == DecayMeasure::random_same ? k
                                          : measure == DecayMeasure::random_fixed_query
                                              ? head.q
                                              : normal(1001 + 2 * draw);
            const PairParts parts = pair_parts(q, k, head.shape);
            const double score = score_at({.table = &head.table, .parts = &parts, .head_dim = 22}, delta);
            sum += score;
            squares += score * score;
        }
        const double mean = sum / draws, deviation = std::sqrt(squares / draws - mean * mean);
        const DecayCurve curve = decay_at(inputs, std::vector<double>{delta});
        EXPECT_NEAR(curve.values[0], mean, 0.04 * deviation);
        EXPECT_NEAR(curve.deviation[0], deviation, 0.04 * deviation);
    }
}

// Every score grows by the multiplier, so its mean and its deviation do; the sums of rotations are no scores.
TEST(Decay, SoftmaxScaleMultiplierIsInEveryScoreAndInNothingElse) {
    const Head head;
    ScoreInputs plain = head.inputs(), scaled = head.inputs();
    scaled.scale_multiplier = 3;
    for (const DecayMeasureInfo& info : decay_measures()) {
        SCOPED_TRACE(info.id);
        DecayInputs inputs{
            .table = &head.table, .measure = info.measure, .scores = &plain, .head_dim = 22, .query_norm = 3};
        const std::vector<double> distances{0, 7, -300};
        const DecayCurve without = decay_at(inputs, distances);
        inputs.scores = &scaled;
        inputs.scale_multiplier = 3;
        const DecayCurve with = decay_at(inputs, distances);
        const bool is_score = info.id != "rotation-bound" && info.id != "cosine-sum";
        for (std::size_t i = 0; i < distances.size(); ++i) {
            EXPECT_NEAR(with.values[i], (is_score ? 3 : 1) * without.values[i], 1e-12);
            if (!with.deviation.empty()) {
                EXPECT_NEAR(with.deviation[i], 3 * without.deviation[i], 1e-12);
            }
        }
    }
}

TEST(Decay, EnvelopeHoldsTheSmallestAndLargestOfEveryColumn) {
    const Head head;
    const ScoreInputs scores = head.inputs();
    Progress progress;
    const std::vector<std::int64_t> columns{0, 1, 2, 65, 130, 130, 700, 1001};
    for (const DecayMeasureInfo& info : decay_measures()) {
        SCOPED_TRACE(info.id);
        const DecayInputs inputs{.table = &head.table,
                                 .measure = info.measure,
                                 .scores = &scores,
                                 .head_dim = 22,
                                 .query_norm = 3};
        const DecayCurve curve = decay_at(inputs, whole_distances(-20, 1001));
        const DecayEnvelope envelope = decay_envelope(inputs, -20, columns, progress);
        ASSERT_EQ(envelope.smallest.size(), columns.size() - 1);
        EXPECT_EQ(envelope.deviation.empty(), curve.deviation.empty());
        for (std::size_t c = 0; c + 1 < columns.size(); ++c) {
            const auto from = curve.values.begin() + columns[c], to = curve.values.begin() + columns[c + 1];
            if (from == to) {
                EXPECT_TRUE(std::isnan(envelope.smallest[c]));
                continue;
            }
            EXPECT_NEAR(envelope.smallest[c], *std::min_element(from, to), 1e-12);
            EXPECT_NEAR(envelope.largest[c], *std::max_element(from, to), 1e-12);
            if (curve.deviation.empty()) continue;
            const double sum = std::accumulate(curve.deviation.begin() + columns[c],
                                               curve.deviation.begin() + columns[c + 1], 0.0);
            EXPECT_NEAR(envelope.deviation[c], sum / static_cast<double>(to - from), 1e-12);
        }
    }
}

TEST(Decay, MeasuresAreFoundByTheirPublicNames) {
    for (const DecayMeasureInfo& info : decay_measures())
        EXPECT_EQ(find_decay_measure(info.id), &info);
    EXPECT_EQ(find_decay_measure("decay"), nullptr);
    EXPECT_EQ(find_decay_measure("cosine-sum")->measure, DecayMeasure::cosine_sum);
}

}  // namespace
}  // namespace rope
