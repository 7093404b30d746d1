#include "core/measure/random_features.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rope {
namespace {

struct Exponents {
    Matrix projected;                    // [rows, M] w_r·x'
    std::vector<double> half_square;     // [rows] |x'|²/2
    std::vector<double> largest_of_row;  // [rows]
    double largest = -std::numeric_limits<double>::infinity();
};

Exponents exponents_of(const Matrix& x, const Matrix& projection) {
    const double shrink = std::pow(static_cast<double>(x.columns), -0.25);
    Exponents made{.projected = row_products(x, projection), .half_square = {}, .largest_of_row = {}};
    for (double& value : made.projected.values)
        value *= shrink;
    for (std::size_t r = 0; r < x.rows; ++r) {
        made.half_square.push_back(shrink * shrink * dot_product(x.row(r), x.row(r)) / 2);
        const auto row = made.projected.row(r);
        made.largest_of_row.push_back(row.empty() ? 0 : *std::max_element(row.begin(), row.end()));
        made.largest = std::max(made.largest, made.largest_of_row.back());
    }
    return made;
}

}  // namespace

Matrix positive_random_features(const Matrix& x, const Matrix& projection) {
    Exponents exponents = exponents_of(x, projection);
    Matrix& features = exponents.projected;
    const double root = std::sqrt(static_cast<double>(projection.rows));
    for (std::size_t r = 0; r < features.rows; ++r) {
        for (double& value : features.row(r))
            value = std::exp(value - exponents.half_square[r]) / root;
    }
    return std::move(features);
}

Matrix stabilised_random_features(const Matrix& x, const Matrix& projection, FeatureSide side, double eps) {
    Exponents exponents = exponents_of(x, projection);
    Matrix& features = exponents.projected;
    const double root = std::sqrt(static_cast<double>(projection.rows));
    for (std::size_t r = 0; r < features.rows; ++r) {
        const double largest = side == FeatureSide::query ? exponents.largest_of_row[r] : exponents.largest;
        for (double& value : features.row(r))
            value = (std::exp(value - exponents.half_square[r] - largest) + eps) / root;
    }
    return std::move(features);
}

Float32Weights float32_feature_weights(const Matrix& q, const Matrix& k, const Matrix& projection) {
    Float32Weights result;
    result.smallest = std::numeric_limits<double>::infinity();
    result.largest = -result.smallest;
    const auto rounded_features = [&](const Matrix& x) {
        const Exponents exponents = exponents_of(x, projection);
        std::vector<float> features;
        features.reserve(exponents.projected.values.size());
        const float root = std::sqrt(static_cast<float>(projection.rows));
        for (std::size_t r = 0; r < x.rows; ++r) {
            for (const double value : exponents.projected.row(r)) {
                const double exponent = value - exponents.half_square[r];
                result.smallest = std::min(result.smallest, exponent);
                result.largest = std::max(result.largest, exponent);
                // By way of double, whose exponential is the same on every machine after rounding.
                const auto power =
                    static_cast<float>(std::exp(static_cast<double>(static_cast<float>(exponent))));
                features.push_back(power / root);
                result.vanished += features.back() == 0;
            }
        }
        result.features += features.size();
        return features;
    };
    const std::vector<float> of_q = rounded_features(q), of_k = rounded_features(k);
    std::vector<float> products(k.rows, 0.0F);
    float sum = 0;
    for (std::size_t n = 0; n < k.rows; ++n) {
        for (std::size_t r = 0; r < projection.rows; ++r)
            products[n] += of_q[r] * of_k[n * projection.rows + r];
        sum += products[n];
    }
    for (const float product : products)
        result.weights.push_back(product / sum);
    return result;
}

Matrix softmax_kernel(const Matrix& q, const Matrix& k) {
    Matrix kernel = row_products(q, k);
    const double root = std::sqrt(static_cast<double>(q.columns));
    for (double& value : kernel.values)
        value = std::exp(value / root);
    return kernel;
}

}  // namespace rope
