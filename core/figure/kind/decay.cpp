// Score or bound against distance: named definitions, several models on one axis.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/base/phase.h"
#include "core/base/utf8.h"
#include "core/figure/kind/curve_difference.h"
#include "core/figure/kind/decay_curve.h"
#include "core/figure/kind/difference.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"

namespace rope {
namespace decay_figure {
namespace {

constexpr std::array<ParamChoice, 6> kMeasures{{{"rotation-bound", "Rotation bound"},
                                                {"cosine-sum", "Sum of cosines"},
                                                {"query-key", "Score of q and k"},
                                                {"random-independent", "Random q and k, independent"},
                                                {"random-fixed-query", "Random k, this q"},
                                                {"random-same", "Random q = k"}}};
constexpr std::array<ParamChoice, 2> kScales{{{"linear", "Linear"}, {"log", "Logarithmic"}}};

constexpr std::array<ParamChoice, 3> kDivisors{{{"as-defined", "Divided as defined"},
                                                {"pairs", "Divided by pairs"},
                                                {"head-size", "Divided by head size"}}};

constexpr std::array<ParamSpec, 7> kParams{
    {{.id = "decay.measure",
      .label = "Measure",
      .type = ParamType::choice,
      .initial_text = "rotation-bound",
      .choices = kMeasures,
      .help = "Which of the named definitions is drawn; the axis and the caption state its formula."},
     {.id = "decay.scale",
      .label = "Distance axis",
      .type = ParamType::choice,
      .initial_text = "linear",
      .choices = kScales,
      .help = "Whether distances are spaced evenly or by powers of ten."},
     {.id = "decay.from",
      .label = "From distance",
      .symbol = "Δ",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = -kLargestPosition,
      .max = kLargestPosition,
      .initial = 0,
      .help = "First distance drawn; a logarithmic axis starts at 1 at the least.",
      .slider_max = 131072},
     {.id = "decay.to",
      .label = "To distance",
      .symbol = "Δ",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = -kLargestPosition,
      .max = kLargestPosition,
      .initial = 0,
      .help = "Last distance drawn; 0 means the longest context of the models.",
      .slider_max = 131072,
      .zero_text = "whole context"},
     {.id = "decay.divisor",
      .label = "Sum divided by",
      .type = ParamType::choice,
      .initial_text = "as-defined",
      .choices = kDivisors,
      .help =
          "What a bound or a sum over pairs is divided by: RoFormer divides the rotation bound by the pairs, "
          "position interpolation by the head size; the sum of cosines is as it is defined undivided."},
     {.id = "decay.independent",
      .label = "Independent q and k",
      .type = ParamType::boolean,
      .help =
          "Draws the score of independent normal q and k beside a score: mean 0 and the same deviation at "
          "every distance."},
     difference_row("decay.difference")}};

DecayRequest read_request(const FigureInputs& inputs) {
    DecayRequest request;
    request.measure = find_decay_measure(inputs.choice("decay.measure"));
    require(request.measure != nullptr, "decay.measure names no measure");
    if (inputs.choice("decay.divisor") == "pairs") request.divisor = SumDivisor::pairs;
    if (inputs.choice("decay.divisor") == "head-size") request.divisor = SumDivisor::head_size;
    request.logarithmic = inputs.choice("decay.scale") == "log";
    request.first = static_cast<std::int64_t>(inputs.number("decay.from"));
    request.last = static_cast<std::int64_t>(inputs.number("decay.to"));
    if (request.last == 0) {
        for (const FigureModel& model : inputs.models) {
            request.last = std::max(request.last, model.spec.context_length);
        }
        request.last = std::min(request.last, static_cast<std::int64_t>(kLargestPosition));
    }
    if (request.logarithmic) request.first = std::max<std::int64_t>(request.first, 1);
    request.columns = std::max<std::int64_t>(
        2, std::llround(std::min(room_inside(inputs, {}).width * inputs.pixels_per_point, 1e5)));
    return request;
}

// ---- marks

// How one curve looks, and what it is called.
struct Look {
    Ink ink;
    Dash dash = Dash::solid;
    std::string label;
    Tag tag;
};

// A random score is its mean, with one standard deviation on each side as a band.
void add_deviation(Panel& panel, const DrawnCurve& drawn, const Look& look, Extent& extent) {
    BandMark band;
    band.x = drawn.x;
    band.ink = look.ink;
    band.ink.opacity = 0.18;
    band.tag = look.tag;
    for (std::size_t c = 0; c < drawn.x.size(); ++c) {
        band.lo.push_back(drawn.lo[c] - drawn.deviation[c]);
        band.hi.push_back(drawn.hi[c] + drawn.deviation[c]);
        extent.cover(band.lo.back());
        extent.cover(band.hi.back());
    }
    panel.marks.push_back(std::move(band));
}

void add_curve(Panel& panel, DrawnCurve drawn, const Look& look, Extent& extent) {
    for (const double value : drawn.lo)
        extent.cover(value);
    for (const double value : drawn.hi)
        extent.cover(value);
    if (drawn.lo == drawn.hi) {
        LineMark line;
        for (std::size_t c = 0; c < drawn.x.size(); ++c)
            line.points.push_back({drawn.x[c], drawn.lo[c]});
        line.ink = look.ink;
        line.dash = look.dash;
        line.label = look.label;
        line.tag = look.tag;
        panel.marks.push_back(std::move(line));
    } else {
        panel.marks.push_back(BandMark{std::move(drawn.x), std::move(drawn.lo), std::move(drawn.hi), look.ink,
                                       true, look.dash, look.label, look.tag});
    }
}

void add_score(Panel& panel, const DecayRequest& request, const DecayCurves& curves, const ModelCurve& curve,
               const Look& look, Extent& extent) {
    DrawnCurve drawn = reduced(request, curves, *curve.values);
    if (!curve.values->deviation.empty()) add_deviation(panel, drawn, look, extent);
    add_curve(panel, std::move(drawn), look, extent);
}

std::string_view short_label(DecayMeasure measure) {
    if (measure == DecayMeasure::random_same) return "random *q* = *k*";
    return measure == DecayMeasure::random_fixed_query ? "random *k*, this *q*" : "this *q* and *k*";
}

// Models differ in the score of independent q and k only by factors that they put on all scores: where they
// have none, one band serves them all.
void add_independent_scores(Panel& panel, const DecayRequest& request, const DecayCurves& curves,
                            const std::vector<std::string>& labels, Extent& extent) {
    std::vector<const ModelCurve*> distinct;
    for (const ModelCurve& curve : curves.curves) {
        const auto equal = [&](const ModelCurve* other) {
            return other->values->deviation == curve.values->deviation;
        };
        if (std::none_of(distinct.begin(), distinct.end(), equal)) distinct.push_back(&curve);
    }
    for (const ModelCurve* curve : distinct) {
        const auto hue = static_cast<int>(labels.size() + (curve - curves.curves.data()));
        Look look{{InkKind::model, hue}, Dash::dashed, "independent *q*, *k*", {Role::ghost, hue}};
        if (distinct.size() > 1) look.label += ", " + labels[curve->model];
        add_score(panel, request, curves, *curve, look, extent);
    }
}

void add_delta_handle(Figure& figure, const FigureInputs& inputs, Panel& panel, const DecayRequest& request,
                      const DecayCurves& curves, double delta) {
    if (delta < static_cast<double>(request.first) || delta > static_cast<double>(request.last)) {
        figure.notes.push_back(
            fmt::format("The chosen distance Δ = {} lies outside the axis.", position_text(delta)));
        return;
    }
    RuleMark rule = delta_rule(delta, "");
    const bool several = inputs.models.size() > 1;
    for (const ModelCurve& curve : curves.curves) {
        if (!std::isfinite(curve.at_delta)) continue;
        // On the rule, because at the point it would stand on the curve.
        rule.label += several ? fmt::format("{} {} {}", &curve == &curves.curves.front() ? ":" : ",",
                                            model_letter(curve.model), display_text(curve.at_delta, 3))
                              : ": " + display_text(curve.at_delta);
        PointMark point;
        point.at = {delta, curve.at_delta};
        point.ink = {InkKind::model, static_cast<int>(curve.model)};
        point.tag = {Role::delta_handle, static_cast<int>(curve.model)};
        panel.marks.push_back(std::move(point));
    }
    panel.marks.push_back(std::move(rule));
}

Axis distance_axis(const DecayRequest& request) {
    Axis axis;
    axis.title = "distance Δ = *m* − *n* (tokens)";
    axis.scale = request.logarithmic ? AxisScale::logarithmic : AxisScale::linear;
    axis.lo = static_cast<double>(request.first);
    axis.hi = static_cast<double>(request.last);
    axis.integers = true;
    if (request.first == request.last) {  // one distance is still a picture
        axis.lo = request.logarithmic ? axis.lo / 2 : axis.lo - 1;
        axis.hi = request.logarithmic ? axis.hi * 2 : axis.hi + 1;
    }
    return axis;
}

// Of scores that models multiply by different numbers an axis says no more than that they are scores.
std::string score_title(const std::vector<FigureModel>& models) {
    const std::string scale = score_scale(models.front().spec);
    const bool alike = std::all_of(models.begin(), models.end(), [&](const FigureModel& model) {
        return score_scale(model.spec) == scale;
    });
    return alike ? "*q*_{*m*}^{T}*k*_{*n*}" + scale : "score";
}

std::string axis_title(const FigureInputs& inputs, const DecayRequest& request) {
    const bool bound = request.measure->measure == DecayMeasure::rotation_bound;
    if (is_sum_over_pairs(request.measure->measure)) {
        if (request.divisor == SumDivisor::head_size)
            return bound ? "Σ|Σe^{*i*Δ*θ*}|/*d*" : "Σcos Δ*θ*_{*i*}/*d*";
        if (request.divisor == SumDivisor::pairs && !bound) return "mean of cos Δ*θ*_{*i*}";
    }
    return is_sum_over_pairs(request.measure->measure) ? std::string(request.measure->axis)
                                                       : score_title(inputs.models);
}

Axis value_axis(const FigureInputs& inputs, const DecayRequest& request, const Extent& extent) {
    Axis axis;
    axis.title = axis_title(inputs, request);
    const Range range = padded(extent.lo, extent.hi, 0.05);
    axis.lo = extent.lo == 0 && extent.hi > 0 ? 0 : range.lo;
    axis.hi = extent.hi == 0 && extent.lo < 0 ? 0 : range.hi;
    return axis;
}

// ---- words and data

std::string measure_words(const DecayRequest& request) {
    switch (request.measure->measure) {
        case DecayMeasure::rotation_bound:
            return request.divisor == SumDivisor::head_size ? "rotation bound B(s)/d (position interpolation)"
                                                            : "rotation bound (RoFormer 3.4.3)";
        case DecayMeasure::cosine_sum:
            return "sum of cos Δθ over all pairs";
        case DecayMeasure::query_key:
            return "score of this q and k";
        case DecayMeasure::random_independent:
            return "score of independent normal q and k";
        case DecayMeasure::random_fixed_query:
            return "score of this q with normal k";
        case DecayMeasure::random_same:
            return "score of one normal vector as q and k";
    }
    return "";
}

// What the name of the measure leaves open.
std::string definition(const FigureInputs& inputs, const DecayRequest& request) {
    constexpr std::string_view kSpread = "Mean and one standard deviation.";
    switch (request.measure->measure) {
        case DecayMeasure::rotation_bound:
            if (request.divisor == SumDivisor::head_size)
                return "The bound is the sum of |partial sums| over the head size; the attention factor is "
                       "not "
                       "included.";
            return "The bound is abel_mean_abs_partial_sum; the attention factor is not included.";
        case DecayMeasure::cosine_sum:
            return fmt::format("The sum is {}; the attention factor is not included.",
                               request.divisor == SumDivisor::pairs       ? "divided by their number"
                               : request.divisor == SumDivisor::head_size ? "divided by the head size"
                                                                          : "undivided");
        case DecayMeasure::query_key:
            return vector_words(inputs);
        case DecayMeasure::random_fixed_query:
            return fmt::format("q = {}. {}", printable(inputs.q_text), kSpread);
        case DecayMeasure::random_independent:
        case DecayMeasure::random_same:
            return std::string(kSpread);
    }
    return "";
}

void add_caption(Figure& figure, const FigureInputs& inputs, const DecayRequest& request,
                 const DecayCurves& curves, bool independent) {
    figure.caption = statements_of(measure_words(request), inputs);
    if (independent) add_statement(figure, "Beside it: independent normal q and k.");
    const bool scores = !is_sum_over_pairs(request.measure->measure);
    for (const ModelCurve& curve : curves.curves) {
        const ModelSpec& model = inputs.models[curve.model].spec;
        if (scores)
            add_score_words(figure, model);
        else if (model.softmax_scale_multiplier != 1)
            add_statement(
                figure, fmt::format("The factor {} of the softmax scale of {} is not included.",
                                    display_text(model.softmax_scale_multiplier, 5), printable(model.name)));
    }
    add_statement(figure, definition(inputs, request));
}

void add_notes(Figure& figure, const DecayRequest& request, const DecayCurves& curves) {
    if (request.listed()) return;
    std::int64_t widest = 0;
    for (std::size_t c = 1; c < curves.offsets.size(); ++c) {
        widest = std::max(widest, curves.offsets[c] - curves.offsets[c - 1]);
    }
    figure.notes.push_back(fmt::format(
        "Each column holds the smallest and largest of up to {} distances{}.",
        position_text(static_cast<double>(widest)),
        request.sampled() ? fmt::format(", of which at most {} were computed", kSamplesOfColumn) : ""));
}

// "value", or "smallest" and "largest" of columns of distances, and "deviation"; `of` after each name.
void add_columns(DataTable& data, const FigureInputs& inputs, const DecayRequest& request,
                 const DecayCurves& curves, const std::string& of) {
    for (const ModelCurve& curve : curves.curves) {
        const std::string suffix = of + model_suffix(inputs, curve.model);
        if (request.listed()) {
            data.columns.push_back({"value" + suffix, "1", curve.values->smallest});
        } else {
            data.columns.push_back({"smallest" + suffix, "1", curve.values->smallest});
            data.columns.push_back({"largest" + suffix, "1", curve.values->largest});
        }
        if (!curve.values->deviation.empty()) {
            data.columns.push_back({"deviation" + suffix, "1", curve.values->deviation});
        }
    }
}

DataTable make_table(const FigureInputs& inputs, const DecayRequest& request, const DecayCurves& curves) {
    DataTable data;
    const std::size_t rows = curves.offsets.size() - 1;
    Column first{request.listed() ? "delta" : "delta_first", "tokens", {}}, last{"delta_last", "tokens", {}};
    for (std::size_t r = 0; r < rows; ++r) {
        first.values.push_back(static_cast<double>(request.first + curves.offsets[r]));
        last.values.push_back(static_cast<double>(request.first + curves.offsets[r + 1] - 1));
    }
    data.columns.push_back(std::move(first));
    if (!request.listed()) data.columns.push_back(std::move(last));
    add_columns(data, inputs, request, curves, "");
    return data;
}

std::string nothing_to_draw(const DecayRequest& request) {
    return fmt::format(
        "There is no distance from {} to {}. Set “To distance” above “From distance”, or to 0 for the whole "
        "context.",
        position_text(static_cast<double>(request.first)), position_text(static_cast<double>(request.last)));
}

bool can_draw_independent(DecayMeasure measure) {
    return !is_sum_over_pairs(measure) && measure != DecayMeasure::random_independent;
}

std::vector<IdleRow> idle_rows(DecayMeasure measure) {
    std::vector<IdleRow> idle;
    if (!is_sum_over_pairs(measure)) idle.push_back({"decay.divisor", "Scores are divided by √d only."});
    if (is_sum_over_pairs(measure))
        idle.push_back({"decay.independent", "A bound or a sum is no score: choose a score as the measure."});
    else if (!can_draw_independent(measure))
        idle.push_back({"decay.independent", "The score of independent q and k is the one shown already."});
    return idle;
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    const DecayRequest request = read_request(inputs);
    Figure figure;
    figure.kind = "decay";
    if (request.count() < 1) {
        figure.sentence = nothing_to_draw(request);
        return figure;
    }
    const double delta = inputs.query_position - inputs.key_position;
    Checked<DecayCurves> computed = decay_curves(inputs, request, delta, cache, progress);
    if (!computed.ok()) return computed.fault();
    const DecayCurves& curves = computed.value();

    Panel panel;
    panel.marks.push_back(zero_rule());
    for (RuleMark& rule :
         context_rules(inputs.models, static_cast<double>(request.first), static_cast<double>(request.last)))
        panel.marks.push_back(std::move(rule));

    Extent extent{0, 0};  // zero is always shown
    const std::vector<std::string> labels = model_labels(inputs.models);
    DecayCurves independent;
    if (inputs.flag("decay.independent") && can_draw_independent(request.measure->measure)) {
        DecayRequest beside = request;
        beside.measure = find_decay_measure("random-independent");
        Checked<DecayCurves> scores = decay_curves(inputs, beside, delta, cache, progress);
        if (!scores.ok()) return scores.fault();
        independent = std::move(scores).value();
        add_independent_scores(panel, request, independent, labels, extent);
    }
    for (const ModelCurve& curve : curves.curves) {
        const auto model = static_cast<int>(curve.model);
        std::string label = labels.size() > 1 ? labels[curve.model] : "";
        if (label.empty() && !independent.curves.empty())
            label = std::string(short_label(request.measure->measure));
        add_score(panel, request, curves, curve,
                  {{InkKind::model, model}, series_dash(curve.model), label, {Role::series, model}}, extent);
    }
    figure.notes = figure.missing = curves.notes;
    add_length_note(figure, inputs.models,
                    static_cast<double>(std::max(std::abs(request.first), std::abs(request.last))));
    add_delta_handle(figure, inputs, panel, request, curves, delta);
    panel.x = distance_axis(request);
    panel.y = value_axis(inputs, request, extent);
    figure.panels.push_back(std::move(panel));

    add_notes(figure, request, curves);
    add_caption(figure, inputs, request, curves, !independent.curves.empty());
    figure.data = make_table(inputs, request, curves);
    add_columns(figure.data, inputs, request, independent, "_independent");
    figure.idle = idle_rows(request.measure->measure);
    if (inputs.flag("decay.difference")) {
        const Checked<Done> added =
            add_curve_differences(figure, inputs, request, {.name = "value", .unit = "1"}, cache, progress);
        if (!added.ok()) return added.fault();
    }
    return figure;
}

}  // namespace
}  // namespace decay_figure

const FigureKind kDecayKind{"decay", "Decay",
                            "Score or bound against the distance of query and key, in six named definitions.",
                            decay_figure::kParams, &decay_figure::build};

}  // namespace rope
