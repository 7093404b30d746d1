// The same score in the number formats of engines, and positions that rounding makes one.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/figure/kind/key.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"
#include "core/rope/precision.h"

namespace rope {
namespace {

constexpr int kPlaces = 160;                    // positions along the axis, evenly by powers
constexpr std::int64_t kMostCounted = 1 << 17;  // positions whose rounding is counted

constexpr std::array<ParamChoice, 2> kShown{
    {{"error", "Error of the score"}, {"positions", "Positions kept"}}};

constexpr std::array<ParamSpec, 2> kParams{
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
      .slider_max = 131072}}};

// ---- the error of a score

struct Errors {
    std::vector<double> at, exact;            // position of the key, score
    std::vector<std::vector<double>> scores;  // [pipelines]
};

double score_at(const FigureInputs& inputs, const FrequencyTable& table, const HeadShape& shape, double m,
                double n, const Precision& precision) {
    const PairAngles at_m = emulated_angles(table.theta, table.attention_factor, m, precision);
    const PairAngles at_n = emulated_angles(table.theta, table.attention_factor, n, precision);
    return emulated_score(emulated_rotation(inputs.q, shape, at_m, precision.multiply),
                          emulated_rotation(inputs.k, shape, at_n, precision.multiply), precision)
               .kept /
           std::sqrt(static_cast<double>(shape.head_dim));
}

// Angles formed in fixed-point turns.
double exact_score(const FigureInputs& inputs, const FrequencyTable& table, const HeadShape& shape, double m,
                   double n) {
    const std::vector<double> q = rotate(inputs.q, shape, table, m), k = rotate(inputs.k, shape, table, n);
    double sum = 0;
    for (std::size_t c = 0; c < q.size(); ++c)
        sum += q[c] * k[c];
    return sum / std::sqrt(static_cast<double>(shape.head_dim));
}

std::vector<double> places_up_to(double last) {
    std::vector<double> places;
    for (int i = 0; i < kPlaces; ++i) {
        const double at = std::round(std::pow(last, static_cast<double>(i) / (kPlaces - 1)));
        if (places.empty() || at > places.back()) places.push_back(at);
    }
    return places;
}

std::shared_ptr<const Errors> cached_errors(const FigureInputs& inputs, double last, double delta,
                                            ResultCache& cache, Progress& progress) {
    const FrequencyTable& table = inputs.models.front().frequencies->table;
    const HeadShape& shape = inputs.models.front().spec.shape;
    const auto make = [&]() -> std::shared_ptr<const Errors> {
        Errors errors;
        errors.at = places_up_to(last);
        errors.scores.resize(pipelines().size());
        for (const double n : errors.at) {
            if (progress.cancelled()) return nullptr;
            errors.exact.push_back(exact_score(inputs, table, shape, n + delta, n));
            for (std::size_t p = 0; p < pipelines().size(); ++p) {
                errors.scores[p].push_back(
                    score_at(inputs, table, shape, n + delta, n, pipelines()[p].precision));
            }
            progress.report(static_cast<double>(errors.exact.size()) / static_cast<double>(errors.at.size()));
        }
        return std::make_shared<const Errors>(std::move(errors));
    };
    ResultKey key("precision");
    key.add(table).add(inputs.q).add(inputs.k).add(last).add(delta);
    key.add(static_cast<std::int64_t>(shape.layout)).add(std::int64_t{shape.rotary_offset});
    return cache.get<Errors>(key.text(), make, [](const Errors& errors) {
        return (errors.scores.size() + 2) * errors.at.size() * sizeof(double);
    });
}

Panel error_panel(const Errors& errors, double last, double& largest) {
    Panel panel;
    Extent extent;
    for (std::size_t p = 0; p < errors.scores.size(); ++p) {
        LineMark line = series_line(p, std::string(pipelines()[p].label));
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
    panel.y.emplace().title = "|error of *q*^{T}*k*/√*d*|";
    panel.y->scale = AxisScale::logarithmic;
    panel.y->lo = std::max(extent.empty() ? 1e-16 : extent.lo / 3, 1e-300);
    panel.y->hi = std::min(extent.empty() ? 1 : extent.hi * 3, 1e300);
    return panel;
}

// ---- positions that are kept apart

constexpr std::array<NumberFormat, 3> kFormats{NumberFormat::fp32, NumberFormat::bf16, NumberFormat::fp16};

DataTable counted_positions() {
    DataTable data;
    data.columns.push_back({"positions", "tokens", {}});
    for (std::int64_t count = 64; count <= kMostCounted; count *= 2) {
        for (const std::int64_t more : {std::int64_t{0}, std::int64_t{1}, count / 4, count / 2}) {
            if (count + more <= kMostCounted)
                data.columns[0].values.push_back(static_cast<double>(count + more));
        }
    }
    for (const NumberFormat format : kFormats) {
        Column column{fmt::format("distinct_{}", id(format)), "1", {}};
        for (const double count : data.columns[0].values) {
            const PositionCollapse kept = position_collapse(format, static_cast<std::int64_t>(count));
            column.values.push_back(static_cast<double>(kept.distinct));
        }
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
    const auto errors = cached_errors(inputs, last, delta, cache, progress);
    if (!errors) return cancelled_fault("the rounded scores");
    figure.data.columns = {{"position", "tokens", errors->at}, {"score_exact", "1", errors->exact}};
    for (std::size_t p = 0; p < errors->scores.size(); ++p)
        figure.data.columns.push_back({fmt::format("score_{}", pipelines()[p].id), "1", errors->scores[p]});
    double largest = 0;
    Panel panel = error_panel(*errors, last, largest);
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
    figure.caption = fmt::format(
        "Error of the score q·k/√d at distance Δ = {} in the number formats of engines, as both positions "
        "move "
        "on; largest {}. q = {}, k = {}. {}.",
        position_text(delta), display_text(largest, 2), printable(inputs.q_text), printable(inputs.k_text),
        model_words(inputs.models.front().spec));
    for (std::string& note : only_first_model_note(inputs))
        figure.notes.push_back(std::move(note));
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
    figure.caption = fmt::format(
        "How many of the positions 0 … N − 1 differ after rounding to a number format: of {} remain {} in "
        "bf16 "
        "and {} in fp16.",
        position_text(counted->columns[0].values.back()), position_text(counted->columns[2].values.back()),
        position_text(counted->columns[3].values.back()));
    return figure;
}

}  // namespace

const FigureKind kPrecisionKind{"precision", "Precision",
                                "The same score in fp64, fp32, bf16 and fp16 as engines compute it, and how "
                                "many positions rounding keeps "
                                "apart.",
                                kParams, &build};

}  // namespace rope
