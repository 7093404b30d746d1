#include "core/measure/linear_attention.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/measure/random_features.h"
#include "core/measure/toeplitz.h"
#include "core/scheme/attention.h"
#include "tests/support/scheme_inputs.h"

namespace rope {
namespace {

// The same by a weight for every pair of tokens.
Matrix by_pairs(const LinearFeatures& features, const Matrix& v, bool causal) {
    const Matrix weights = row_products(features.weight_q, features.weight_k);
    const Matrix parts = row_products(features.denominator_q, features.denominator_k);
    Matrix output(weights.rows, v.columns);
    for (std::size_t m = 0; m < weights.rows; ++m) {
        double denominator = 0;
        for (std::size_t n = 0; n < v.rows && (!causal || n <= m); ++n) {
            denominator += parts(m, n);
            for (std::size_t c = 0; c < v.columns; ++c)
                output(m, c) += weights(m, n) * v(n, c);
        }
        for (double& value : output.row(m))
            value /= denominator;
    }
    return output;
}

TEST(LinearAttention, RunningSumsAreTheSumOverPairs) {
    const HeadShape shape{.head_dim = 8, .rotary_dim = 8, .layout = Layout::interleaved};
    const FrequencyTable table = make_table(default_frequencies(10000, 8), 1);
    const Matrix q = elu_plus_one(gaussian_rows(9, 8, 1)), k = elu_plus_one(gaussian_rows(9, 8, 2));
    const Matrix turned_q = rotate_rows(q, shape, table), turned_k = rotate_rows(k, shape, table);
    const Matrix v = gaussian_rows(9, 3, 3);
    const LinearFeatures features{turned_q, turned_k, q, k};
    for (const bool causal : {false, true}) {
        const Matrix sums = linear_attention(features, v, causal).output;
        const Matrix pairs = by_pairs(features, v, causal);
        for (std::size_t i = 0; i < sums.values.size(); ++i)
            EXPECT_NEAR(sums.values[i], pairs.values[i], 1e-13);
    }
}

TEST(LinearAttention, WithoutRotationTheWeightsOfARowSumToOne) {
    const Matrix q = elu_plus_one(gaussian_rows(5, 4, 1)), k = elu_plus_one(gaussian_rows(5, 4, 2));
    const LinearAttention plain = linear_attention({q, k, q, k}, Matrix(5, 1, 1.0), true);
    for (std::size_t m = 0; m < 5; ++m) {
        EXPECT_NEAR(plain.weight_sum[m], 1, 1e-14);
        EXPECT_NEAR(plain.output(m, 0), 1, 1e-14);
        EXPECT_GT(plain.denominator[m], 0);
    }
}

TEST(EluPlusOne, IsPositiveAndMeetsInOne) {
    Matrix x(1, 4);
    x.values = {0, 2, -1, -700};
    const Matrix features = elu_plus_one(x);
    EXPECT_EQ(features(0, 0), 1);
    EXPECT_EQ(features(0, 1), 3);
    EXPECT_DOUBLE_EQ(features(0, 2), std::exp(-1));
    EXPECT_GT(features(0, 3), 0);
}

// Lemma 1 of Choromanski et al.: the estimate is unbiased. 200,000 seeded features, kernel about 1.5.
TEST(RandomFeatures, EstimateTheSoftmaxKernel) {
    Matrix q(1, 4), k(1, 4);
    q.values = {0.5, -0.3, 0.8, 0.1};
    k.values = {0.9, 0.2, 0.4, -0.6};
    const Matrix projection = gaussian_rows(200000, 4, 11);
    const double estimate =
        row_products(positive_random_features(q, projection), positive_random_features(k, projection))(0, 0);
    EXPECT_NEAR(estimate, std::exp((0.45 - 0.06 + 0.32 - 0.06) / 2), 0.02);
    EXPECT_NEAR(softmax_kernel(q, k)(0, 0), std::exp(0.325), 1e-15);
}

TEST(RandomFeatures, WithoutEpsTheStabilisedFormIsTheSameAttention) {
    const Matrix q = gaussian_rows(4, 6, 1), k = gaussian_rows(5, 6, 2), v = gaussian_rows(5, 2, 3);
    const Matrix w = gaussian_rows(7, 6, 4);
    const Matrix phi_q = positive_random_features(q, w), phi_k = positive_random_features(k, w);
    const Matrix stable_q = stabilised_random_features(q, w, FeatureSide::query, 0);
    const Matrix stable_k = stabilised_random_features(k, w, FeatureSide::key, 0);
    const Matrix clean = linear_attention({phi_q, phi_k, phi_q, phi_k}, v, false).output;
    const Matrix stable = linear_attention({stable_q, stable_k, stable_q, stable_k}, v, false).output;
    for (std::size_t i = 0; i < clean.values.size(); ++i)
        EXPECT_NEAR(clean.values[i], stable.values[i], 1e-12);
}

TEST(RandomFeatures, TheStabilisedFormDoesNotOverflow) {
    Matrix x(1, 2), w(2, 2);
    x.values = {2000, 0};
    w.values = {3000, 0, 0, 1};
    const Matrix clean = positive_random_features(x, w);
    const Matrix stable = stabilised_random_features(x, w, FeatureSide::query, 1e-4);
    EXPECT_TRUE(std::isinf(clean(0, 0)));
    EXPECT_TRUE(std::isfinite(stable(0, 0)));
    EXPECT_GT(stable(0, 1), 0) << "eps keeps every feature above 0";
}

TEST(RandomFeatures, Float32WeightsAreThoseOfExactFeaturesUntilTheyVanish) {
    const Matrix q = gaussian_rows(1, 6, 1), k = gaussian_rows(9, 6, 2), w = gaussian_rows(50, 6, 4);
    const Matrix products = row_products(positive_random_features(q, w), positive_random_features(k, w));
    double sum = 0;
    for (const double product : products.values)
        sum += product;
    const Float32Weights weights = float32_feature_weights(q, k, w);
    ASSERT_EQ(weights.weights.size(), 9u);
    EXPECT_EQ(weights.features, 500u);
    EXPECT_EQ(weights.vanished, 0u);
    for (std::size_t n = 0; n < 9; ++n)
        EXPECT_NEAR(weights.weights[n], products.values[n] / sum, 1e-5);

    // One axis, one feature: exponent w x' − x'²/2 with x' = x. The smallest float is 2⁻¹⁴⁹ = e^−103.28.
    Matrix one(1, 1), keys(2, 1), axis(1, 1);
    one.values = {1};
    axis.values = {0};
    keys.values = {std::sqrt(2 * 103.0), std::sqrt(2 * 105.0)};
    const Float32Weights edge = float32_feature_weights(one, keys, axis);
    EXPECT_EQ(edge.vanished, 1u);
    EXPECT_NEAR(edge.smallest, -105, 1e-9);
    EXPECT_NEAR(edge.largest, -0.5, 1e-12);
}

TEST(ToeplitzDeviation, MeasuresTheWorstDiagonal) {
    Matrix map(3, 4);
    for (std::size_t r = 0; r < 3; ++r) {
        for (std::size_t c = 0; c < 4; ++c)
            map(r, c) = 10 * static_cast<double>(r) - 10 * static_cast<double>(c);  // −30 … 20
    }
    EXPECT_EQ(toeplitz_deviation(map).largest, 0);
    map(1, 1) = 6;  // its diagonal: 0, 6, 0
    EXPECT_DOUBLE_EQ(toeplitz_deviation(map).largest, 4);
    EXPECT_DOUBLE_EQ(toeplitz_deviation(map).relative, 4.0 / 50);
    map(1, 1) = std::nan("");
    EXPECT_EQ(toeplitz_deviation(map).largest, 0) << "hidden entries are not looked at";
    EXPECT_EQ(toeplitz_deviation(Matrix{}).largest, 0);
    EXPECT_EQ(toeplitz_deviation(Matrix(2, 2, 5.0)).relative, 0);
}

}  // namespace
}  // namespace rope
