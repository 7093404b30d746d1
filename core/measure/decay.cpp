#include "core/measure/decay.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/measure/random_score.h"

namespace rope {
namespace {

constexpr std::array<DecayMeasureInfo, 6> kMeasures{{
    {DecayMeasure::rotation_bound, "rotation-bound", "Rotation bound", "mean |Σe^{*i*Δ*θ*}|",
     "Mean size of the partial sums of rotations, which bounds every score (RoFormer, section 3.4.3)."},
    {DecayMeasure::cosine_sum, "cosine-sum", "Cosine sum", "Σcos Δ*θ*_{*i*}",
     "Sum of the cosines of all pairs: the raw score of equal, evenly spread q and k, times the pairs "
     "(Men et al. 2024)."},
    {DecayMeasure::query_key, "query-key", "Given q and k", "*q*_{*m*}^{T}*k*_{*n*}/√*d*",
     "The score of the given query and key at each distance."},
    {DecayMeasure::random_independent, "random-independent", "Random, independent",
     "*q*_{*m*}^{T}*k*_{*n*}/√*d*",
     "Independent standard normal q and k: mean 0 and the same deviation at every distance "
     "(Barbero et al. 2024)."},
    {DecayMeasure::random_fixed_query, "random-fixed-query", "Random key, given q",
     "*q*_{*m*}^{T}*k*_{*n*}/√*d*",
     "The given query against standard normal keys: mean 0, deviation |q|/√d at every distance."},
    {DecayMeasure::random_same, "random-same", "Random, k equal to q", "*q*_{*m*}^{T}*k*_{*n*}/√*d*",
     "One standard normal vector as both q and k: the mean falls like the cosine sum."},
}};

double cosine_at(const FrequencyTable& table, std::size_t i, double delta) {
    return cosine(table.phase(i, delta));
}

double rotation_bound_at(const FrequencyTable& table, double delta) {
    double re = 0, im = 0, sum = 0;
    for (std::size_t i = 0; i < table.theta.size(); ++i) {
        const ExactPhase phase = table.phase(i, delta);
        re += cosine(phase);
        im += sine(phase);
        sum += std::sqrt(re * re + im * im);
    }
    return sum / static_cast<double>(table.theta.size());
}

}  // namespace

std::span<const DecayMeasureInfo> decay_measures() {
    return kMeasures;
}

const DecayMeasureInfo* find_decay_measure(std::string_view id) {
    for (const DecayMeasureInfo& info : kMeasures) {
        if (info.id == id) return &info;
    }
    return nullptr;
}

RandomScore random_score(const DecayInputs& inputs) {
    const auto pairs = static_cast<double>(inputs.table->pairs());
    const double square = inputs.table->attention_factor * inputs.table->attention_factor;
    const double copied = inputs.head_dim - 2 * pairs;  // components that are not rotated
    const double scale = inputs.scale_multiplier / std::sqrt(static_cast<double>(inputs.head_dim));
    RandomScore random;
    switch (inputs.measure) {
        case DecayMeasure::random_independent:
            random.variance = scale * scale * (copied + 2 * pairs * square * square);
            break;
        case DecayMeasure::random_fixed_query: {
            double rotated = inputs.query_norm * inputs.query_norm;
            if (inputs.scores != nullptr && inputs.scores->parts != nullptr) {
                rotated = 0;
                for (const double radius : inputs.scores->parts->radius_q)
                    rotated += radius * radius;
            }
            const double rest = std::max(0.0, inputs.query_norm * inputs.query_norm - rotated);
            random.variance = scale * scale * (rest + rotated * square * square);
            break;
        }
        case DecayMeasure::random_same:
            random.mean = scale * copied;
            random.mean_per_cosine = scale * 2 * square;
            random.variance = scale * scale * 2 * copied;
            random.variance_per_cosine_square = scale * scale * 4 * square * square;
            break;
        default:
            require(false, "random_score: a measure without chance");
    }
    return random;
}

bool is_random(DecayMeasure measure) {
    return measure == DecayMeasure::random_independent || measure == DecayMeasure::random_fixed_query ||
           measure == DecayMeasure::random_same;
}

DecayCurve decay_at(const DecayInputs& inputs, std::span<const double> distances) {
    require(inputs.table != nullptr, "decay: a frequency table is needed");
    const FrequencyTable& table = *inputs.table;
    DecayCurve curve;
    for (const double delta : distances) {
        if (inputs.measure == DecayMeasure::rotation_bound) {
            curve.values.push_back(rotation_bound_at(table, delta));
        } else if (inputs.measure == DecayMeasure::query_key) {
            require(inputs.scores != nullptr, "decay: query_key needs q and k");
            curve.values.push_back(score_at(*inputs.scores, delta));
        } else {
            double cosines = 0, squares = 0;
            for (std::size_t i = 0; i < table.theta.size(); ++i) {
                const double cosine = cosine_at(table, i, delta);
                cosines += cosine;
                squares += cosine * cosine;
            }
            if (inputs.measure == DecayMeasure::cosine_sum) {
                curve.values.push_back(cosines);
            } else {
                const RandomScore random = random_score(inputs);
                curve.values.push_back(random.mean_at(cosines));
                curve.deviation.push_back(random.deviation_at(squares));
            }
        }
    }
    return curve;
}

}  // namespace rope
