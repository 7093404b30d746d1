// What the pairs of a model are compared by: wavelength, frequency, turns in the context, ratio to before
// scaling.
#pragma once

#include <string_view>

#include "core/figure/figure_inputs.h"

namespace rope {

enum class Quantity { wavelength, theta, turns, ratio };

std::string_view quantity_title(Quantity quantity);   // of an axis; rich text, with its unit
std::string_view quantity_column(Quantity quantity);  // of a table

// Multipliers of one's own count as a scaling also while all are 1: the first stroke that draws one must not
// move the panels under the hand.
bool is_scaled(const FigureModel& model);

// θ after over before scaling; NaN where the pair stood still before.
double ratio_of(const ModelFrequencies& frequencies, std::size_t i);

// NaN where θ = 0, which a logarithmic axis does not reach.
double value_of(const FigureModel& model, std::size_t i, bool scaled, Quantity quantity);

// How the pairs of one model fall apart. Ratios of doubles that were each rounded once agree to a few units.
struct PairBands {
    int pairs = 0, kept = 0, slowest = 0;  // `slowest`: pairs with the smallest ratio, when it is below 1
    double smallest = 1;                   // smallest ratio
    int unfinished = 0;                    // turn less than once in the context, the still ones included
    int still = 0;                         // θ = 0
};
PairBands bands_of(const FigureModel& model);

}  // namespace rope
