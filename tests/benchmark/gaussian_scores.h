// The scores that benchmarks draw maps of: two Gaussian vectors, d = 128, base 10000.
#pragma once

#include "core/measure/scores.h"
#include "core/rope/exact_frequencies.h"
#include "core/vectors/vector_source.h"

namespace rope::benchmark {

struct GaussianScores {
    static constexpr int kHeadDim = 128;
    FrequencyTable table = make_table(default_frequencies(10000, kHeadDim), 1.0);
    PairParts parts = pair_parts(make_vector({"gaussian:seed=1"}, kHeadDim, "q").value(),
                                 make_vector({"gaussian:seed=2"}, kHeadDim, "k").value(),
                                 {.head_dim = kHeadDim, .rotary_dim = kHeadDim});
    ScoreInputs inputs() const { return {.table = &table, .parts = &parts, .head_dim = kHeadDim}; }
};

}  // namespace rope::benchmark
