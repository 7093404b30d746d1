// Rotation of one head's vector. fp64 truth; precision emulation lives elsewhere.
#pragma once

#include <span>
#include <vector>

#include "core/rope/frequencies.h"
#include "core/rope/layout.h"

namespace rope {

// cos and sin of every pair at one position, WITHOUT the attention factor. |position| ≤ 2⁵³, |error| ≤ 4e-16
// at whole positions; fractional ones add that of the double product θ·fraction.
struct PairAngles {
    std::vector<double> cosine, sine;  // [P]
};
PairAngles angles_at(const FrequencyTable& table, double position);
PairAngles angles_of(std::span<const ExactPhase> phases);

// u' = a (u cos φ − v sin φ), v' = a (u sin φ + v cos φ), φ = position·θ_i; components outside the rotary
// part are copied and never multiplied by a. x has head_dim entries. |position| ≤ 2⁵³, angles as exact as
// those of angles_at. Cost O(head_dim) and P sine/cosine pairs.
std::vector<double> rotate(std::span<const double> x, const HeadShape& shape, const FrequencyTable& table,
                           double position);

// The same with angles given, such as those of positions with several coordinates (axes.h).
std::vector<double> rotate(std::span<const double> x, const HeadShape& shape, const PairAngles& angles,
                           double attention_factor);

// Hugging Face's order for DeepSeek MLA: the rotary part of an interleaved head after de-interleaving (even
// members, then odd members); scores are equal, vectors are not.
std::vector<double> deepseek_order(std::span<const double> rotated, const HeadShape& shape);

}  // namespace rope
