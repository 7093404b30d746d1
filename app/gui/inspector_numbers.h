// The numbers of the inspector: the chosen pair under a magnifying glass. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/figure/figure_inputs.h"

namespace rope {

// One vector's pair before and after rotation by φ = position·θ, without the attention factor.
struct PairRotation {
    double position = 0;
    double angle = 0;             // φ wrapped to [−π, π) [rad]
    double cosine = 1, sine = 0;  // of φ
    Point before, after;
    // (u, v)·cos φ + (−v, u)·sin φ: the second way of writing the same.
    Point along, across;                // (u cos φ, v cos φ) and (−v sin φ, u sin φ)
    double norm = 0, rotated_norm = 0;  // of the whole vector, all pairs
};

struct InspectorNumbers {
    int pair = 0, pairs = 1;
    double theta = 0;               // [rad/token] after scaling
    double unscaled = 0;            // [rad/token] by the default rule
    double wavelength = 0;          // [tokens]; infinite where θ = 0
    double turns = 0;               // in the context
    std::optional<int> mrope_axis;  // 0 t, 1 h, 2 w: what turns the pair; none: there is one position
    double attention_factor = 1;
    double scale_multiplier = 1;  // score_multiplier(model), in every score below
    std::vector<std::string> left_out;  // what engines do to scores besides, a sentence each
    PairRotation query, key;
    bool query_projected = false, key_projected = false;  // by W_q and W_k, before anything here
    std::array<double, 4> identity{};                     // RᵀR of the query's block, row by row
    double delta = 0;                                     // m − n [tokens]
    double score = 0;                                     // qᵀRk/√d
    double content = 0;                                   // Σ|q_i||k_i|/√d
    double position = 0;                                  // a²·mean cos(φ_i + Δθ_i)
    double pair_content = 0;                              // a²|q_i||k_i|/√d of the chosen pair
    double pair_part = 0;                                 // what the chosen pair adds to the score
};

InspectorNumbers inspector_numbers(const FigureInputs& inputs);

}  // namespace rope
