// How far a base reaches: the first distance at which Σcos goes negative. Men et al. 2024 (arXiv:2405.14591).
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/figure/kind/curve_difference.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/negative_distances.h"
#include "core/figure/kind/reach_of_bases.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/smallest_base.h"
#include "core/figure/kind/words.h"

namespace rope {
namespace base_bound_figure {
namespace {

constexpr std::int64_t kFarthest = kFarthestDistance;

constexpr std::array<ParamChoice, 3> kShown{{{"sum", "Mean of cosines"},
                                             {"smallest", "Smallest base for a context"},
                                             {"negatives", "Distances with a negative sum"}}};
constexpr std::array<ParamChoice, 2> kScales{{{"linear", "Linear"}, {"log", "Logarithmic"}}};

constexpr std::array<ParamSpec, 4> kParams{
    {{.id = "base-bound.show",
      .label = "Show",
      .type = ParamType::choice,
      .initial_text = "sum",
      .choices = kShown,
      .help =
          "Σcos Δθ over the number of pairs against distance, the smallest base with which it stays at or "
          "above 0 throughout a context, or how many distances of a context have it below 0."},
     {.id = "base-bound.scale",
      .label = "Distance axis",
      .type = ParamType::choice,
      .initial_text = "linear",
      .choices = kScales,
      .help = "Whether distances of the sum are spaced evenly or by powers of ten."},
     {.id = "base-bound.to",
      .label = "Up to",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = 0,
      .max = static_cast<double>(kFarthest),
      .initial = 0,
      .help =
          "Last distance or longest context drawn; 0 takes the context of the models, and the first negative "
          "distance where that lies beyond it.",
      .slider_max = 131072,
      .zero_text = "automatic"},
     difference_row("base-bound.difference")}};

Checked<std::vector<BaseBound>> bounds_of(const FigureInputs& inputs, std::int64_t limit, ResultCache& cache,
                                          Progress& progress) {
    std::vector<BaseBound> bounds;
    for (const FigureModel& model : inputs.models) {
        const auto bound = cached_base_bound(model.frequencies->table, limit, cache, progress);
        if (!bound) return cancelled_fault("the search for the first negative distance");
        bounds.push_back(*bound);
    }
    return bounds;
}

std::string reach_words(const FigureModel& model, const BaseBound& bound, std::int64_t limit) {
    if (!bound.first_negative)
        return fmt::format("never negative up to Δ = {}", position_text(static_cast<double>(limit)));
    const auto first = static_cast<double>(*bound.first_negative),
               context = static_cast<double>(model.spec.context_length);
    return fmt::format("first negative at Δ = {}, {} the context", position_text(first),
                       first >= context ? "beyond" : "within");
}

std::vector<std::string> reach_statements(const FigureInputs& inputs, const std::vector<BaseBound>& bounds,
                                          std::int64_t limit) {
    constexpr const char* kMeasure = "Mean of cos Δθ over the pairs.";
    std::vector<std::string> out;
    if (inputs.models.size() == 1) {
        const FigureModel& model = inputs.models.front();
        out = statements_of(reach_words(model, bounds.front(), limit), model.spec);
        out.insert(out.end() - 1, fmt::format("The context has {} tokens.",
                                              position_text(static_cast<double>(model.spec.context_length))));
        out.emplace_back(kMeasure);
        return out;
    }
    std::string firsts;
    for (std::size_t m = 0; m < inputs.models.size(); ++m) {
        const auto& first = bounds[m].first_negative;
        firsts += fmt::format("{} {} {}", m == 0 ? "" : ",", model_letter(m),
                              first ? "at Δ = " + position_text(static_cast<double>(*first)) : "never");
    }
    return {"First negative:" + firsts + ".", kMeasure, of_models(inputs, [&](std::size_t m) {
                return fmt::format("{}: {}", model_words(inputs.models[m].spec),
                                   reach_words(inputs.models[m], bounds[m], limit));
            })};
}

void add_mean(Panel& panel, const DrawnCurve& drawn, std::size_t model, const std::string& label,
              Extent& extent) {
    LineMark line = series_line(model, label);
    for (std::size_t c = 0; c < drawn.x.size(); ++c) {
        extent.cover(drawn.lo[c]);
        extent.cover(drawn.hi[c]);
        line.points.push_back({drawn.x[c], drawn.lo[c]});
    }
    if (drawn.lo == drawn.hi) {
        panel.marks.push_back(std::move(line));
    } else {
        panel.marks.push_back(
            BandMark{drawn.x, drawn.lo, drawn.hi, line.ink, true, line.dash, line.label, line.tag});
    }
}

void add_first_negative(Panel& panel, std::size_t model, const BaseBound& bound, const DecayRequest& request,
                        const std::string& of) {
    if (!bound.first_negative || *bound.first_negative > request.last) return;
    const auto at = static_cast<double>(*bound.first_negative);
    RuleMark rule;  // its label stands above the waves, where a point's would lie on them
    rule.value = at;
    rule.label = "first negative at " + position_text(at) + (of.empty() ? "" : ", " + of);
    rule.ink = {InkKind::model, static_cast<int>(model)};
    rule.dash = Dash::dotted;
    rule.tag = {Role::rule, 100 + static_cast<int>(model)};
    panel.marks.push_back(std::move(rule));
}

void add_zero_crossing(Panel& panel, std::size_t model, const BaseBound& bound, const DecayRequest& request) {
    if (!bound.first_negative || *bound.first_negative > request.last) return;
    PointMark point;
    point.at = {static_cast<double>(*bound.first_negative), 0};
    point.ink = {InkKind::model, static_cast<int>(model)};
    point.tag = {Role::text, static_cast<int>(model)};
    panel.marks.push_back(std::move(point));
}

Axis distance_axis(const DecayRequest& request) {
    Axis axis;
    axis.title = "distance Δ = *m* − *n* (tokens)";
    axis.scale = request.logarithmic ? AxisScale::logarithmic : AxisScale::linear;
    axis.lo = static_cast<double>(request.first);
    axis.hi = static_cast<double>(request.last);
    axis.integers = true;
    return axis;
}

DataTable sum_table(const FigureInputs& inputs, const DecayRequest& request, const DecayCurves& curves) {
    DataTable data;
    Column first{request.listed() ? "delta" : "delta_first", "tokens", {}}, last{"delta_last", "tokens", {}};
    for (std::size_t r = 0; r + 1 < curves.offsets.size(); ++r) {
        first.values.push_back(static_cast<double>(request.first + curves.offsets[r]));
        last.values.push_back(static_cast<double>(request.first + curves.offsets[r + 1] - 1));
    }
    data.columns.push_back(std::move(first));
    if (!request.listed()) data.columns.push_back(std::move(last));
    for (const ModelCurve& curve : curves.curves) {
        const std::string suffix = model_suffix(inputs, curve.model);
        if (request.listed()) {
            data.columns.push_back({"mean_cosine" + suffix, "1", curve.values->smallest});
        } else {
            data.columns.push_back({"smallest" + suffix, "1", curve.values->smallest});
            data.columns.push_back({"largest" + suffix, "1", curve.values->largest});
        }
    }
    return data;
}

Checked<Figure> build_sum(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    const auto wanted = static_cast<std::int64_t>(inputs.number("base-bound.to"));
    const std::int64_t context = longest_context(inputs);
    const std::int64_t limit =
        wanted > 0 ? wanted : std::min(kFarthest, std::max<std::int64_t>(4 * context, 65536));
    const Checked<std::vector<BaseBound>> bounds = bounds_of(inputs, limit, cache, progress);
    if (!bounds.ok()) return bounds.fault();
    std::int64_t last = wanted > 0 ? wanted : std::max<std::int64_t>(context, 2);
    for (const BaseBound& bound : bounds.value()) {
        if (wanted > 0 || !bound.first_negative) continue;
        const double beyond = rounded_up(1.1 * static_cast<double>(*bound.first_negative));
        last = std::max(last, static_cast<std::int64_t>(beyond));
    }

    DecayRequest request;
    request.measure = find_decay_measure("cosine-sum");
    request.divisor = SumDivisor::pairs;  // so that heads of different width share an axis
    request.logarithmic = inputs.choice("base-bound.scale") == "log";
    request.first = request.logarithmic ? 1 : 0;
    request.last = std::max<std::int64_t>(last, request.first + 1);
    request.columns = std::max<std::int64_t>(
        2, std::llround(std::min(room_inside(inputs, {}).width * inputs.pixels_per_point, 1e5)));
    const double delta = inputs.query_position - inputs.key_position;
    const Checked<DecayCurves> computed = decay_curves(inputs, request, delta, cache, progress);
    if (!computed.ok()) return computed.fault();

    Figure figure;
    figure.kind = "base-bound";
    Panel panel;
    const bool several = inputs.models.size() > 1;
    const std::vector<std::string> labels = model_labels(inputs.models);
    panel.marks.push_back(zero_rule());
    for (std::size_t m = 0; m < inputs.models.size(); ++m)
        add_first_negative(panel, m, bounds.value()[m], request, several ? labels[m] : "");
    for (RuleMark& rule :
         context_rules(inputs.models, static_cast<double>(request.first), static_cast<double>(request.last)))
        panel.marks.push_back(std::move(rule));
    if (delta >= static_cast<double>(request.first) && delta <= static_cast<double>(request.last))
        panel.marks.push_back(delta_rule(delta, ""));
    Extent extent{0, 1};
    for (const ModelCurve& curve : computed.value().curves)
        add_mean(panel, reduced(request, computed.value(), *curve.values), curve.model,
                 several ? labels[curve.model] : "", extent);
    for (std::size_t m = 0; m < inputs.models.size(); ++m)
        add_zero_crossing(panel, m, bounds.value()[m], request);
    panel.x = distance_axis(request);
    panel.y.emplace().title = "mean of cos Δ*θ*_{*i*}";
    panel.y->lo = padded(extent.lo, extent.hi, 0.06).lo;
    panel.y->hi = 1;
    figure.panels.push_back(std::move(panel));
    figure.caption = reach_statements(inputs, bounds.value(), limit);
    if (!request.listed()) {
        figure.notes.push_back("Each column of pixels holds the smallest and largest mean of its distances.");
    }
    figure.data = sum_table(inputs, request, computed.value());
    if (inputs.flag("base-bound.difference")) {
        const Checked<Done> added =
            add_curve_differences(figure, inputs, request, {"mean_cosine", "1"}, cache, progress);
        if (!added.ok()) return added.fault();
    }
    return figure;
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    const std::string& shown = inputs.choice("base-bound.show");
    if (shown == "sum") return build_sum(inputs, cache, progress);
    const bool smallest = shown == "smallest";
    Checked<Figure> figure = smallest ? smallest_base_figure(inputs, cache, progress)
                                      : negative_distances_figure(inputs, cache, progress);
    if (figure.ok() && inputs.flag("base-bound.difference"))
        add_difference_of_columns(figure.value(), inputs,
                                  {{smallest ? "smallest_base" : "negative", "", {}}});
    return figure;
}

}  // namespace
}  // namespace base_bound_figure

const FigureKind kBaseBoundKind{
    "base-bound", "Base bound",
    "How far a base reaches: the first distance at which Σcos goes negative, the smallest base for a "
    "context, or how many distances are negative.",
    base_bound_figure::kParams, &base_bound_figure::build};

}  // namespace rope
