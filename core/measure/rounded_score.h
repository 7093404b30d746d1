// A score as an engine computes it in its number formats, beside the exact one.
#pragma once

#include <span>

#include "core/rope/frequencies.h"
#include "core/rope/layout.h"
#include "core/rope/precision.h"
#include "core/scaling/engine_frequencies.h"

namespace rope {

// (R_m q)·(R_n k)/√d with every stage rounded (core/rope/precision.h), the frequencies as formed
// (engine_frequencies of precision.frequency), the sum rounded to precision.multiply and then multiplied by
// scale_multiplier (score_multiplier(model)) over √d in double. Cost O(head_dim).
double rounded_score(std::span<const double> q, std::span<const double> k, const HeadShape& shape,
                     const EngineFrequencies& frequencies, double m, double n, const Precision& precision,
                     double scale_multiplier);

// The same in double, its angles formed in fixed-point turns.
double exact_score(std::span<const double> q, std::span<const double> k, const HeadShape& shape,
                   const FrequencyTable& table, double m, double n, double scale_multiplier);

}  // namespace rope
