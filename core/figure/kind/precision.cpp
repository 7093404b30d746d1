// The same score in the number formats of engines, and positions that rounding makes one.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/figure/kind/key.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/precision_stages.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"
#include "core/measure/rounded_score.h"

namespace rope {
namespace precision_figure {
namespace {

constexpr int kPlaces = 160;                    // positions along the axis, evenly by powers
constexpr std::int64_t kMostCounted = 1 << 17;  // positions whose rounding is counted

constexpr std::array<ParamChoice, 2> kShown{
    {{"error", "Error of the score"}, {"positions", "Positions kept"}}};

constexpr std::array<ParamSpec, 7> kParams{
    {{.id = "precision.show",
      .label = "Show",
      .type = ParamType::choice,
      .initial_text = "error",
      .choices = kShown,
      .help = "How far the score of q and k at a fixed distance is from exact as both move on, or how many "
              "positions differ after rounding."},
     {.id = "precision.to",
      .label = "To position",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = 0,
      .max = 4294967296.0 / 2,
      .initial = 0,
      .help = "Last position of the key; 0 takes the longest context of the models.",
      .slider_max = 131072,
      .zero_text = "whole context"},
     kPrecisionStageRows[0],
     kPrecisionStageRows[1],
     kPrecisionStageRows[2],
     kPrecisionStageRows[3],
     kPrecisionStageRows[4]}};

// ---- the error of a score

struct Errors {
    std::vector<double> at, exact;            // position of the key, score
    std::vector<std::vector<double>> scores;  // [pipelines drawn]
};

struct Drawn {
    Pipeline pipeline;
    EngineFrequencies frequencies;
};

// The number formats that engines run, on exact frequencies, and the stages that the user put together where
// they are not all double. `note` says why those are missing.
std::vector<Drawn> drawn_pipelines(const FigureInputs& inputs, std::string& note) {
    const FigureModel& model = inputs.models.front();
    std::vector<Drawn> drawn;
    for (const Pipeline& each : pipelines())
        if (each.precision.frequency == FrequencySteps::exact)
            drawn.push_back({each, exact_frequencies(model.frequencies->table)});
    const Precision all_double = pipelines().front().precision;
    const Precision chosen = precision_stages(inputs.params, all_double);
    if (chosen == all_double) return drawn;
    Checked<EngineFrequencies> formed = engine_frequencies(model.spec, chosen.frequency);
    if (formed.ok())
        drawn.push_back({{"chosen", "Stages as chosen", chosen}, std::move(formed).value()});
    else
        note = "The chosen stages are not drawn: " + sentence(formed.fault());
    return drawn;
}

std::vector<double> places_up_to(double last) {
    std::vector<double> places;
    for (int i = 0; i < kPlaces; ++i) {
        const double at = std::round(std::pow(last, static_cast<double>(i) / (kPlaces - 1)));
        if (places.empty() || at > places.back()) places.push_back(at);
    }
    return places;
}

std::shared_ptr<const Errors> cached_errors(const FigureInputs& inputs, const std::vector<Drawn>& drawn,
                                            double last, double delta, ResultCache& cache,
                                            Progress& progress) {
    const FrequencyTable& table = inputs.models.front().frequencies->table;
    const HeadShape& shape = inputs.models.front().spec.shape;
    const double multiplier = score_multiplier(inputs.models.front().spec);
    const auto make = [&]() -> std::shared_ptr<const Errors> {
        Errors errors;
        errors.at = places_up_to(last);
        errors.scores.resize(drawn.size());
        for (const double n : errors.at) {
            if (progress.cancelled()) return nullptr;
            errors.exact.push_back(exact_score(inputs.q, inputs.k, shape, table, n + delta, n, multiplier));
            for (std::size_t p = 0; p < drawn.size(); ++p) {
                errors.scores[p].push_back(rounded_score(inputs.q, inputs.k, shape, drawn[p].frequencies,
                                                         n + delta, n, drawn[p].pipeline.precision,
                                                         multiplier));
            }
            progress.report(static_cast<double>(errors.exact.size()) / static_cast<double>(errors.at.size()));
        }
        return std::make_shared<const Errors>(std::move(errors));
    };
    ResultKey key("precision");
    key.add(table).add(inputs.q).add(inputs.k).add(last).add(delta).add(multiplier);
    key.add(static_cast<std::int64_t>(shape.layout)).add(std::int64_t{shape.rotary_offset});
    for (const Drawn& each : drawn) {
        const Precision& stages = each.pipeline.precision;
        for (const NumberFormat format : {stages.angle, stages.cosine, stages.multiply, stages.accumulate})
            key.add(static_cast<std::int64_t>(format));
        if (stages.frequency == FrequencySteps::exact) continue;
        key.add(each.frequencies.inv_freq);
        if (const auto& ggml =
                each.frequencies.ggml) {  // its chain of products, which inv_freq is one end of
            key.add(double{ggml->freq_base}).add(double{ggml->freq_scale}).add(double{ggml->ext_factor});
            key.add(std::vector<double>(ggml->freq_factors.begin(), ggml->freq_factors.end()));
        }
    }
    return cache.get<Errors>(key.text(), make, [](const Errors& errors) {
        return (errors.scores.size() + 2) * errors.at.size() * sizeof(double);
    });
}

Panel error_panel(const Errors& errors, const std::vector<Drawn>& drawn, const std::string& scale,
                  double last, double& largest) {
    Panel panel;
    Extent extent;
    for (std::size_t p = 0; p < errors.scores.size(); ++p) {
        LineMark line = series_line(p, std::string(drawn[p].pipeline.label));
        for (std::size_t i = 0; i < errors.at.size(); ++i) {
            const double error = std::abs(errors.scores[p][i] - errors.exact[i]);
            if (error > 0) extent.cover(error);
            line.points.push_back(
                {errors.at[i], error > 0 && std::isfinite(error) ? std::max(error, 1e-300) : kNoValue});
        }
        panel.marks.push_back(std::move(line));
    }
    largest = extent.empty() ? 0 : extent.hi;
    panel.x.emplace().title = "position *n* of the key (tokens)";
    panel.x->scale = AxisScale::logarithmic;
    panel.x->lo = 1;
    panel.x->hi = last;
    panel.y.emplace().title = "|error of *q*^{T}*k*" + scale + "|";
    panel.y->scale = AxisScale::logarithmic;
    panel.y->lo = std::max(extent.empty() ? 1e-16 : extent.lo / 3, 1e-300);
    panel.y->hi = std::min(extent.empty() ? 1 : extent.hi * 3, 1e300);
    return panel;
}

// ---- positions that are kept apart

constexpr std::array<NumberFormat, 3> kFormats{NumberFormat::fp32, NumberFormat::bf16, NumberFormat::fp16};

DataTable counted_positions() {
    std::vector<std::int64_t> counts;
    for (std::int64_t count = 64; count <= kMostCounted; count *= 2) {
        for (const std::int64_t more : {std::int64_t{0}, std::int64_t{1}, count / 4, count / 2})
            if (count + more <= kMostCounted) counts.push_back(count + more);
    }
    DataTable data;
    data.columns.push_back({"positions", "tokens", {counts.begin(), counts.end()}});
    for (const NumberFormat format : kFormats) {
        Column column{fmt::format("distinct_{}", id(format)), "1", {}};
        for (const PositionCollapse& kept : position_collapses(format, counts))
            column.values.push_back(static_cast<double>(kept.distinct));
        data.columns.push_back(std::move(column));
    }
    return data;
}

Panel positions_panel(const DataTable& counted) {
    Panel panel;
    for (std::size_t c = 1; c < counted.columns.size(); ++c) {
        LineMark line = series_line(c - 1, std::string(id(kFormats[c - 1])));
        for (std::size_t i = 0; i < counted.columns[c].values.size(); ++i)
            line.points.push_back({counted.columns[0].values[i], counted.columns[c].values[i]});
        panel.marks.push_back(std::move(line));
    }
    for (const double exact : {256.0, 2048.0}) {
        RuleMark rule;
        rule.value = exact;
        rule.label = exact < 300 ? "256" : "2048";  // all are kept up to here in bf16, in fp16
        rule.tag.index = static_cast<int>(exact);
        panel.marks.push_back(std::move(rule));
    }
    panel.x.emplace().title = "positions 0 … *N* − 1: *N* (tokens)";
    panel.y.emplace().title = "different after rounding";
    panel.x->scale = panel.y->scale = AxisScale::logarithmic;
    panel.x->lo = panel.y->lo = 64;
    panel.x->hi = kMostCounted;
    panel.y->hi = 1.5 * kMostCounted;
    return panel;
}

// ---- both

Checked<Figure> build_error(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    Figure figure;
    figure.kind = "precision";
    double last = inputs.number("precision.to");
    for (const FigureModel& model : inputs.models)
        if (inputs.number("precision.to") == 0)
            last = std::max(last, static_cast<double>(model.spec.context_length));
    last = std::clamp(last, 16.0, kLargestPosition / 2);
    double delta = inputs.query_position - inputs.key_position;
    if (std::abs(delta) > kLargestPosition / 2) {
        delta = 0;
        figure.notes.push_back("Drawn for Δ = 0: the chosen distance is larger than any position drawn.");
    }
    std::string note;
    const std::vector<Drawn> drawn = drawn_pipelines(inputs, note);
    if (!note.empty()) {
        figure.notes.push_back(note);
        figure.missing.push_back(note);
    }
    const auto errors = cached_errors(inputs, drawn, last, delta, cache, progress);
    if (!errors) return cancelled_fault("the rounded scores");
    figure.data.columns = {{"position", "tokens", errors->at}, {"score_exact", "1", errors->exact}};
    for (std::size_t p = 0; p < errors->scores.size(); ++p)
        figure.data.columns.push_back(
            {fmt::format("score_{}", drawn[p].pipeline.id), "1", errors->scores[p]});
    double largest = 0;
    Panel panel = error_panel(*errors, drawn, score_scale(inputs.models.front().spec), last, largest);
    if (!(largest > 0)) {
        figure.sentence =
            "Every format gives the same score, or none a finite one. Choose q and k with a length "
            "that fits the formats.";
        figure.notes.clear();
        return figure;
    }
    for (RuleMark& rule : context_rules({inputs.models.front()}, 1, last))
        panel.marks.push_back(std::move(rule));
    figure.panels.push_back(std::move(panel));
    const ModelSpec& model = inputs.models.front().spec;
    figure.caption = statements_of(fmt::format("error of the score at Δ = {}, at most {}",
                                               position_text(delta), display_text(largest, 2)),
                                   model);
    add_statement(figure, multiplier_words(model));
    add_statement(figure, "The score in the number formats of engines, as both positions move on.");
    add_statement(figure, vector_words(inputs));
    add_length_note(figure, {inputs.models.front()}, last);
    add_only_first_model_note(figure, inputs);
    return figure;
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    if (inputs.choice("precision.show") == "error") return build_error(inputs, cache, progress);
    Figure figure;
    figure.kind = "precision";
    const auto counted = cache.get<DataTable>(
        "positions kept", [] { return std::make_shared<const DataTable>(counted_positions()); },
        [](const DataTable& data) { return data.columns.size() * data.columns[0].values.size() * 8; });
    figure.data = *counted;
    figure.panels.push_back(positions_panel(*counted));
    figure.caption = {fmt::format("Of {} positions {} stay apart in bf16 and {} in fp16.",
                                  position_text(counted->columns[0].values.back()),
                                  position_text(counted->columns[2].values.back()),
                                  position_text(counted->columns[3].values.back())),
                      "How many of the positions 0 … N − 1 differ after rounding to a number format."};
    return figure;
}

}  // namespace
}  // namespace precision_figure

const FigureKind kPrecisionKind{"precision", "Precision",
                                "The same score in fp64, fp32, bf16 and fp16 as engines compute it, and how "
                                "many positions rounding keeps "
                                "apart.",
                                precision_figure::kParams, &precision_figure::build};

}  // namespace rope
