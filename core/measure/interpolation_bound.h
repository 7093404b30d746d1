// How wrong a score becomes between and beyond the trained positions. Chen et al. 2023 (arXiv:2306.15595),
// section 2.3 and Theorem 2.1; docs/spec-attention.md, position_interpolation.
#pragma once

#include <span>
#include <vector>

#include "core/measure/phasor.h"
#include "core/rope/frequencies.h"

namespace rope {

// a(s) = Re Σ_j h_j e^{isθ_j}: one h per pair, |s| ≤ 2³². Cost O(P).
double waves_at(const FrequencyTable& table, std::span<const Phasor> h, double s);

// What can be said about |a(s) − linear interpolation between a(s1) and a(s2)|, s1 ≤ s ≤ s2.
struct InterpolationBounds {
    double published = 0;  // d·max|h|·(s − s1)(s2 − s)/(8 ln b): Theorem 2.1, slightly too small
    double rigorous = 0;   // max|h|·Σθ²/2·(s − s1)(s2 − s): from |a''| ≤ max|h|·Σθ²
};
// `product` is (s − s1)(s2 − s): ¼ half-way through an interval of one token. base > 0, not 1.
InterpolationBounds interpolation_bounds(const FrequencyTable& table, double base, double largest_h,
                                         double product);

struct InterpolationError {
    double value = 0;   // a(s)
    double linear = 0;  // between a(s1) and a(s2); exact at both ends
    double error = 0;   // |value − linear|
    InterpolationBounds bounds;
};
// s1 < s2, s1 ≤ s ≤ s2. Cost O(P).
InterpolationError interpolation_error(const FrequencyTable& table, double base, std::span<const Phasor> h,
                                       double s1, double s2, double s);

}  // namespace rope
