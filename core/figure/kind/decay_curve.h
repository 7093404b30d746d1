// The numbers of the decay figure: which distances, which models, reduced to columns of the picture.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/figure/figure_inputs.h"
#include "core/measure/decay.h"

namespace rope {

// Up to here every distance is computed and exported; beyond, columns of the picture with their smallest and
// largest value.
constexpr std::int64_t kMostListedDistances = 65536;
// Beyond this many distances (a second of work) each column looks at kSamplesOfColumn of its distances.
constexpr std::int64_t kMostComputedDistances = std::int64_t{1} << 21;
constexpr std::int64_t kSamplesOfColumn = 16;

// What the sums over pairs are divided by. Scores have their own 1/√d and are never divided.
enum class SumDivisor { as_defined, pairs, head_size };

struct DecayRequest {
    const DecayMeasureInfo* measure = nullptr;
    SumDivisor divisor = SumDivisor::as_defined;
    bool logarithmic = false;
    std::int64_t first = 0, last = 0;  // distances [tokens], both included; last < first: none
    std::int64_t columns = 2;          // pixels across the plot
    std::int64_t most_listed = kMostListedDistances;

    std::int64_t count() const { return last - first + 1; }
    bool listed() const { return count() <= most_listed; }
    bool sampled() const { return count() > kMostComputedDistances; }
};

// Offsets from `first` at which columns begin, and the count at the end; ascending. A column never holds less
// than one distance.
std::vector<std::int64_t> column_offsets(const DecayRequest& request, std::int64_t columns);

bool is_sum_over_pairs(DecayMeasure measure);  // a bound or a sum, no score

// One model's curve over the columns of the computation: single distances when `listed`.
struct ModelCurve {
    std::size_t model = 0;
    std::shared_ptr<const DecayEnvelope> values;
    double at_delta = 0;  // the value at the document's own Δ
};

struct DecayCurves {
    std::vector<std::int64_t> offsets;
    std::vector<ModelCurve> curves;
    std::vector<std::string> notes;  // models that cannot be drawn, and why
};

// `delta`: the document's own distance, whole or fractional. Fault `cancelled` when nobody wants it any more.
Checked<DecayCurves> decay_curves(const FigureInputs& inputs, const DecayRequest& request, double delta,
                                  ResultCache& cache, Progress& progress);

// The curve per column of the picture; what is not finite became NaN.
struct DrawnCurve {
    std::vector<double> x, lo, hi, deviation;
};
DrawnCurve reduced(const DecayRequest& request, const DecayCurves& curves, const DecayEnvelope& values);

}  // namespace rope
