#include "core/figure/kind/smallest_base.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/figure/kind/negative_distances.h"
#include "core/figure/kind/reach_of_bases.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"

namespace rope {
namespace {

constexpr std::int64_t kShortestContext = 1024;

std::string smallest_words(const FigureModel& model, const BaseReaches& reaches) {
    const std::optional<double> smallest =
        reaches.smallest(std::min(model.spec.context_length, reaches.longest));
    const std::string of =
        fmt::format("{} of {} tokens needs ",
                    model.spec.context_length <= reaches.longest ? "a context" : "more than a context",
                    position_text(static_cast<double>(std::min(model.spec.context_length, reaches.longest))));
    return of + (smallest ? "base " + position_text(*smallest) : "a base above 10⁹");
}

// The steps: every base of the grid that reaches farther than all smaller ones.
LineMark smallest_line(const BaseReaches& reaches, double from, std::size_t model, const std::string& label) {
    LineMark line = series_line(model, label);
    std::int64_t reached = 0;
    for (std::size_t i = 0; i < reaches.bases.size(); ++i) {
        if (reaches.reach[i] <= reached) continue;
        const auto end = static_cast<double>(reaches.reach[i]);
        if (end >= from) {
            line.points.push_back({std::max(from, static_cast<double>(reached) + 1), reaches.bases[i]});
            line.points.push_back({end, reaches.bases[i]});
        }
        reached = reaches.reach[i];
    }
    return line;
}

LineMark every_base(const BaseReaches& reaches, double from) {
    LineMark line;
    for (std::size_t i = 0; i < reaches.bases.size(); ++i) {
        const auto reach = static_cast<double>(reaches.reach[i]);
        if (reach >= from) line.points.push_back({reach, reaches.bases[i]});
    }
    line.ink = {InkKind::muted, 0, 1, 0.5};
    line.weight = 0.5;
    line.tag = {Role::ghost};
    return line;
}

// The fit printed below table 2 of Men et al.
LineMark power_law(double from, double to) {
    LineMark line;
    for (const double context : {from, to})
        line.points.push_back({context, 0.0424 * std::pow(context, 1.628)});
    line.ink = {InkKind::muted};
    line.dash = Dash::dotted;
    line.label = "0.0424·*L*^{1.628}";
    line.tag = {Role::rule};
    return line;
}

// Table 2 of Men et al., as printed: heads of 128 components. k is read as 1024 tokens.
constexpr int kPrintedWidth = 128;
struct PrintedBase {
    double context, base;
};
constexpr std::array<PrintedBase, 11> kPrinted{{{1024, 4.3e3},
                                                {2048, 1.6e4},
                                                {4096, 2.7e4},
                                                {8192, 8.4e4},
                                                {16384, 3.1e5},
                                                {32768, 6.4e5},
                                                {65536, 2.1e6},
                                                {131072, 7.8e6},
                                                {262144, 3.6e7},
                                                {524288, 6.4e7},
                                                {1048576, 5.1e8}}};

void add_printed(Panel& panel, double longest, Extent& extent) {
    const auto end = std::find_if(kPrinted.begin(), kPrinted.end(),
                                  [&](const PrintedBase& each) { return each.context > longest; });
    const auto named = kPrinted.begin() + (end - kPrinted.begin()) / 2;  // there is room below the middle
    for (auto printed = kPrinted.begin(); printed != end; ++printed) {
        PointMark point;
        point.at = {printed->context, printed->base};
        point.ink = {InkKind::accent};
        point.radius = 3;
        point.tag = {Role::text, 100};
        if (printed == named) point.label = "printed in table 2";
        extent.cover(printed->base);
        panel.marks.emplace_back(std::move(point));
    }
}

DataTable smallest_table(const FigureInputs& inputs,
                         const std::vector<std::shared_ptr<const BaseReaches>>& reaches, std::int64_t longest,
                         bool printed) {
    DataTable data;
    data.columns.push_back({"context", "tokens", {}});
    for (std::int64_t context = kShortestContext; context <= longest; context *= 2)
        data.columns[0].values.push_back(static_cast<double>(context));
    for (std::size_t m = 0; m < reaches.size(); ++m) {
        Column column{"smallest_base" + model_suffix(inputs, m), "1", {}};
        for (const double context : data.columns[0].values)
            column.values.push_back(
                reaches[m]->smallest(static_cast<std::int64_t>(context)).value_or(kNoValue));
        data.columns.push_back(std::move(column));
    }
    if (!printed) return data;
    Column column{"printed_base", "1", std::vector<double>(data.columns[0].values.size(), kNoValue)};
    for (std::size_t r = 0; r < std::min(kPrinted.size(), column.values.size()); ++r) {
        require(kPrinted[r].context == data.columns[0].values[r], "table 2 doubles its contexts");
        column.values[r] = kPrinted[r].base;
    }
    data.columns.push_back(std::move(column));
    return data;
}

void add_model_point(Panel& panel, const FigureInputs& inputs, std::size_t m, const std::string& label) {
    PointMark point;
    point.at = {static_cast<double>(inputs.models[m].spec.context_length), inputs.models[m].spec.base};
    const bool inside = point.at.x >= panel.x->lo && point.at.x <= panel.x->hi && point.at.y >= panel.y->lo &&
                        point.at.y <= panel.y->hi;
    if (!inside) return;
    point.ink = {InkKind::model, static_cast<int>(m)};
    point.label = label;
    point.tag = {Role::text, static_cast<int>(m)};
    panel.marks.push_back(std::move(point));
}

}  // namespace

Checked<Figure> smallest_base_figure(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    const auto wanted = static_cast<std::int64_t>(inputs.number("base-bound.to"));
    std::int64_t longest = 32768;
    while (wanted == 0 && longest < longest_context(inputs) && longest < kFarthestDistance / 4)
        longest *= 2;
    if (wanted > 0) longest = std::clamp<std::int64_t>(wanted, 2 * kShortestContext, kFarthestDistance / 4);

    Figure figure;
    figure.kind = "base-bound";
    Panel panel;
    Extent extent;
    std::vector<std::shared_ptr<const BaseReaches>> reaches;
    std::vector<int> widths;
    const auto from = static_cast<double>(kShortestContext);
    const std::vector<std::string> labels = model_labels(inputs.models);
    for (std::size_t m = 0; m < inputs.models.size(); ++m) {
        const int width = inputs.models[m].spec.shape.rotary_dim;
        reaches.push_back(reaches_of_bases(width, longest, cache, progress));
        if (!reaches.back()) return cancelled_fault("the search for the smallest base");
        if (std::find(widths.begin(), widths.end(), width) != widths.end()) continue;
        widths.push_back(width);
        panel.marks.push_back(every_base(*reaches.back(), from));
        LineMark line =
            smallest_line(*reaches.back(), from, m, fmt::format("smallest base, *d* = {}", width));
        extent.cover(line);
        panel.marks.push_back(std::move(line));
    }
    const bool printed = std::find(widths.begin(), widths.end(), kPrintedWidth) != widths.end();
    figure.data = smallest_table(inputs, reaches, longest, printed);
    if (extent.empty()) {
        figure.sentence = fmt::format(
            "No base up to 10⁹ keeps the sum at or above 0 over {} tokens with so few pairs. Raise the "
            "rotary "
            "dimension.",
            position_text(from));
        return figure;
    }
    panel.marks.push_back(power_law(from, static_cast<double>(longest)));
    extent.cover(std::get<LineMark>(panel.marks.back()));
    if (printed) add_printed(panel, static_cast<double>(longest), extent);
    panel.x.emplace().title = "context *L* (tokens)";
    panel.x->scale = AxisScale::logarithmic;
    panel.x->lo = from / 1.1;
    panel.x->hi = static_cast<double>(longest) * 1.1;
    panel.y.emplace().title = "base *b*";
    panel.y->scale = AxisScale::logarithmic;
    for (const FigureModel& model : inputs.models)
        if (static_cast<double>(model.spec.context_length) >= from) extent.cover(model.spec.base);
    panel.y->lo = extent.lo / 2;
    panel.y->hi = extent.hi * 2;
    for (std::size_t m = 0; m < inputs.models.size(); ++m)
        add_model_point(panel, inputs, m, inputs.models.size() > 1 ? labels[m] : "this model");
    figure.panels.push_back(std::move(panel));
    if (inputs.models.size() == 1)
        figure.caption = statements_of(smallest_words(inputs.models.front(), *reaches.front()),
                                       inputs.models.front().spec);
    else
        figure.caption = {of_models(inputs, [&](std::size_t m) {
            return fmt::format("{}: {}", model_words(inputs.models[m].spec),
                               smallest_words(inputs.models[m], *reaches[m]));
        })};
    figure.caption.insert(figure.caption.begin() + 1,
                          {"Smallest base without scaling, to two digits.",
                           "A base that is large enough keeps Σcos Δθ at or above 0 throughout a context."});
    if (printed)
        add_statement(figure,
                      "Points: as printed in table 2 of Men et al. 2024 for heads of 128, k read as 1024.");
    figure.notes.push_back(
        "The thin line is the reach of every base: larger bases than the smallest may fall short again.");
    return figure;
}

}  // namespace rope
