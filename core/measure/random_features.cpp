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

Matrix softmax_kernel(const Matrix& q, const Matrix& k) {
    Matrix kernel = row_products(q, k);
    const double root = std::sqrt(static_cast<double>(q.columns));
    for (double& value : kernel.values)
        value = std::exp(value / root);
    return kernel;
}

}  // namespace rope
