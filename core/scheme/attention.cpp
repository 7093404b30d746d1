#include "core/scheme/attention.h"

#include <cmath>
#include <limits>

namespace rope {

void mask_future(Matrix& scores) {
    for (std::size_t r = 0; r < scores.rows; ++r) {
        for (std::size_t c = r + 1; c < scores.columns; ++c)
            scores(r, c) = std::numeric_limits<double>::quiet_NaN();
    }
}

Matrix attention_weights(const Matrix& scores) {
    Matrix weights(scores.rows, scores.columns);
    for (std::size_t r = 0; r < scores.rows; ++r) {
        double largest = -std::numeric_limits<double>::infinity(), total = 0;
        for (const double score : scores.row(r)) {
            if (score > largest) largest = score;  // false for NaN
        }
        for (std::size_t c = 0; c < scores.columns; ++c) {
            if (std::isnan(scores(r, c))) continue;
            weights(r, c) = std::exp(scores(r, c) - largest);
            total += weights(r, c);
        }
        if (total == 0) continue;
        for (double& weight : weights.row(r))
            weight /= total;
    }
    return weights;
}

}  // namespace rope
