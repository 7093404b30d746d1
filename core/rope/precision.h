// What number formats do to a rotation: every stage is computed as an engine computes it and rounded to the
// format chosen for it, bit for bit. An emulated effect; the truth is rotation.h.
//
// A stage in bf16 or fp16 is computed in float32 and then rounded, as engines do. Each product and each sum
// is rounded on its own (no fused multiply-add). cos and sin are formed in double and rounded once: correctly
// rounded float32 except where a double cannot tell, about one angle in 10⁸; a good libm differs by one unit
// in the last place. Source: docs/spec-rope.md, section 4.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/checked.h"
#include "core/rope/layout.h"
#include "core/rope/rotation.h"

namespace rope {

enum class NumberFormat {
    fp64,
    fp32,
    bf16,  // 8 significand bits, the range of float32
    fp16,  // 11 significand bits, subnormal below 2⁻¹⁴, infinite from 65520
};

std::string_view id(NumberFormat format);  // "fp64", "fp32", "bf16", "fp16"

// To the nearest value of the format, halves to even; subnormals are kept, what is too large becomes
// infinite, NaN stays. bf16 and fp16 are reached through float32.
double rounded(double value, NumberFormat format);

// The bits of a value that the format holds exactly: 64, 32 or 16 of them.
std::uint64_t bits(double value, NumberFormat format);

// Whose steps form the frequencies: engines do it in float32, one operation after the other, so that the last
// bits of inv_freq differ between them. core/scaling/engine_frequencies.h forms them.
enum class FrequencySteps {
    exact,        // rounded once, by the angle's format
    huggingface,  // as transformers
    ggml,         // as llama.cpp: an angle is multiplied from pair to pair
};

std::string_view id(FrequencySteps steps);  // "exact", "huggingface", "ggml"

// The stages in which engines differ.
struct Precision {
    NumberFormat angle = NumberFormat::fp32;       // position, frequency and their product
    NumberFormat cosine = NumberFormat::fp32;      // cos and sin, after the attention factor
    NumberFormat multiply = NumberFormat::fp32;    // q, k, and the products and sums of the rotation
    NumberFormat accumulate = NumberFormat::fp32;  // products and running sum of the score
    FrequencySteps frequency = FrequencySteps::exact;
    friend bool operator==(const Precision&, const Precision&) = default;
};

struct Pipeline {
    std::string_view id;
    std::string_view label;
    Precision precision;
};
std::span<const Pipeline> pipelines();            // the ones that engines run, fp64 first
const Pipeline* find_pipeline(std::string_view);  // null when unknown

// cos and sin of every pair, WITH the attention factor, in float32 (double when the stage is fp64) and then
// rounded to precision.cosine. Where an angle is not finite they are NaN. theta is taken as given.
PairAngles emulated_angles(std::span<const double> theta, double attention_factor, double position,
                           const Precision& precision);
// The same of angles [rad] that are formed already; they are rounded to precision.angle first.
PairAngles emulated_cos_sin(std::span<const double> angles, double attention_factor,
                            const Precision& precision);

// rotate() of rotation.h with every product and sum rounded: u·c + (−v)·s and v·c + u·s.
std::vector<double> emulated_rotation(std::span<const double> x, const HeadShape& shape,
                                      const PairAngles& angles, NumberFormat multiply);

// q·k, the products added from left to right, undivided; and the same rounded to precision.multiply.
struct EmulatedScore {
    double sum = 0, kept = 0;
};
EmulatedScore emulated_score(std::span<const double> query, std::span<const double> key,
                             const Precision& precision);

// What remains of the positions 0 … count − 1 in a format.
struct PositionCollapse {
    std::int64_t distinct = 0;     // different values, infinity being one
    std::int64_t first_wrong = 0;  // −1 where all are exact
    double largest_error = 0;      // of the finite ones
    std::int64_t infinite = 0;
};
PositionCollapse position_collapse(NumberFormat format, std::int64_t count);  // O(count)
// The same of several counts, which ascend: O(the last).
std::vector<PositionCollapse> position_collapses(NumberFormat format, std::span<const std::int64_t> counts);

}  // namespace rope
