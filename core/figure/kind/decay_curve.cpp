#include "core/figure/kind/decay_curve.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/utf8.h"
#include "core/figure/kind/key.h"

namespace rope {
namespace {

constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

double norm(std::span<const double> x) {
    double sum = 0;
    for (const double value : x)
        sum += value * value;
    return std::sqrt(sum);
}

bool needs_vectors(DecayMeasure measure) {
    return measure == DecayMeasure::query_key || measure == DecayMeasure::random_fixed_query;
}

// What one model's curve is computed from. Neither copied nor moved: its members point at each other.
struct ModelDecay {
    PairParts parts;
    ScoreInputs scores;
    DecayInputs decay;

    ModelDecay(const FigureInputs& inputs, const FigureModel& model, DecayMeasure measure) {
        const HeadShape& shape = model.spec.shape;
        decay.table = scores.table = &model.frequencies->table;
        decay.measure = measure;
        decay.head_dim = scores.head_dim = shape.head_dim;
        decay.scale_multiplier = scores.scale_multiplier = score_multiplier(model.spec);
        if (!needs_vectors(measure)) return;
        parts = pair_parts(inputs.q, inputs.k, shape);
        scores.parts = &parts;
        decay.scores = &scores;
        decay.query_norm = norm(inputs.q);
    }
    ModelDecay(const ModelDecay&) = delete;
    ModelDecay& operator=(const ModelDecay&) = delete;
};

DecayEnvelope sampled_envelope(const DecayInputs& decay, const DecayRequest& request,
                               std::span<const std::int64_t> offsets, Progress& progress) {
    DecayEnvelope envelope;
    std::vector<double> distances;
    for (std::size_t c = 0; c + 1 < offsets.size() && !progress.cancelled(); ++c) {
        const std::int64_t width = offsets[c + 1] - offsets[c];
        const std::int64_t samples = std::min(width, kSamplesOfColumn);
        distances.clear();
        for (std::int64_t s = 0; s < samples; ++s) {
            // An odd stride through the column meets all phases of the fast pairs.
            const std::int64_t within = (width / samples * s + s * s) % width;
            distances.push_back(static_cast<double>(request.first + offsets[c] + within));
        }
        const DecayCurve curve = decay_at(decay, distances);
        const auto [lo, hi] = std::minmax_element(curve.values.begin(), curve.values.end());
        envelope.smallest.push_back(*lo);
        envelope.largest.push_back(*hi);
        if (!curve.deviation.empty()) {
            double sum = 0;
            for (const double deviation : curve.deviation)
                sum += deviation;
            envelope.deviation.push_back(sum / static_cast<double>(samples));
        }
        progress.report(static_cast<double>(c) / static_cast<double>(offsets.size()));
    }
    return envelope;
}

std::shared_ptr<const DecayEnvelope> cached_envelope(const DecayInputs& decay, const DecayRequest& request,
                                                     std::span<const std::int64_t> offsets,
                                                     ResultCache& cache, Progress& progress) {
    ResultKey key("decay");
    key.add(static_cast<std::int64_t>(decay.measure)).add(std::int64_t{decay.head_dim});
    key.add(decay.query_norm)
        .add(decay.scale_multiplier)
        .add(*decay.table)
        .add(request.first)
        .add(request.count());
    key.add(std::int64_t{request.logarithmic}).add(static_cast<std::int64_t>(offsets.size()));
    if (decay.scores != nullptr) key.add(*decay.scores);
    const auto make = [&]() -> std::shared_ptr<const DecayEnvelope> {
        DecayEnvelope envelope = request.sampled() ? sampled_envelope(decay, request, offsets, progress)
                                                   : decay_envelope(decay, request.first, offsets, progress);
        if (progress.cancelled()) return nullptr;
        return std::make_shared<const DecayEnvelope>(std::move(envelope));
    };
    return cache.get<DecayEnvelope>(key.text(), make, [](const DecayEnvelope& envelope) {
        return (envelope.smallest.size() + envelope.largest.size() + envelope.deviation.size()) *
               sizeof(double);
    });
}

// By which `request` divides what the measure defines.
double divisor_of(const DecayRequest& request, const HeadShape& shape, int pairs) {
    if (request.divisor == SumDivisor::as_defined || !is_sum_over_pairs(request.measure->measure)) return 1;
    // The rotation bound is a mean over pairs as it is defined.
    const double defined = request.measure->measure == DecayMeasure::rotation_bound ? pairs : 1;
    return (request.divisor == SumDivisor::pairs ? pairs : shape.head_dim) / defined;
}

std::shared_ptr<const DecayEnvelope> divided(std::shared_ptr<const DecayEnvelope> envelope, double divisor) {
    if (divisor == 1) return envelope;
    DecayEnvelope quotients = *envelope;
    for (double& value : quotients.smallest)
        value /= divisor;
    for (double& value : quotients.largest)
        value /= divisor;
    return std::make_shared<const DecayEnvelope>(std::move(quotients));
}

double finite_or_nan(double value) {
    return std::isfinite(value) ? value : kNotANumber;
}

}  // namespace

bool is_sum_over_pairs(DecayMeasure measure) {
    return measure == DecayMeasure::rotation_bound || measure == DecayMeasure::cosine_sum;
}

std::vector<std::int64_t> column_offsets(const DecayRequest& request, std::int64_t columns) {
    const std::int64_t count = request.count();
    const bool every = count <= columns;
    if (every) columns = count;
    const auto first = static_cast<double>(request.first);
    const double ratio = static_cast<double>(request.last + 1) / first;
    std::vector<std::int64_t> offsets{0};
    for (std::int64_t c = 1; c < columns; ++c) {
        const double share = static_cast<double>(c) / static_cast<double>(columns);
        const double offset =
            request.logarithmic ? first * (std::pow(ratio, share) - 1) : share * static_cast<double>(count);
        const std::int64_t whole = every ? c : std::llround(offset);
        if (whole > offsets.back() && whole < count) offsets.push_back(whole);
    }
    offsets.push_back(count);
    return offsets;
}

Checked<DecayCurves> decay_curves(const FigureInputs& inputs, const DecayRequest& request, double delta,
                                  ResultCache& cache, Progress& progress) {
    DecayCurves result;
    result.offsets = column_offsets(request, request.listed() ? request.count() : request.columns);
    for (std::size_t i = 0; i < inputs.models.size(); ++i) {
        const FigureModel& model = inputs.models[i];
        if (needs_vectors(request.measure->measure) &&
            inputs.q.size() != static_cast<std::size_t>(model.spec.shape.head_dim)) {
            result.notes.push_back(
                fmt::format("{} is not drawn: its heads have {} components, the given q and k {}.",
                            printable(model.spec.name), model.spec.shape.head_dim, inputs.q.size()));
            continue;
        }
        const ModelDecay inputs_of_model(inputs, model, request.measure->measure);
        auto values = cached_envelope(inputs_of_model.decay, request, result.offsets, cache, progress);
        if (!values) return Fault{"cancelled", "the decay curve", "was not finished", "", "", {}};
        const double divisor = divisor_of(request, model.spec.shape, inputs_of_model.decay.table->pairs());
        const std::array<double, 1> one{delta};
        result.curves.push_back({i, divided(std::move(values), divisor),
                                 decay_at(inputs_of_model.decay, one).values.front() / divisor});
    }
    return result;
}

DrawnCurve reduced(const DecayRequest& request, const DecayCurves& curves, const DecayEnvelope& values) {
    const std::vector<std::int64_t> columns = column_offsets(request, request.columns);
    DrawnCurve drawn;
    std::size_t at = 0;
    for (std::size_t c = 0; c + 1 < columns.size(); ++c) {
        double lo = kNotANumber, hi = kNotANumber, deviation = 0;
        std::size_t members = 0;
        for (; at + 1 < curves.offsets.size() && curves.offsets[at] < columns[c + 1]; ++at, ++members) {
            lo = std::fmin(lo, finite_or_nan(values.smallest[at]));
            hi = std::fmax(hi, finite_or_nan(values.largest[at]));
            if (!values.deviation.empty()) deviation += values.deviation[at];
        }
        if (members == 0) continue;
        const auto begin = static_cast<double>(request.first + columns[c]);
        const auto end = static_cast<double>(request.first + columns[c + 1] - 1);
        drawn.x.push_back(request.logarithmic ? std::sqrt(begin * end) : begin / 2 + end / 2);
        drawn.lo.push_back(lo);
        drawn.hi.push_back(hi);
        drawn.deviation.push_back(finite_or_nan(deviation / static_cast<double>(members)));
    }
    return drawn;
}

}  // namespace rope
