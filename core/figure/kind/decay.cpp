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
namespace {

constexpr std::array<ParamChoice, 6> kMeasures{{{"rotation-bound", "Rotation bound"},
                                                {"cosine-sum", "Sum of cosines"},
                                                {"query-key", "Score of q and k"},
                                                {"random-independent", "Random q and k, independent"},
                                                {"random-fixed-query", "Random k, this q"},
                                                {"random-same", "Random q = k"}}};
constexpr std::array<ParamChoice, 2> kScales{{{"linear", "Linear"}, {"log", "Logarithmic"}}};

constexpr std::array<ParamSpec, 5> kParams{
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
     difference_row("decay.difference")}};

DecayRequest read_request(const FigureInputs& inputs) {
    DecayRequest request;
    request.measure = find_decay_measure(inputs.choice("decay.measure"));
    require(request.measure != nullptr, "decay.measure names no measure");
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

// A random score is its mean, with one standard deviation on each side as a band.
void add_deviation(Panel& panel, const DrawnCurve& drawn, std::size_t model, Extent& extent) {
    BandMark band;
    band.x = drawn.x;
    band.ink = {InkKind::model, static_cast<int>(model), 1, 0.18};
    band.tag = {Role::series, static_cast<int>(model)};
    for (std::size_t c = 0; c < drawn.x.size(); ++c) {
        band.lo.push_back(drawn.lo[c] - drawn.deviation[c]);
        band.hi.push_back(drawn.hi[c] + drawn.deviation[c]);
        extent.cover(band.lo.back());
        extent.cover(band.hi.back());
    }
    panel.marks.push_back(std::move(band));
}

void add_curve(Panel& panel, DrawnCurve drawn, std::size_t model, const std::string& label, Extent& extent) {
    const Ink ink{InkKind::model, static_cast<int>(model)};
    const Tag tag{Role::series, static_cast<int>(model)};
    for (const double value : drawn.lo)
        extent.cover(value);
    for (const double value : drawn.hi)
        extent.cover(value);
    if (drawn.lo == drawn.hi) {
        LineMark line;
        for (std::size_t c = 0; c < drawn.x.size(); ++c)
            line.points.push_back({drawn.x[c], drawn.lo[c]});
        line.ink = ink;
        line.dash = series_dash(model);
        line.label = label;
        line.tag = tag;
        panel.marks.push_back(std::move(line));
    } else {
        panel.marks.push_back(BandMark{std::move(drawn.x), std::move(drawn.lo), std::move(drawn.hi), ink,
                                       true, series_dash(model), label, tag});
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

Axis value_axis(const DecayRequest& request, const Extent& extent) {
    Axis axis;
    axis.title = std::string(request.measure->axis);
    const Range range = padded(extent.lo, extent.hi, 0.05);
    axis.lo = extent.lo == 0 && extent.hi > 0 ? 0 : range.lo;
    axis.hi = extent.hi == 0 && extent.lo < 0 ? 0 : range.hi;
    return axis;
}

// ---- words and data

std::string definition(const FigureInputs& inputs, DecayMeasure measure) {
    switch (measure) {
        case DecayMeasure::rotation_bound:
            return "Rotation bound (RoFormer 3.4.3, abel_mean_abs_partial_sum; attention factor not "
                   "included)";
        case DecayMeasure::cosine_sum:
            return "Sum of cos Δθ over all pairs (undivided; attention factor not included)";
        case DecayMeasure::query_key:
            return fmt::format("Score q·k/√d with q = {} and k = {}", printable(inputs.q_text),
                               printable(inputs.k_text));
        case DecayMeasure::random_independent:
            return "Score of independent normal q and k: mean and one standard deviation";
        case DecayMeasure::random_fixed_query:
            return fmt::format("Score of q = {} with normal k: mean and one standard deviation",
                               printable(inputs.q_text));
        case DecayMeasure::random_same:
            return "Score of one normal vector as q and k: mean and one standard deviation";
    }
    return "";
}

std::string make_caption(const FigureInputs& inputs, const DecayRequest& request, const DecayCurves& curves) {
    std::string caption = definition(inputs, request.measure->measure) + ".";
    for (std::size_t i = 0; i < curves.curves.size(); ++i) {
        const std::size_t model = curves.curves[i].model;
        const std::string letter = inputs.models.size() > 1 ? model_letter(model) + " = " : "";
        caption += (i == 0 ? " " : "; ") + letter + model_words(inputs.models[model].spec);
    }
    if (curves.curves.empty()) return caption;
    caption += ".";
    const DecayMeasure measure = request.measure->measure;
    const bool scores = measure != DecayMeasure::rotation_bound && measure != DecayMeasure::cosine_sum;
    for (const ModelCurve& curve : curves.curves) {
        const ModelSpec& model = inputs.models[curve.model].spec;
        if (scores)
            caption += multiplier_words(model);
        else if (model.softmax_scale_multiplier != 1)
            caption += fmt::format(" The factor {} of the softmax scale of {} is not included.",
                                   display_text(model.softmax_scale_multiplier, 5), printable(model.name));
    }
    return caption;
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
    for (const ModelCurve& curve : curves.curves) {
        const std::string suffix = inputs.models.size() > 1 ? "_" + model_letter(curve.model) : "";
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
    return data;
}

std::string nothing_to_draw(const DecayRequest& request) {
    return fmt::format(
        "There is no distance from {} to {}. Set “To distance” above “From distance”, or to 0 for the whole "
        "context.",
        position_text(static_cast<double>(request.first)), position_text(static_cast<double>(request.last)));
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
    for (const ModelCurve& curve : curves.curves) {
        DrawnCurve drawn = reduced(request, curves, *curve.values);
        if (!curve.values->deviation.empty()) add_deviation(panel, drawn, curve.model, extent);
        add_curve(panel, std::move(drawn), curve.model, labels.size() > 1 ? labels[curve.model] : "", extent);
    }
    figure.notes = figure.missing = curves.notes;
    add_delta_handle(figure, inputs, panel, request, curves, delta);
    panel.x = distance_axis(request);
    panel.y = value_axis(request, extent);
    figure.panels.push_back(std::move(panel));

    add_notes(figure, request, curves);
    figure.caption = make_caption(inputs, request, curves);
    figure.data = make_table(inputs, request, curves);
    if (inputs.flag("decay.difference")) {
        const Checked<Done> added =
            add_curve_differences(figure, inputs, request, {.name = "value", .unit = "1"}, cache, progress);
        if (!added.ok()) return added.fault();
    }
    return figure;
}

}  // namespace

const FigureKind kDecayKind{"decay", "Decay",
                            "Score or bound against the distance of query and key, in six named definitions.",
                            kParams, &build};

}  // namespace rope
