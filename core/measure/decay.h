// Score or bound against distance, in named definitions. Source: docs/conventions.md, "Decay".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/checked.h"
#include "core/job/progress.h"
#include "core/measure/scores.h"

namespace rope {

enum class DecayMeasure {
    rotation_bound,      // (1/P) Σ_j |Σ_{i<j} e^{iΔθ}|: Su et al. 2021 section 3.4.3, in [0, (P+1)/2]
    cosine_sum,          // Σ cos Δθ_i, undivided, in [−P, P]
    query_key,           // the score of the given q and k
    random_independent,  // independent N(0,1) q, k: mean 0, deviation 1 after 1/√d (times the multiplier)
    random_fixed_query,  // fixed q, random k: mean 0, deviation |q|/√d
    random_same,         // k = q random: mean 2 Σcos/√d, deviation 2 √(Σcos²)/√d
};
struct DecayMeasureInfo {
    DecayMeasure measure;
    std::string_view id;     // "rotation-bound"
    std::string_view label;  // "Rotation bound"
    std::string_view axis;   // rich text for the axis title
    std::string_view help;   // one sentence with the source
};
std::span<const DecayMeasureInfo> decay_measures();
const DecayMeasureInfo* find_decay_measure(std::string_view id);

struct DecayInputs {
    const FrequencyTable* table = nullptr;
    DecayMeasure measure = DecayMeasure::rotation_bound;
    const ScoreInputs* scores = nullptr;  // query_key: q and k; random_fixed_query reads only radius_q
    int head_dim = 128;
    double query_norm = 0;        // |q|, for random_fixed_query
    double scale_multiplier = 1;  // score_multiplier(model), for the random measures; query_key
                                  // has its own in `scores`; the others are no scores
};

struct DecayCurve {
    std::vector<double> values;     // [n] one per distance
    std::vector<double> deviation;  // [n] standard deviation; empty for the deterministic measures
};
// At listed distances, whole or fractional. Cost O(n·P).
DecayCurve decay_at(const DecayInputs& inputs, std::span<const double> distances);

// At every whole distance first … first + count − 1, reduced per column to smallest and largest value, so
// that wiggles are drawn and not smoothed. `column_of_first[c]` ascending offsets; column c covers
// [column_of_first[c], column_of_first[c+1]). Cost O(count·P), on all cores;
// asks `progress`. The same numbers however many threads there are.
struct DecayEnvelope {
    std::vector<double> smallest, largest;  // [columns]
    std::vector<double> deviation;          // [columns], mean of the standard deviation; may be empty
};
DecayEnvelope decay_envelope(const DecayInputs& inputs, std::int64_t first,
                             std::span<const std::int64_t> column_of_first, Progress& progress);

}  // namespace rope
