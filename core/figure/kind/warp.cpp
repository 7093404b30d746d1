// Bent frequency axes, all-pass and bilinear, beside the plain frequencies. Definitions: core/scaling/warp.h.
#include "core/scaling/warp.h"

#include <fmt/core.h>

#include <array>
#include <cmath>
#include <numbers>

#include "core/base/number_text.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"

namespace rope {
namespace warp_figure {
namespace {

constexpr std::array<ParamSpec, 2> kParams{
    {{.id = "warp.scale",
      .label = "All-pass scale",
      .symbol = "*s*",
      .type = ParamType::number,
      .min = 0.015625,
      .max = 64,
      .scale = SliderScale::logarithmic,
      .initial = 4,
      .help = "How many times slower the slow pairs turn: ρ = (1 − s)/(1 + s); 1 bends nothing."},
     {.id = "warp.period",
      .label = "Bilinear period",
      .symbol = "*T*",
      .unit = "tokens",
      .type = ParamType::number,
      .min = 0.001,
      .max = 1000,
      .scale = SliderScale::logarithmic,
      .initial = 1,
      .help = "Sampling period of the bilinear transform, which compresses all frequencies below π/T.",
      .slider_min = 0.1,
      .slider_max = 10}}};

constexpr std::array<std::string_view, 3> kIds{"allpass", "compressed", "prewarped"};
constexpr std::array<std::string_view, 3> kLabels{"all-pass", "bilinear, compressed", "bilinear, prewarped"};

struct Warps {
    double rho;
    Bilinear bilinear;

    // What becomes of θ [rad/token]; NaN beyond half a turn a period, where prewarping has no answer.
    double apply(std::size_t which, double theta) const {
        const Extended exact(theta);
        if (which == 0) return allpass_warp(exact, rho).to_double();
        if (which == 1) return bilinear.compress(exact).to_double();
        const Checked<Extended> prewarped = bilinear.prewarp(exact);
        return prewarped.ok() ? prewarped.value().to_double() : kNoValue;
    }
};

// The maps themselves over the whole axis [0, π].
Panel map_panel(const Warps& warps) {
    constexpr int kSteps = 120;
    Panel panel;
    LineMark plain;
    plain.points = {{0, 0}, {std::numbers::pi, std::numbers::pi}};
    plain.ink = {InkKind::muted};
    plain.weight = 0.75;
    plain.tag = {Role::ghost};
    panel.marks.push_back(plain);
    for (std::size_t w = 0; w < kIds.size(); ++w) {
        LineMark line = series_line(w, "");
        for (int i = 0; i <= kSteps; ++i) {
            const double theta = std::numbers::pi * i / kSteps, warped = warps.apply(w, theta);
            line.points.push_back({theta, warped <= 1.2 * std::numbers::pi ? warped : kNoValue});
        }
        panel.marks.push_back(std::move(line));
    }
    panel.x.emplace().title = "*θ* (rad/token)";
    panel.y.emplace().title = "*θ*′ (rad/token)";
    panel.x->hi = std::numbers::pi;
    panel.y->hi = 1.2 * std::numbers::pi;
    panel.legend = false;
    return panel;
}

Panel ratio_panel(const DataTable& data, double scale) {
    Panel panel;
    Extent extent;
    extent.cover(1);
    extent.cover(1 / scale);
    const std::vector<double>& theta = data.columns[1].values;
    for (std::size_t w = 0; w < kIds.size(); ++w) {
        LineMark line = series_line(w, std::string(kLabels[w]));
        for (std::size_t i = 0; i < theta.size(); ++i) {
            const double ratio = data.columns[2 + w].values[i] / theta[i];
            line.points.push_back(
                {static_cast<double>(i), ratio > 0 && std::isfinite(ratio) ? ratio : kNoValue});
        }
        extent.cover(line);
        panel.marks.push_back(std::move(line));
    }
    RuleMark rule;
    rule.vertical = false;
    rule.value = 1 / scale;
    rule.label = "PI by " + display_text(scale);
    rule.tag.index = 1;
    panel.marks.push_back(std::move(rule));
    panel.x.emplace().title = "pair *i* (fast to slow)";
    panel.x->integers = true;
    panel.x->lo = -0.5;
    panel.x->hi = std::max(static_cast<double>(theta.size()), 2.0) - 0.5;
    panel.y.emplace().title = "*θ*′/*θ*";
    panel.y->scale = AxisScale::logarithmic;
    panel.y->lo = extent.lo / 1.4;
    panel.y->hi = extent.hi * 1.4;
    return panel;
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache&, Progress&) {
    Figure figure;
    figure.kind = "warp";
    const FigureModel& model = inputs.models.front();
    const double scale = inputs.number("warp.scale");
    const Checked<Bilinear> transform = bilinear(inputs.number("warp.period"));
    if (!transform.ok()) return transform.fault();
    const Warps warps{rho_of_scale(scale), transform.value()};
    Column pair{"pair", "1", {}}, theta{"theta", "rad/token", {}};
    for (const double plain : model.frequencies->table.theta) {
        pair.values.push_back(static_cast<double>(pair.values.size()));
        theta.values.push_back(plain);
    }
    figure.data.columns = {std::move(pair), std::move(theta)};
    for (std::size_t w = 0; w < kIds.size(); ++w) {
        Column column{fmt::format("theta_{}", kIds[w]), "rad/token", {}};
        for (const double plain : figure.data.columns[1].values)
            column.values.push_back(warps.apply(w, plain));
        figure.data.columns.push_back(std::move(column));
    }
    Panel ratios = ratio_panel(figure.data, scale);
    if (inputs.size.width >= 34 * inputs.font_size && inputs.size.height >= 14 * inputs.font_size) {
        ratios.column = 1;
        figure.column_weights = {1, 1.5};
        figure.panels = {map_panel(warps), std::move(ratios)};
    } else {
        figure.panels = {std::move(ratios)};
    }
    figure.caption = statements_of("frequencies on bent axes", model.spec);
    add_statement(figure, fmt::format("All-pass with ρ = {}: slow pairs turn {} times slower.",
                                      display_text(warps.rho), display_text(scale)));
    const double period = transform.value().period;
    add_statement(figure,
                  fmt::format("Bilinear with T = {} token{}.", display_text(period), period == 1 ? "" : "s"));
    add_only_first_model_note(figure, inputs);
    return figure;
}

}  // namespace
}  // namespace warp_figure

const FigureKind kWarpKind{"warp", "Warp",
                           "Frequencies on bent axes, all-pass and bilinear, beside the plain ones.",
                           warp_figure::kParams, &warp_figure::build};

}  // namespace rope
