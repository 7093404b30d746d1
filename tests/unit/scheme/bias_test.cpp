// T5's buckets and ALiBi's slopes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/scheme/alibi.h"
#include "core/scheme/attention.h"
#include "core/scheme/log_buckets.h"
#include "core/scheme/t5_bias.h"

namespace rope {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

T5Buckets buckets_of(const T5Rule& rule) {
    const Checked<T5Buckets> buckets = make_t5_buckets(rule);
    EXPECT_TRUE(buckets.ok());
    return buckets.value();
}

std::string refusal(const T5Rule& rule) {
    const Checked<T5Buckets> buckets = make_t5_buckets(rule);
    return buckets.ok() ? "accepted" : buckets.fault().id;
}

// 1 … 16 in four parts of equal ratio: 1, 2, 4, 8, 16, borders that a rounded logarithm misses either way.
TEST(LogBorder, ExactPowersAreNotMissedByRounding) {
    for (int step = 0; step <= 4; ++step) {
        EXPECT_EQ(log_border(1, 16, 4, step, false), 1 << step);
        EXPECT_EQ(log_border(1, 16, 4, step, true), (1 << step) + 1);
    }
    // 10^(i/3) up to 10^9: 10³ and 10⁶ exactly on a border.
    EXPECT_EQ(log_border(1, 1000000000, 3, 1, false), 1000);
    EXPECT_EQ(log_border(1, 1000000000, 3, 2, true), 1000001);
    // √2 lies between 1 and 2.
    EXPECT_EQ(log_border(1, 2, 2, 1, false), 2);
}

// Raffel et al.: 32 buckets, half exact; borders at 8·16^(i/8) = 8, 11.3, 16, 22.6, 32, 45.3, 64, 90.5.
TEST(T5Buckets, BordersOfTheEncoder) {
    const T5Buckets buckets = buckets_of({});
    EXPECT_THAT(buckets.first_distance, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 23, 32, 46, 64, 91));
    EXPECT_EQ(t5_bucket(buckets, -8), 8);
    EXPECT_EQ(t5_bucket(buckets, 8), 24);
    EXPECT_EQ(t5_bucket(buckets, -1000000), 15);
    EXPECT_EQ(t5_bucket(buckets, 1000000), 31);
}

TEST(T5Buckets, KeysAfterTheQueryShareBucketZeroInTheDecoder) {
    const T5Buckets buckets = buckets_of({.bidirectional = false});
    EXPECT_EQ(t5_bucket(buckets, 1), 0);
    EXPECT_EQ(t5_bucket(buckets, 500), 0);
    EXPECT_EQ(t5_bucket(buckets, -15), 15);
    EXPECT_EQ(t5_bucket(buckets, -128), 31);
}

TEST(T5Buckets, AreSymmetricUpToTheOffset) {
    const T5Buckets buckets = buckets_of({.num_buckets = 20, .max_distance = 77});
    for (int distance = 1; distance < 200; ++distance)
        EXPECT_EQ(t5_bucket(buckets, distance), t5_bucket(buckets, -distance) + 10);
}

TEST(T5Buckets, RefusesRulesThatDivideByZero) {
    EXPECT_EQ(refusal({.num_buckets = 0}), "too_few_buckets");
    EXPECT_EQ(refusal({.num_buckets = 1}), "too_few_buckets");
    EXPECT_EQ(refusal({.bidirectional = false, .num_buckets = 1, .max_distance = 0}), "accepted");
    EXPECT_EQ(refusal({.num_buckets = 5000}), "too_many_buckets");
    EXPECT_EQ(refusal({.num_buckets = 32, .max_distance = 8}), "max_distance_too_small");
    EXPECT_EQ(refusal({.num_buckets = 32, .max_distance = std::int64_t{1} << 40}), "max_distance_too_large");
}

TEST(AlibiSlopes, OfEightHeadsHalve) {
    const Checked<std::vector<double>> slopes = alibi_slopes(8, 8);
    ASSERT_TRUE(slopes.ok());
    EXPECT_THAT(slopes.value(),
                ElementsAre(0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625));
}

// MPT's gen_slopes: the list for the next power of two, its odd places before its even ones.
TEST(AlibiSlopes, AreMptsStridedListForEveryHeadCount) {
    for (int heads = 1; heads <= 128; ++heads) {
        const int whole = static_cast<int>(std::bit_ceil(static_cast<unsigned>(heads)));
        std::vector<double> list, strided;
        for (int j = 1; j <= whole; ++j)
            list.push_back(1 / std::pow(2.0, j * (8.0 / whole)));
        if (whole == heads) strided = list;
        for (const std::size_t from : {1u, 0u}) {
            for (std::size_t i = from; i < list.size() && whole != heads; i += 2)
                strided.push_back(list[i]);
        }
        strided.resize(static_cast<std::size_t>(heads));
        const Checked<std::vector<double>> slopes = alibi_slopes(heads, 8);
        ASSERT_TRUE(slopes.ok());
        ASSERT_EQ(slopes.value().size(), strided.size());
        for (std::size_t i = 0; i < strided.size(); ++i)
            EXPECT_NEAR(slopes.value()[i], strided[i], 1e-14) << heads << " heads, number " << i;
    }
}

TEST(AlibiSlopes, RefusesWhatHasNoSlope) {
    EXPECT_EQ(alibi_slopes(0, 8).fault().id, "heads_out_of_range");
    EXPECT_EQ(alibi_slopes(8, 0).fault().id, "bias_max_not_positive");
    EXPECT_EQ(alibi_slopes(8, std::nan("")).fault().id, "bias_max_not_positive");
}

TEST(AlibiBias, FormsWithTheSameSoftmax) {
    Matrix distance(7, 7), key_index(7, 7);
    for (std::size_t m = 0; m < 7; ++m) {
        for (std::size_t n = 0; n < 7; ++n) {
            const auto query = static_cast<double>(m), key = static_cast<double>(n);
            distance(m, n) = alibi_bias(AlibiForm::distance, 0.3, query, key);
            key_index(m, n) = alibi_bias(AlibiForm::key_index, 0.3, query, key);
        }
    }
    const Matrix a = attention_weights(distance), b = attention_weights(key_index);
    for (std::size_t i = 0; i < a.values.size(); ++i)
        EXPECT_NEAR(a.values[i], b.values[i], 1e-15);
    EXPECT_EQ(alibi_bias(AlibiForm::symmetric, 0.3, 2, 7), -1.5);
}

}  // namespace
}  // namespace rope
