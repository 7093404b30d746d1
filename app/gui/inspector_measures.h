// What the inspector says beside the chosen pair: too slow for the frame's thread. Pure.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/figure/figure_inputs.h"
#include "core/measure/critical_dimension.h"
#include "core/measure/interpolation_bound.h"
#include "core/measure/softmax_rows.h"
#include "core/scheme/scheme.h"

namespace rope {

// Which parts are asked for beside the context: what the views show decides.
struct InspectorTopics {
    bool scheme = false, precision = false;
    friend bool operator==(const InspectorTopics&, const InspectorTopics&) = default;
};

// Of model A.
struct ContextMeasures {
    CriticalDimension critical;                  // within the trained context
    int unfinished = 0;                          // pairs with less than one turn in the context
    std::optional<std::int64_t> first_negative;  // smallest Δ ≤ context with Σcos < 0
    // How far a score can be from the line between two neighbouring positions, half-way, over √d.
    InterpolationBounds between_tokens;
};

// What causal softmax makes of the row of the query at m, over the keys 0 … m.
struct RowMeasures {
    double m = 0;  // whole tokens
    SoftmaxRow row;
};

struct SchemeMeasures {
    const Scheme* scheme = nullptr;
    double m = 0, n = 0;          // whole tokens
    std::optional<double> score;  // none: fault
    std::string fault;
    double deviation = 0;       // from Toeplitz on the map of the figure `schemes`; NaN: not measured
    std::size_t positions = 0;  // of that map
    std::int64_t learned = 0;
    std::optional<double> shift_error;  // sinusoidal: largest |PE(m) − T_Δ PE(n)|
};

struct PrecisionMeasures {
    struct Row {
        std::string label;
        double score = 0, error = 0;  // error against exact
        std::string fault{};          // why there is none
    };
    double exact = 0;
    std::vector<Row> rows;  // of every pipeline, and of the stages as chosen where they are not all double
};

struct InspectorMeasures {
    ContextMeasures context;
    std::optional<RowMeasures> row;  // none where no key stands before m, or more than can be summed at once
    std::optional<SchemeMeasures> scheme;
    std::optional<PrecisionMeasures> precision;
};

// Null when cancelled. Cost up to 2²² distances of Σcos, as many scores, and one scheme's map.
std::shared_ptr<const InspectorMeasures> inspector_measures(const FigureInputs& inputs,
                                                            const InspectorTopics& topics, ResultCache& cache,
                                                            Progress& progress);

}  // namespace rope
