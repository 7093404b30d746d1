// The difference of the models' curves over distances, below a figure that draws them.
#pragma once

#include "core/figure/kind/decay_curve.h"
#include "core/figure/kind/difference.h"

namespace rope {

struct CurveQuantity {  // what the curves are called
    std::string name, unit;
};

// See add_difference. Formed at every distance, also where the table holds columns of them: the difference of
// two envelopes is not the envelope of the difference. Beyond kMostComputedDistances a note takes its place.
// Fault `cancelled`. Cost: that of the curves, O(distances · pairs) a model.
Checked<Done> add_curve_differences(Figure& figure, const FigureInputs& inputs, DecayRequest request,
                                    const CurveQuantity& named, ResultCache& cache, Progress& progress);

}  // namespace rope
