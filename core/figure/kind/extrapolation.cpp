#include "core/figure/kind/extrapolation.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/figure/kind/key.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"
#include "core/measure/ridge_fit.h"
#include "core/vectors/generator.h"

namespace rope {
namespace {

// Positions times pairs squared: a quarter of a second. A fit cannot be interrupted, so that no longer one
// begins.
constexpr double kMostFitWork = 1 << 25;
constexpr std::int64_t kUsualPositions = 2048;

struct Fit {
    std::vector<double> target;      // [positions]
    std::vector<double> values;      // at 0, ½, 1, … 2·positions − 1
    double inside = 0, outside = 0;  // largest magnitude at whole positions
};

std::shared_ptr<const Fit> cached_fit(const FrequencyTable& table, std::int64_t positions, double ridge,
                                      std::int64_t seed, ResultCache& cache, Progress& progress) {
    const auto make = [&]() -> std::shared_ptr<const Fit> {
        if (progress.cancelled()) return nullptr;
        Fit fit;
        fit.target = gaussian_vector(static_cast<int>(positions), static_cast<std::uint64_t>(seed));
        const RidgeFit ridge_fit(table, fit.target, ridge);
        for (std::int64_t half = 0; half <= 2 * (2 * positions - 1) && !progress.cancelled(); ++half) {
            fit.values.push_back(ridge_fit.at(static_cast<double>(half) / 2));
            double& largest = half / 2 < positions ? fit.inside : fit.outside;
            if (half % 2 == 0) largest = std::max(largest, std::abs(fit.values.back()));
        }
        if (progress.cancelled()) return nullptr;
        return std::make_shared<const Fit>(std::move(fit));
    };
    return cache.get<Fit>(
        ResultKey("ridge fit").add(table).add(positions).add(ridge).add(seed).text(), make,
        [](const Fit& fit) { return (fit.target.size() + fit.values.size()) * sizeof(double); });
}

Panel fit_panel(const Fit& fit, std::int64_t from, std::int64_t to, bool halves) {
    Panel panel;
    LineMark line = series_line(0, "");
    Extent extent;
    for (std::int64_t half = 2 * from; half <= 2 * to; half += halves ? 1 : 2)
        line.points.push_back({static_cast<double>(half) / 2, fit.values[static_cast<std::size_t>(half)]});
    extent.cover(line);
    panel.marks.push_back(zero_rule());
    panel.marks.push_back(std::move(line));
    panel.x.emplace().title = "position *s* (tokens)";
    panel.x->lo = static_cast<double>(from);
    panel.x->hi = static_cast<double>(to);
    panel.x->integers = true;
    const Range range = padded(extent.lo, extent.hi, 0.08);
    panel.y.emplace().title = "*a*(*s*)";
    panel.y->lo = range.lo;
    panel.y->hi = range.hi;
    return panel;
}

void add_whole_positions(Panel& panel, const Fit& fit, std::int64_t from, std::int64_t to) {
    for (std::int64_t s = from; s <= to; ++s) {
        PointMark point;
        point.at = {static_cast<double>(s), fit.values[static_cast<std::size_t>(2 * s)]};
        point.ink = {InkKind::model};
        point.radius = 2.2;
        point.tag = {Role::text, static_cast<int>(s)};
        panel.marks.push_back(std::move(point));
    }
}

DataTable make_table(const Fit& fit) {
    DataTable data;
    Column position{"position", "tokens", {}}, target{"target", "1", {}};
    for (std::size_t half = 0; half < fit.values.size(); ++half) {
        position.values.push_back(static_cast<double>(half) / 2);
        const bool given = half % 2 == 0 && half / 2 < fit.target.size();
        target.values.push_back(given ? fit.target[half / 2] : kNoValue);
    }
    data.columns = {std::move(position), {"fit", "1", fit.values}, std::move(target)};
    return data;
}

}  // namespace

Checked<Figure> extrapolation_figure(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    Figure figure;
    figure.kind = "interpolation";
    const FigureModel& model = inputs.models.front();
    const FrequencyTable& table = model.frequencies->table;
    auto positions = static_cast<std::int64_t>(inputs.number("interpolation.positions"));
    if (positions == 0) positions = std::min(model.spec.trained_context, kUsualPositions);
    positions = std::max<std::int64_t>(positions, 2);
    const double work = static_cast<double>(positions) * table.pairs() * table.pairs();
    if (work > kMostFitWork) {
        figure.sentence = fmt::format(
            "A fit of {} pairs to {} positions takes too long. Set “Fitted positions” to {} or less.",
            table.pairs(), position_text(static_cast<double>(positions)),
            position_text(std::max(2.0, std::floor(kMostFitWork / table.pairs() / table.pairs()))));
        return figure;
    }
    const double ridge = inputs.number("interpolation.ridge");
    const auto fit =
        cached_fit(table, positions, ridge, static_cast<std::int64_t>(inputs.number("interpolation.seed")),
                   cache, progress);
    if (!fit) return cancelled_fault("the fit");

    const std::int64_t last = 2 * positions - 1;
    Panel whole = fit_panel(*fit, 0, last, false);
    RuleMark trained;
    trained.value = static_cast<double>(positions);
    trained.label = "fitted up to here";
    trained.tag.index = 1;
    whole.marks.push_back(std::move(trained));
    if (is_tall(inputs) && inputs.size.width >= 26 * inputs.font_size) {
        whole.column_span = 2;
        whole.x->title.clear();
        Panel inside = fit_panel(*fit, 0, positions - 1, false);
        inside.row = 1;
        const std::int64_t middle = positions / 2, reach = std::min<std::int64_t>(12, positions / 2);
        Panel between = fit_panel(*fit, middle - reach, std::min(middle + reach, last), true);
        add_whole_positions(between, *fit, middle - reach, std::min(middle + reach, last));
        between.row = 1;
        between.column = 1;
        between.y->title.clear();
        figure.row_weights = {1.2, 1};
        figure.column_weights = {1, 1};
        figure.panels = {std::move(whole), std::move(inside), std::move(between)};
    } else {
        figure.panels = {std::move(whole)};
    }
    figure.caption = statements_of(fmt::format("fit of a(s) below {}: at most {} there, up to {} beyond",
                                               position_text(static_cast<double>(positions)),
                                               display_text(fit->inside), display_text(fit->outside)),
                                   model.spec);
    add_statement(figure,
                  fmt::format("A score a(s) = Σ c cos sθ + c′ sin sθ fitted to {} normal numbers at the "
                              "positions up to {}, ridge {}.",
                              position_text(static_cast<double>(positions)),
                              position_text(static_cast<double>(positions - 1)), display_text(ridge)));
    add_only_first_model_note(figure, inputs);
    figure.data = make_table(*fit);
    return figure;
}

}  // namespace rope
