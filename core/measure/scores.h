// Scores of one fixed q and k. They depend on Δ = m − n alone, so a map of any size is one row of lags.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/job/progress.h"
#include "core/rope/frequencies.h"
#include "core/rope/layout.h"

namespace rope {

// q and k seen pair by pair: score(Δ) = (constant + a² Σ_i amplitude_i cos(phase_i + Δθ_i)) / √head_dim.
struct PairParts {
    std::vector<double> radius_q, radius_k;  // [P] |q_i|, |k_i|
    std::vector<double> amplitude;           // [P] |q_i||k_i|: the content part
    std::vector<double> phase;  // [P] arg q_i − arg k_i, in (−π, π]; 0 where amplitude is 0
    double constant = 0;        // Σ q_c k_c over the components that are not rotated
};
PairParts pair_parts(std::span<const double> q, std::span<const double> k, const HeadShape& shape);

// What a score map shows.
enum class ScorePart {
    total,     // qᵀRk/√d
    content,   // (constant + a² Σ|q_i||k_i|)/√d: the same everywhere; the score if every angle were 0
    position,  // a² Σ cos(phase_i + Δθ_i) / P: the angles alone, in [−a², a²]
    pair,      // a² |q_i||k_i| cos(phase_i + Δθ_i)/√d of one pair
};

struct ScoreInputs {
    const FrequencyTable* table = nullptr;
    const PairParts* parts = nullptr;
    int head_dim = 128;
    ScorePart part = ScorePart::total;
    int pair = 0;                 // for ScorePart::pair
    double scale_multiplier = 1;  // score_multiplier(model)
};

// score(Δ) for one distance, whole or fractional, |Δ| ≤ 2⁵⁴: |error| ≤ 1e-15 Σ|weight| at whole Δ. Cost O(P).
double score_at(const ScoreInputs& inputs, double delta);

// score(first), score(first + 1), ... count of them. Cost O(count·P), little for slow pairs (lag_blocks.h):
// |error| ≤ 1e-14 Σ|weight|. Empty when cancelled.
std::vector<double> scores_of_lags(const ScoreInputs& inputs, std::int64_t first, std::int64_t count,
                                   Progress& progress);

// The view of a map of any size: rows are blocks of `cells` queries from query_from, columns blocks of
// `cells` keys from key_from. Block (r, c) is the exact mean of its cells: it depends on r − c only (SPEC:
// box_mean), so rows + columns − 1 values describe the view. Causal: mean over the visible cells (m ≥ n); NaN
// when none is.
struct LagView {
    std::int64_t query_from = 0, key_from = 0;  // position of the first row and column
    std::int64_t cells = 1;                     // tokens per block, both ways, ≥ 1
    int rows = 1, columns = 1;
    bool causal = false;
};
// values[r − c + columns − 1]. Cost O((rows + columns)·P) whatever `cells` is, blocks cut by the causal
// diagonal included (core/measure/box_mean.h). Empty when cancelled.
std::vector<double> block_means(const ScoreInputs& inputs, const LagView& view, Progress& progress);

// Row-wise softmax over 0 ≤ n ≤ m (causal) or over [0, context) of the full map, for the same view; means of
// the weights over the cells of a block that exist: inside [0, context) both ways, and visible if causal; NaN
// when none does. values[r·columns + c]. A row's largest score may exceed another's by any amount. Cost
// O(rows·cells·columns) by prefix sums and 16 B per token of context; a job. Empty when cancelled.
std::vector<double> softmax_means(const ScoreInputs& inputs, const LagView& view, std::int64_t context,
                                  Progress& progress);

}  // namespace rope
