#include "core/measure/rounded_score.h"

#include <cmath>
#include <numeric>

#include "core/rope/rotation.h"

namespace rope {

double rounded_score(std::span<const double> q, std::span<const double> k, const HeadShape& shape,
                     const EngineFrequencies& frequencies, double m, double n, const Precision& precision,
                     double scale_multiplier) {
    const auto rotated = [&](std::span<const double> x, double position) {
        return emulated_rotation(x, shape, engine_angles(frequencies, position, precision),
                                 precision.multiply);
    };
    return scale_multiplier * emulated_score(rotated(q, m), rotated(k, n), precision).kept /
           std::sqrt(double(shape.head_dim));
}

double exact_score(std::span<const double> q, std::span<const double> k, const HeadShape& shape,
                   const FrequencyTable& table, double m, double n, double scale_multiplier) {
    const std::vector<double> a = rotate(q, shape, table, m), b = rotate(k, shape, table, n);
    return scale_multiplier * std::inner_product(a.begin(), a.end(), b.begin(), 0.0) /
           std::sqrt(double(shape.head_dim));
}

}  // namespace rope
