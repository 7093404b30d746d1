// Which cells of a score map a picture shows, and their values.
#pragma once

#include <cstdint>
#include <string>

#include "core/figure/figure_inputs.h"
#include "core/measure/scores.h"

namespace rope {

// Softmax keeps sums over the whole context in memory, 32 B a token.
constexpr std::int64_t kLongestSoftmax = std::int64_t{1} << 24;

// What the user asked to see: a square of `span` × `span` tokens.
struct ScoreRequest {
    ScorePart part = ScorePart::total;
    bool causal = false, softmax = false;
    std::int64_t query_from = 0, key_from = 0, span = 1;
    std::int64_t context = 1;  // of the model; softmax runs over [0, context)
    bool moved = false;        // into the context, because weights exist there only
};
ScoreRequest read_score_request(const FigureInputs& inputs);

// The view of at most `pixels` × `pixels` blocks: one cell a token, or a whole number of cells a pixel that
// fits the span and divides it as well as one near it can; less than one block may be left over at the end.
LagView score_view(const ScoreRequest& request, std::int64_t pixels);

inline double view_tokens(const LagView& view) {
    return static_cast<double>(view.columns) * static_cast<double>(view.cells);
}

// Toeplitz for scores, dense for softmax weights; null when cancelled. Cached.
std::shared_ptr<const std::vector<double>> score_values(const ScoreInputs& scores,
                                                        const ScoreRequest& request, const LagView& view,
                                                        ResultCache& cache, Progress& progress);
Raster score_raster(const ScoreInputs& scores, const ScoreRequest& request, const LagView& view,
                    std::shared_ptr<const std::vector<double>> values);

// The colours' range: symmetric about zero for scores, from zero for weights; finite, never empty.
struct ScoreRange {
    ColourScale scale;
    double largest = 0;       // largest magnitude that is finite
    bool clipped = false;     // the largest lies beyond the end of the scale
    bool all_masked = false;  // nothing to see
    std::int64_t broken = 0;  // stored values that are ±Inf (overflow)
};
ScoreRange score_range(const std::vector<double>& values, const ScoreRequest& request,
                       ColourMapId signed_map);

}  // namespace rope
