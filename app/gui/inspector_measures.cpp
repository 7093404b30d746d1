#include "app/gui/inspector_measures.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/number_text.h"
#include "core/figure/kind/precision_stages.h"
#include "core/figure/kind/scheme_map.h"
#include "core/measure/base_bound.h"
#include "core/measure/rounded_score.h"
#include "core/measure/scores.h"
#include "core/scheme/sinusoidal.h"

namespace rope {
namespace {

constexpr std::int64_t kMostDistances = std::int64_t{1} << 22;

ContextMeasures context_measures(const FigureInputs& inputs, Progress& progress) {
    const FigureModel& model = inputs.models.front();
    const FrequencyTable& table = model.frequencies->table;
    const auto context = model.spec.context_length;
    ContextMeasures measures;
    const double base = model.spec.base == 1 ? std::nextafter(1.0, 2.0) : model.spec.base;
    measures.critical = critical_dimension(model.frequencies->unscaled, base, model.spec.shape.rotary_dim,
                                           static_cast<double>(model.spec.trained_context));
    for (const double theta : table.theta)
        measures.unfinished += theta * static_cast<double>(context) < 2 * std::numbers::pi;
    measures.first_negative = base_bound(table, std::min(context, kMostDistances), progress).first_negative;
    const PairParts parts = pair_parts(inputs.q, inputs.k, model.spec.shape);
    const double largest =
        parts.amplitude.empty() ? 0 : *std::max_element(parts.amplitude.begin(), parts.amplitude.end());
    constexpr double kHalfWay = 0.25;  // (s − s1)(s2 − s) between neighbours
    measures.between_tokens = interpolation_bounds(table, base, largest, kHalfWay);
    const double scale = table.attention_factor * table.attention_factor * score_multiplier(model.spec) /
                         std::sqrt(static_cast<double>(model.spec.shape.head_dim));
    measures.between_tokens.published *= scale;
    measures.between_tokens.rigorous *= scale;
    return measures;
}

std::optional<RowMeasures> row_measures(const FigureInputs& inputs, Progress& progress) {
    const FigureModel& model = inputs.models.front();
    const double m = std::round(inputs.query_position);
    if (!(m >= 0 && m < static_cast<double>(kMostDistances))) return std::nullopt;
    const PairParts parts = pair_parts(inputs.q, inputs.k, model.spec.shape);
    const ScoreInputs scores{.table = &model.frequencies->table,
                             .parts = &parts,
                             .head_dim = model.spec.shape.head_dim,
                             .scale_multiplier = score_multiplier(model.spec)};
    SoftmaxRowSums sums;
    const auto keys = scores_of_lags(scores, 0, static_cast<std::int64_t>(m) + 1, progress);
    if (keys.empty()) return std::nullopt;  // cancelled
    for (const double score : keys)
        sums.add(score);
    return RowMeasures{m, sums.row()};
}

// PE(n + Δ) = T_Δ PE(n), in the order and with the base that the scheme has.
std::optional<double> shift_error(const SchemeInputs& inputs, double m, double n) {
    const Checked<Sinusoids> sinusoids = sinusoids_of(inputs);
    if (!sinusoids.ok()) return std::nullopt;
    const Checked<Matrix> shift = shift_matrix(sinusoids.value(), m - n);
    if (!shift.ok()) return std::nullopt;
    const std::vector<double> from = encode(sinusoids.value(), n), to = encode(sinusoids.value(), m);
    double largest = 0;
    for (std::size_t r = 0; r < to.size(); ++r)
        largest = std::max(largest, std::abs(dot_product(shift.value().row(r), from) - to[r]));
    return largest;
}

std::optional<SchemeMeasures> scheme_measures(const FigureInputs& inputs, ResultCache& cache,
                                              Progress& progress) {
    SchemeMeasures measures;
    measures.scheme = find_scheme(inputs.choice("view.scheme"));
    measures.m = std::round(inputs.query_position);
    measures.n = std::round(inputs.key_position);
    SchemeInputs scheme = scheme_inputs(inputs);
    const auto map = scheme_map(*measures.scheme, scheme, cache, progress);
    if (!map) return std::nullopt;
    measures.deviation = map->fault.empty() ? map->deviation : std::nan("");
    measures.positions = scheme.key_positions.size();
    measures.learned = measures.scheme->learned_numbers(scheme);
    scheme.query_positions = {static_cast<std::int64_t>(measures.m)};
    scheme.key_positions = {static_cast<std::int64_t>(measures.n)};
    scheme.causal = false;
    const Checked<Matrix> score = scheme_scores(*measures.scheme, scheme);
    if (score.ok())
        measures.score = score.value()(0, 0);
    else
        measures.fault = sentence(score.fault());
    if (measures.scheme->id == "sinusoidal")
        measures.shift_error = shift_error(scheme, measures.m, measures.n);
    return measures;
}

PrecisionMeasures precision_measures(const FigureInputs& inputs) {
    const FigureModel& model = inputs.models.front();
    PrecisionMeasures measures;
    measures.exact = exact_score(inputs.q, inputs.k, model.spec.shape, model.frequencies->table,
                                 inputs.query_position, inputs.key_position, score_multiplier(model.spec));
    const auto add = [&](std::string_view label, const Precision& precision) {
        const Checked<EngineFrequencies> formed = engine_frequencies(model.spec, precision.frequency);
        if (!formed.ok()) {
            measures.rows.push_back({.label = std::string(label), .fault = sentence(formed.fault())});
            return;
        }
        const double got =
            rounded_score(inputs.q, inputs.k, model.spec.shape, formed.value(), inputs.query_position,
                          inputs.key_position, precision, score_multiplier(model.spec));
        measures.rows.push_back({.label = std::string(label), .score = got, .error = got - measures.exact});
    };
    for (const Pipeline& pipeline : pipelines())
        add(pipeline.label, pipeline.precision);
    const Precision all_double = pipelines().front().precision;
    const Precision chosen = precision_stages(inputs.params, all_double);
    if (chosen != all_double) add("Stages as chosen", chosen);
    return measures;
}

}  // namespace

std::shared_ptr<const InspectorMeasures> inspector_measures(const FigureInputs& inputs,
                                                            const InspectorTopics& topics, ResultCache& cache,
                                                            Progress& progress) {
    auto measures = std::make_shared<InspectorMeasures>();
    if (topics.scheme) measures->scheme = scheme_measures(inputs, cache, progress);
    if (topics.precision) measures->precision = precision_measures(inputs);
    measures->context = context_measures(inputs, progress);
    measures->row = row_measures(inputs, progress);
    if (progress.cancelled()) return nullptr;
    return measures;
}

}  // namespace rope
