// Every pair as a dial: q rotated to m, k rotated to n, and one pair large with its numbers.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/mrope_lanes.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/words.h"
#include "core/measure/scores.h"
#include "core/model/mrope.h"
#include "core/scheme/xpos.h"

namespace rope {
namespace pairs_figure {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

constexpr std::array<ParamChoice, 3> kShown{
    {{"all", "All pairs, one large"}, {"grid", "All pairs"}, {"one", "The chosen pair"}}};

constexpr std::array<ParamSpec, 3> kParams{
    {{.id = "pairs.show",
      .label = "Show",
      .type = ParamType::choice,
      .initial_text = "all",
      .choices = kShown,
      .help = "Whether the dials of all pairs, the chosen pair, or both are drawn."},
     {.id = "pairs.trail",
      .label = "Trail",
      .type = ParamType::boolean,
      .initial = 1,
      .help =
          "Draws where the chosen pair of q stood at the positions just before m, at most one turn back."},
     {.id = "pairs.xpos",
      .label = "xPos",
      .type = ParamType::boolean,
      .help =
          "Scales the rotated vectors as xPos does: q by ζ^(m/scale base), k by ζ^(−n/scale base), with a "
          "ζ of its own for each pair, so that scores fade with distance."}}};
constexpr std::string_view kScaleBase = "scheme.scale_base";

// What decides every dial of one figure.
struct Rotations {
    const FrequencyTable& table;
    PairParts parts;
    double scale = 1;  // of a pair's cosine in the score
    double m = 0, n = 0;
    std::optional<Xpos> xpos{};

    // ζ_i^(position / scale base); 1 without xPos.
    double growth(std::size_t i, double position) const {
        return xpos ? std::pow(xpos->zeta[i], position / xpos->scale_base) : 1;
    }
    ExactPhase phase(std::size_t i, double position) const { return table.phase(i, position); }
    // Difference of two exact phases: as exact as each.
    double delta_angle(std::size_t i) const { return angle(phase(i, m) - phase(i, n)); }
    double contribution(std::size_t i) const {
        return scale * growth(i, m - n) * parts.amplitude[i] * std::cos(parts.phase[i] + delta_angle(i));
    }
};

// A component that is no number cannot be drawn; the data table keeps it.
Point drawable(const std::vector<double>& x, std::pair<int, int> components) {
    const double u = x[static_cast<std::size_t>(components.first)];
    const double v = x[static_cast<std::size_t>(components.second)];
    return {std::isfinite(u) ? u : 0, std::isfinite(v) ? v : 0};
}

std::vector<Dial> make_dials(const FigureInputs& inputs, const Rotations& rotations) {
    const HeadShape& shape = inputs.models.front().spec.shape;
    std::vector<Dial> dials;
    for (int pair = 0; pair < rotations.table.pairs(); ++pair) {
        const auto i = static_cast<std::size_t>(pair);
        const std::pair<int, int> components = pair_components(shape, pair);
        Dial dial;
        dial.pair = pair;
        dial.q = drawable(inputs.q, components);
        dial.k = drawable(inputs.k, components);
        dial.angle_q = angle(rotations.phase(i, rotations.m));
        dial.angle_k = angle(rotations.phase(i, rotations.n));
        dial.growth_q = rotations.growth(i, rotations.m);
        dial.growth_k = rotations.growth(i, -rotations.n);
        dial.wavelength = rotations.table.wavelength(pair);
        dial.contribution = rotations.contribution(i);
        dials.push_back(dial);
    }
    return dials;
}

// The rotation of q at the positions before m, oldest first: at most one turn and at most 48 positions.
void add_trail(LargeDialMark& large, const Rotations& rotations) {
    constexpr double kLongest = 48;
    const auto pair = static_cast<std::size_t>(large.dial.pair);
    const int count = static_cast<int>(std::min({kLongest, large.dial.wavelength, std::abs(rotations.m)}));
    for (int back = count; back >= 0; --back) {
        const double position = rotations.m - std::copysign(static_cast<double>(back), rotations.m);
        large.trail.push_back(angle(rotations.phase(pair, position)));
        if (rotations.xpos) large.trail_growth.push_back(rotations.growth(pair, position));
    }
}

std::vector<std::string> make_readout(const Rotations& rotations, const Dial& dial) {
    const auto i = static_cast<std::size_t>(dial.pair);
    const double theta = rotations.table.theta[i];
    const double delta = rotations.delta_angle(i);
    const std::string sub = fmt::format("_{{{}}}", dial.pair);
    std::vector<std::string> lines;
    lines.push_back(fmt::format("*θ*{} = {} rad/token", sub, display_text(theta)));
    lines.push_back(std::isfinite(dial.wavelength)
                        ? fmt::format("*λ*{} = {} tokens", sub, display_text(dial.wavelength))
                        : fmt::format("*λ*{} infinite: never turns", sub));
    lines.push_back(fmt::format("*mθ*{}/2π = {} turns", sub, display_text(rotations.m * theta / kTurn)));
    lines.push_back(fmt::format("Δ*θ*{} = {} rad ({}°)", sub, display_text(delta),
                                display_text(std::round(delta / kTurn * 3600) / 10)));
    if (rotations.xpos)
        lines.push_back(fmt::format("xPos: *q* × {}, *k* × {}", display_text(dial.growth_q, 4),
                                    display_text(dial.growth_k, 4)));
    lines.push_back(fmt::format("score part = {}", display_text(dial.contribution)));
    return lines;
}

LargeDialMark make_large(const FigureInputs& inputs, const Rotations& rotations, const Dial& dial) {
    LargeDialMark large;
    large.dial = dial;
    large.pairs = rotations.table.pairs();
    const double q = std::hypot(dial.q.x, dial.q.y), k = std::hypot(dial.k.x, dial.k.y);
    large.radius_scale = rounded_up(std::max({q, k, q * dial.growth_q, k * dial.growth_k}));
    if (inputs.flag("pairs.trail")) add_trail(large, rotations);
    large.readout = make_readout(rotations, dial);
    return large;
}

DataTable make_table(const FigureInputs& inputs, const Rotations& rotations, const std::vector<Dial>& dials) {
    const HeadShape& shape = inputs.models.front().spec.shape;
    DataTable data;
    const auto add = [&](const char* name, const char* unit, auto value) {
        Column column{name, unit, {}};
        for (const Dial& dial : dials)
            column.values.push_back(value(dial));
        data.columns.push_back(std::move(column));
    };
    add("pair", "1", [](const Dial& dial) { return double(dial.pair); });
    add("theta", "rad/token",
        [&](const Dial& dial) { return rotations.table.theta[static_cast<std::size_t>(dial.pair)]; });
    add("wavelength", "tokens", [](const Dial& dial) { return dial.wavelength; });
    add("angle_q", "rad", [](const Dial& dial) { return dial.angle_q; });
    add("angle_k", "rad", [](const Dial& dial) { return dial.angle_k; });
    const auto component = [&](const std::vector<double>& x, bool second) {
        return [&x, &shape, second](const Dial& dial) {
            const auto [u, v] = pair_components(shape, dial.pair);
            return x[static_cast<std::size_t>(second ? v : u)];
        };
    };
    add("q_u", "1", component(inputs.q, false));
    add("q_v", "1", component(inputs.q, true));
    add("k_u", "1", component(inputs.k, false));
    add("k_v", "1", component(inputs.k, true));
    if (rotations.xpos) {
        add("xpos_q", "1", [](const Dial& dial) { return dial.growth_q; });
        add("xpos_k", "1", [](const Dial& dial) { return dial.growth_k; });
    }
    add("contribution", "1", [](const Dial& dial) { return dial.contribution; });
    if (auto axis = mrope_column(inputs.models.front().spec, "mrope_axis", dials.size()))
        data.columns.push_back(std::move(*axis));
    return data;
}

// Both panels get room in the longer direction of the picture: the dials the larger share when there are
// many of them.
void place(Figure& figure, Panel grid, Panel large, const FigureInputs& inputs) {
    const bool beside = inputs.size.width >= inputs.size.height;
    // Below each other the small dials need most of the height to keep their rims.
    constexpr int kMany = 32;
    const bool many = inputs.models.front().frequencies->table.pairs() >= kMany;
    const std::vector<double> weights{beside ? 1.15 : many ? 1.5 : 1.0, 1.0};
    (beside ? figure.column_weights : figure.row_weights) = weights;
    (beside ? large.column : large.row) = 1;
    figure.panels.push_back(std::move(grid));
    figure.panels.push_back(std::move(large));
}

std::vector<std::string> make_caption(const FigureInputs& inputs) {
    std::vector<std::string> caption =
        statements_of(fmt::format("q at m = {}, k at n = {}, Δ = {}", position_text(inputs.query_position),
                                  position_text(inputs.key_position),
                                  position_text(inputs.query_position - inputs.key_position)),
                      inputs.models.front().spec);
    if (inputs.flag("pairs.xpos"))
        caption.insert(caption.end() - 1, fmt::format("Scaled as in xPos, scale base {}.",
                                                      position_text(inputs.number(kScaleBase))));
    return caption;
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache&, Progress&) {
    const FigureModel& model = inputs.models.front();
    const FrequencyTable& table = model.frequencies->table;
    const double scale = table.attention_factor * table.attention_factor * score_multiplier(model.spec) /
                         std::sqrt(static_cast<double>(model.spec.shape.head_dim));
    Rotations rotations{table, pair_parts(inputs.q, inputs.k, model.spec.shape), scale, inputs.query_position,
                        inputs.key_position};
    if (inputs.flag("pairs.xpos")) {
        Checked<Xpos> xpos = make_xpos(model.spec.shape, table, inputs.number(kScaleBase));
        if (!xpos.ok()) return xpos.fault();
        rotations.xpos = std::move(xpos).value();
    }

    const std::vector<Dial> dials = make_dials(inputs, rotations);
    const std::string& shown = inputs.choice("pairs.show");
    Figure figure;
    figure.kind = "pairs";
    figure.data = make_table(inputs, rotations, dials);

    Panel grid, large;
    grid.frame = large.frame = false;
    grid.title = table.pairs() == 1 ? "The one pair" : fmt::format("All {} pairs", table.pairs());
    grid.marks.push_back(DialGridMark{dials, inputs.pair});
    large.title = fmt::format("Pair *i* = {}", inputs.pair);
    if (const auto axes = fitting_mrope_axes(model.spec)) {
        const auto axis = static_cast<std::size_t>((*axes)[static_cast<std::size_t>(inputs.pair)]);
        large.title += fmt::format(", turned by the {} *{}*", kMropeWords[axis], kMropeLetters[axis]);
    }
    large.marks.push_back(make_large(inputs, rotations, dials[static_cast<std::size_t>(inputs.pair)]));
    if (shown == "grid") {
        figure.panels.push_back(std::move(grid));
    } else if (shown == "one") {
        figure.panels.push_back(std::move(large));
    } else {
        place(figure, std::move(grid), std::move(large), inputs);
    }
    figure.caption = make_caption(inputs);
    add_statement(figure, multiplier_words(model.spec));
    add_statement(figure, vector_words(inputs));
    add_length_note(figure, {model}, std::max(inputs.query_position, inputs.key_position) + 1);
    if (!rotations.xpos) figure.idle.push_back({kScaleBase, "Only xPos scales vectors."});
    add_only_first_model_note(figure, inputs);
    return figure;
}

}  // namespace
}  // namespace pairs_figure

const FigureKind kPairsKind{"pairs",
                            "Pairs",
                            "All pairs as dials: q rotated to m, k rotated to n, the angle between them; one "
                            "pair large.",
                            pairs_figure::kParams,
                            &pairs_figure::build,
                            pairs_figure::kScaleBase};

}  // namespace rope
