#include "core/measure/toeplitz.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rope {

ToeplitzDeviation toeplitz_deviation(const Matrix& map) {
    ToeplitzDeviation deviation;
    if (map.values.empty()) return deviation;
    // Diagonal r − c + columns − 1.
    std::vector<double> mean(map.rows + map.columns - 1), count(mean.size());
    double smallest = std::numeric_limits<double>::infinity(), largest = -smallest;
    for (std::size_t r = 0; r < map.rows; ++r) {
        for (std::size_t c = 0; c < map.columns; ++c) {
            if (std::isnan(map(r, c))) continue;
            const std::size_t diagonal = r + map.columns - 1 - c;
            count[diagonal] += 1;
            // A running mean: equal entries leave it exactly where it is.
            mean[diagonal] += (map(r, c) - mean[diagonal]) / count[diagonal];
            smallest = std::min(smallest, map(r, c));
            largest = std::max(largest, map(r, c));
        }
    }
    for (std::size_t r = 0; r < map.rows; ++r) {
        for (std::size_t c = 0; c < map.columns; ++c) {
            if (std::isnan(map(r, c))) continue;
            deviation.largest =
                std::max(deviation.largest, std::abs(map(r, c) - mean[r + map.columns - 1 - c]));
        }
    }
    if (largest > smallest) deviation.relative = deviation.largest / (largest - smallest);
    return deviation;
}

}  // namespace rope
