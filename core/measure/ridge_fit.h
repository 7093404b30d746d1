// What a score fitted to the trained positions does beyond them: the least-squares experiment of Chen et al.
// 2023, figure 2; docs/spec-attention.md, position_interpolation.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/checked.h"
#include "core/rope/frequencies.h"

namespace rope {

// Σ_i c_i sin(sθ_i) + c_{P+i} cos(sθ_i), with the c that minimise Σ_s (fit(s) − y_s)² + ridge·|c|² over
// s = 0 … y.size() − 1.
class RidgeFit {
  public:
    // ridge > 0: without it the basis is numerically dependent, and what the fit does beyond the trained
    // positions is an accident of the solver. Solved by Householder reflections of the stacked matrix, never
    // by normal equations, whose condition is the square. Cost O(y.size()·P²).
    RidgeFit(const FrequencyTable& table, std::span<const double> y, double ridge);

    double at(double s) const;  // |s| ≤ 2³², whole or fractional. Cost O(P)
    // Largest |fit| over the whole positions first … last. Cost O((last − first)·P).
    double largest(std::int64_t first, std::int64_t last) const;
    const std::vector<double>& coefficients() const { return coefficients_; }  // [2P] sines, then cosines

  private:
    FrequencyTable table_;
    std::vector<double> coefficients_;
};

}  // namespace rope
