#include "core/measure/linear_attention.h"

#include <cmath>

#include "core/base/checked.h"
#include "core/rope/rotation.h"

namespace rope {
namespace {

// What is kept of the keys: Σ wk_n, Σ wk_n v_nᵀ and Σ dk_n.
struct KeySums {
    std::vector<double> weight, denominator;
    Matrix weight_v;  // [f, width of v]

    void add(const LinearFeatures& features, const Matrix& v, std::size_t n) {
        for (std::size_t f = 0; f < weight.size(); ++f) {
            const double key = features.weight_k(n, f);
            weight[f] += key;
            for (std::size_t c = 0; c < v.columns; ++c)
                weight_v(f, c) += key * v(n, c);
        }
        for (std::size_t f = 0; f < denominator.size(); ++f)
            denominator[f] += features.denominator_k(n, f);
    }
};

}  // namespace

Matrix elu_plus_one(const Matrix& x) {
    Matrix features = x;
    for (double& value : features.values)
        value = value > 0 ? value + 1 : std::exp(value);
    return features;
}

Matrix rotate_rows(const Matrix& x, const HeadShape& shape, const FrequencyTable& table) {
    Matrix rotated(x.rows, x.columns);
    for (std::size_t r = 0; r < x.rows; ++r) {
        const std::vector<double> row = rotate(x.row(r), shape, table, static_cast<double>(r));
        std::copy(row.begin(), row.end(), rotated.row(r).begin());
    }
    return rotated;
}

LinearAttention linear_attention(const LinearFeatures& features, const Matrix& v, bool causal) {
    require(features.weight_k.rows == v.rows && features.denominator_k.rows == v.rows,
            "linear_attention: one value per key");
    require(features.weight_q.columns == features.weight_k.columns &&
                features.denominator_q.columns == features.denominator_k.columns &&
                features.weight_q.rows == features.denominator_q.rows,
            "linear_attention: features of different shapes");
    KeySums sums{.weight = std::vector<double>(features.weight_k.columns),
                 .denominator = std::vector<double>(features.denominator_k.columns),
                 .weight_v = Matrix(features.weight_k.columns, v.columns)};
    LinearAttention result{.output = Matrix(features.weight_q.rows, v.columns)};
    std::size_t seen = 0;
    for (std::size_t m = 0; m < features.weight_q.rows; ++m) {
        for (; seen < v.rows && (!causal || seen <= m); ++seen)
            sums.add(features, v, seen);
        const auto query = features.weight_q.row(m);
        const double denominator = dot_product(features.denominator_q.row(m), sums.denominator);
        for (std::size_t f = 0; f < query.size(); ++f) {
            for (std::size_t c = 0; c < v.columns; ++c)
                result.output(m, c) += query[f] * sums.weight_v(f, c) / denominator;
        }
        result.denominator.push_back(denominator);
        result.weight_sum.push_back(dot_product(query, sums.weight) / denominator);
    }
    return result;
}

}  // namespace rope
