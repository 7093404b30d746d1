// What the ways to a longer context do to angles beyond the trained one, pair by pair; and what happens when
// nothing is done.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/base/number_text.h"
#include "core/figure/kind/difference.h"
#include "core/figure/kind/extrapolation.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"
#include "core/scaling/ntk_base.h"
#include "core/scaling/scaling.h"
#include "core/scaling/yarn.h"

namespace rope {
namespace interpolation_figure {
namespace {

constexpr std::array<ParamChoice, 5> kShown{{{"reach", "Angle at the end of the context"},
                                             {"share", "Share of its speed that a pair keeps"},
                                             {"temperature", "YaRN's attention factor"},
                                             {"base", "NTK-aware base"},
                                             {"fit", "A score beyond the trained positions"}}};
constexpr std::array<ParamSpec, 5> kParams{
    {{.id = "interpolation.show",
      .label = "Show",
      .type = ParamType::choice,
      .initial_text = "reach",
      .choices = kShown,
      .help = "Largest angle over the largest trained one, share of a pair's speed kept, what grows with the "
              "factor, or a score fitted to trained positions and followed beyond."},
     {.id = "interpolation.positions",
      .label = "Fitted positions",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = 0,
      .max = 16384,
      .initial = 0,
      .help =
          "How many positions the score is fitted to, drawn twice as far; 0 takes the trained context, at "
          "most 2048.",
      .slider_max = 4096,
      .zero_text = "trained context"},
     {.id = "interpolation.ridge",
      .label = "Ridge",
      .type = ParamType::number,
      .min = 1e-12,
      .max = 1e6,
      .scale = SliderScale::logarithmic,
      .initial = 1e-4,
      .help = "Penalty on the size of the fitted coefficients: the larger, the tamer; customary 10⁻⁴."},
     {.id = "interpolation.seed",
      .label = "Seed",
      .type = ParamType::integer,
      .min = 0,
      .max = 1e6,
      .initial = 1,
      .help = "Chooses the normal numbers that the score is fitted to.",
      .slider_max = 20},
     difference_row("interpolation.difference")}};

// ---- methods

constexpr std::array<ParamChoice, 6> kMethods{{{"default", "no scaling"},
                                               {"linear", "PI"},
                                               {"ntk", "NTK-aware"},
                                               {"yarn", "YaRN"},
                                               {"ntk-by-parts", "NTK-by-parts"},
                                               {"llama3", "Llama 3"}}};

struct Method {
    std::string id, label;
    double factor = 1;            // the context over the trained one
    std::vector<double> reached;  // [P] largest angle over the largest trained angle
    std::vector<double> share;    // [P] of its speed that a pair keeps, 0: slowed by the factor
};

Method make_method(std::string id, std::string label, const ModelFrequencies& frequencies, double factor) {
    Method method{std::move(id), std::move(label), factor, {}, {}};
    for (std::size_t i = 0; i < frequencies.table.theta.size(); ++i) {
        const double before = frequencies.unscaled.theta[i];
        const double ratio = before > 0 ? frequencies.table.theta[i] / before : kNoValue;
        method.reached.push_back(ratio * factor);
        method.share.push_back(factor > 1 ? (ratio - 1 / factor) / (1 - 1 / factor) : kNoValue);
    }
    return method;
}

double context_ratio(const ModelSpec& spec) {
    return static_cast<double>(spec.context_length) / static_cast<double>(spec.trained_context);
}

// The factor that all methods are given: the model's own, else what its contexts ask for, else one to look
// at.
struct CommonFactor {
    double value = 4;
    std::string_view assumed{};  // why it is not the model's own
};

CommonFactor common_factor(const ModelSpec& spec) {
    const auto own = spec.scaling.numbers.find("factor");
    if (own != spec.scaling.numbers.end() && own->second > 1) return {.value = own->second};
    if (context_ratio(spec) > 1) return {context_ratio(spec), " (context over trained context)"};
    return {.assumed = " (assumed: the model has none)"};
}

// Equal but for rounding: a pair that stands still is equal to one that does.
bool turn_alike(const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
        return std::abs(x - y) <= 1e-12 * std::max(std::abs(x), std::abs(y));
    });
}

// The model's own frequencies where no method that is drawn has them: another kind of scaling (dynamic,
// LongRoPE, custom, ...), other parameters, or a warp after it.
void add_own(std::vector<Method>& methods, const FigureModel& model, double factor) {
    constexpr std::string_view kId = "own";  // of its columns: a type would be there twice
    const Scaling* scaling = find_scaling(model.spec.scaling.type);
    const std::string label(scaling == nullptr                   ? "scaling"
                            : scaling->id == kMethods.front().id ? kMethods.front().label
                                                                 : scaling->label);
    Method own = make_method(std::string(kId), "this model: " + label, *model.frequencies, factor);
    const bool drawn = std::any_of(methods.begin(), methods.end(), [&](const Method& method) {
        return turn_alike(method.reached, own.reached);
    });
    if (!drawn) methods.push_back(std::move(own));
}

std::vector<Method> methods_of(const FigureInputs& inputs) {
    std::vector<Method> methods;
    if (inputs.models.size() > 1) {
        const std::vector<std::string> labels = model_labels(inputs.models);
        for (std::size_t m = 0; m < inputs.models.size(); ++m) {
            const FigureModel& model = inputs.models[m];
            methods.push_back(make_method(model_letter(m), labels[m], *model.frequencies,
                                          std::max(1.0, context_ratio(model.spec))));
        }
        return methods;
    }
    const ModelSpec& own = inputs.models.front().spec;
    const double factor = common_factor(own).value;
    for (const ParamChoice& method : kMethods) {
        ModelSpec spec = own;
        spec.scaling = {.type = std::string(method.id), .numbers = {{"factor", factor}}, .lists = {}};
        const Checked<ModelFrequencies> made = frequencies(spec);
        if (!made.ok()) continue;  // a method that does not exist for this head
        methods.push_back(make_method(spec.scaling.type, std::string(method.label), made.value(), factor));
    }
    add_own(methods, inputs.models.front(), factor);
    return methods;
}

DataTable methods_table(const std::vector<Method>& methods) {
    std::size_t rows = 0;
    for (const Method& method : methods)
        rows = std::max(rows, method.share.size());
    DataTable data;
    data.columns.push_back({"pair", "1", {}});
    for (std::size_t i = 0; i < rows; ++i)
        data.columns[0].values.push_back(static_cast<double>(i));
    const auto add = [&](std::string name, std::vector<double> values) {
        values.resize(rows, kNoValue);
        data.columns.push_back({std::move(name), "1", std::move(values)});
    };
    for (const Method& method : methods) {
        add("share_" + method.id, method.share);
        add("reach_" + method.id, method.reached);
    }
    return data;
}

// Pairs that turn at least once in the trained context have met every angle.
int turning_pairs(const FigureModel& model) {
    const std::vector<double>& theta = model.frequencies->unscaled.theta;
    const auto once = [&](double t) {
        return t * static_cast<double>(model.spec.trained_context) >= 2 * std::numbers::pi;
    };
    return static_cast<int>(std::count_if(theta.begin(), theta.end(), once));
}

Figure build_methods(const FigureInputs& inputs, bool share) {
    Figure figure;
    figure.kind = "interpolation";
    const std::vector<Method> methods = methods_of(inputs);
    figure.data = methods_table(methods);
    Panel panel;
    Extent extent{0, share ? 1.0 : 1.1};
    for (std::size_t s = 0; s < methods.size(); ++s) {
        LineMark line = series_line(s, methods[s].label);
        const std::vector<double>& values = share ? methods[s].share : methods[s].reached;
        for (std::size_t i = 0; i < values.size(); ++i)
            line.points.push_back({static_cast<double>(i), values[i]});
        if (share && methods[s].id == "default") continue;  // keeps everything
        extent.cover(line);
        panel.marks.push_back(std::move(line));
    }
    const FigureModel& model = inputs.models.front();
    const int turning = turning_pairs(model);
    const auto pairs = static_cast<double>(figure.data.columns[0].values.size());
    if (turning > 0 && turning < model.frequencies->unscaled.pairs()) {
        RuleMark rule;
        rule.value = turning - 0.5;
        rule.label = "one turn in training";
        rule.tag.index = 1;
        panel.marks.push_back(std::move(rule));
    }
    if (!share) {
        RuleMark rule;
        rule.vertical = false;
        rule.value = 1;
        rule.dash = Dash::solid;
        rule.weight = 0.75;
        rule.tag.index = 2;
        panel.marks.push_back(std::move(rule));
    }
    panel.x.emplace().title = "pair *i* (fast to slow)";
    panel.x->integers = true;
    panel.x->lo = -0.5;
    panel.x->hi = std::max(pairs, 2.0) - 0.5;
    panel.y.emplace().title = share ? "share of its speed kept" : "angle / largest trained";
    panel.y->short_title = share ? "speed kept" : "angle ratio";
    const double air = 0.06 * (extent.hi - extent.lo);
    panel.y->lo = extent.lo < 0 || share ? extent.lo - air : 0;
    panel.y->hi = extent.hi + air;
    figure.panels.push_back(std::move(panel));

    figure.caption = statements_of(share ? "share of its own speed that each pair keeps"
                                         : "angle of each pair over its largest trained angle",
                                   inputs);
    if (inputs.models.size() == 1) {
        add_statement(figure, fmt::format("{} of {} pairs turn at least once in training.", turning,
                                          model.frequencies->unscaled.pairs()));
        add_statement(figure, fmt::format("Factor {}{} from {} trained tokens.",
                                          display_text(common_factor(model.spec).value),
                                          common_factor(model.spec).assumed,
                                          position_text(static_cast<double>(model.spec.trained_context))));
    }
    add_statement(figure, share ? "Share 0: slowed by the factor."
                                : "Angles at the end of the context; above 1: not seen in training.");
    return figure;
}

// ---- what grows with the factor

constexpr int kLargestFactor = 64;

struct Growth {
    std::string first, second;              // names of the columns
    std::string first_words, second_words;  // labels
    std::vector<double> values, others;
};

Figure build_growth(const FigureInputs& inputs, bool base) {
    Figure figure;
    figure.kind = "interpolation";
    const ModelSpec& spec = inputs.models.front().spec;
    Column factor{"factor", "1", {}};
    Growth growth{base ? "ntk_base" : "attention_factor",
                  base ? "base_times_factor" : "score_factor",
                  base ? "*b* *s*^{*d*/(*d* − 2)}" : "on *q* and on *k*",
                  base ? "*b* *s*" : "on the score",
                  {},
                  {}};
    for (int s = 1; s <= kLargestFactor; ++s) {
        factor.values.push_back(s);
        const double temperature = yarn_temperature(s, 1);
        if (base) {
            const Checked<Extended> made = ntk_base(spec.base, spec.shape.rotary_dim, Extended(s));
            if (!made.ok()) {
                figure.sentence =
                    "With one pair there is no fast pair to keep and no slow one to slow: raise "
                    "the rotary dimension.";
                return figure;
            }
            growth.values.push_back(made.value().to_double());
            growth.others.push_back(spec.base * s);
        } else {
            growth.values.push_back(temperature);
            growth.others.push_back(temperature * temperature);
        }
    }
    Panel panel;
    Extent extent;
    const auto add = [&](std::size_t series, const std::string& label, const std::vector<double>& values) {
        LineMark line = series_line(series, label);
        for (std::size_t i = 0; i < values.size(); ++i)
            line.points.push_back({factor.values[i], values[i]});
        extent.cover(line);
        panel.marks.push_back(std::move(line));
    };
    add(0, growth.first_words, growth.values);
    add(1, growth.second_words, growth.others);
    panel.x.emplace().title = "factor *s*";
    panel.x->scale = AxisScale::logarithmic;
    panel.x->lo = 1;
    panel.x->hi = kLargestFactor;
    for (int s = 1; s <= kLargestFactor; s *= 2)
        panel.x->ticks.push_back({static_cast<double>(s), std::to_string(s)});
    panel.y.emplace().title = base ? "base *b*′" : "attention factor";
    panel.y->scale = base ? AxisScale::logarithmic : AxisScale::linear;
    panel.y->lo = base ? extent.lo / 1.3 : 1;
    panel.y->hi = base ? extent.hi * 1.3 : extent.hi + 0.05;
    figure.panels.push_back(std::move(panel));
    if (base)
        figure.caption = {fmt::format("NTK-aware base b′ = b·s^(d/(d − 2)) for d = {}, b = {}.",
                                      spec.shape.rotary_dim, position_text(spec.base)),
                          "It leaves the fastest pair alone and slows the slowest s times."};
    else
        figure.caption = {"YaRN's attention factor 0.1 ln s + 1 on q and on k.",
                          "Its square is on the score."};
    figure.data.columns = {std::move(factor),
                           {growth.first, "1", std::move(growth.values)},
                           {growth.second, "1", std::move(growth.others)}};
    return figure;
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    const std::string& shown = inputs.choice("interpolation.show");
    if (shown == "fit") return extrapolation_figure(inputs, cache, progress);
    Figure figure = shown == "reach" || shown == "share" ? build_methods(inputs, shown == "share")
                                                         : build_growth(inputs, shown == "base");
    if ((shown == "reach" || shown == "share") && inputs.flag("interpolation.difference"))
        add_difference_of_columns(figure, inputs, {{shown, "", {}}});
    if (shown == "temperature" || shown == "base") add_only_first_model_note(figure, inputs);
    return figure;
}

}  // namespace
}  // namespace interpolation_figure

const FigureKind kInterpolationKind{
    "interpolation", "Interpolation",
    "What PI, NTK-aware, YaRN and Llama 3 scaling do to angles beyond the trained context, and what a score "
    "does there without them.",
    interpolation_figure::kParams, &interpolation_figure::build};

}  // namespace rope
