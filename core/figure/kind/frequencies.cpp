// How fast every pair turns, before and after scaling, and which pairs never finish a turn.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/number_text.h"
#include "core/figure/kind/difference.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/mrope_lanes.h"
#include "core/figure/kind/multiplier_handles.h"
#include "core/figure/kind/pair_quantities.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"
#include "core/model/mrope.h"

namespace rope {
namespace frequencies_figure {
namespace {

// Dots of single pairs are drawn up to so many pairs, and where they stand this far apart.
constexpr double kTall = 24;              // [em] a picture in which the ratio has a panel of its own
constexpr double kDotStep = 0.2;          // [em]
constexpr double kMainShare = 2.6 / 3.6;  // of the height that is shared with the ratio

constexpr std::array<ParamChoice, 4> kQuantities{{{"wavelength", "Wavelength"},
                                                  {"theta", "Frequency"},
                                                  {"turns", "Turns in the context"},
                                                  {"ratio", "Frequency after over before scaling"}}};

constexpr std::array<ParamSpec, 4> kParams{
    {{.id = "frequencies.quantity",
      .label = "Quantity",
      .type = ParamType::choice,
      .initial_text = "wavelength",
      .choices = kQuantities,
      .help =
          "Tokens per turn λ = 2π/θ, radians per token θ, turns within the context, or θ after scaling over "
          "θ before."},
     {.id = "frequencies.unscaled",
      .label = "Before scaling",
      .type = ParamType::boolean,
      .initial = 1,
      .help = "Draws what the base alone gives as a thin line beside each scaled model."},
     {.id = "frequencies.ratio",
      .label = "Ratio",
      .type = ParamType::boolean,
      .initial = 1,
      .help = "Draws θ after scaling over θ before below, where a model is scaled and there is room."},
     difference_row("frequencies.difference")}};

Quantity read_quantity(const FigureInputs& inputs) {
    const std::string& chosen = inputs.choice("frequencies.quantity");
    return chosen == "theta"   ? Quantity::theta
           : chosen == "turns" ? Quantity::turns
           : chosen == "ratio" ? Quantity::ratio
                               : Quantity::wavelength;
}

std::size_t most_pairs(const FigureInputs& inputs) {
    std::size_t most = 0;
    for (const FigureModel& model : inputs.models)
        most = std::max(most, model.frequencies->table.theta.size());
    return most;
}

// ---- marks

struct PositiveExtent {
    double lo = std::numeric_limits<double>::infinity(), hi = 0;
    void cover(double value) {
        if (!(value > 0) || !std::isfinite(value)) return;
        lo = std::min(lo, value);
        hi = std::max(hi, value);
    }
    bool empty() const { return !(hi > 0); }
};

// Air for the labels of what lies at an end, or room to draw in.
void set_range(Axis& axis, const PositiveExtent& extent, const std::vector<MultiplierHandles>& handles) {
    if (!handles.empty()) {
        axis.scale = AxisScale::logarithmic;
        axis.lo = extent.lo;
        axis.hi = extent.hi;
        make_room_for_multipliers(axis, handles);
        return;
    }
    const double air = std::max(1.5, std::pow(extent.hi / extent.lo, 0.12));
    axis.scale = AxisScale::logarithmic;
    axis.lo = std::max(extent.lo / air, 1e-300);
    axis.hi = std::min(extent.hi * air, 1e300);
}

Axis pair_axis(std::size_t pairs) {
    Axis axis;
    axis.title = "pair *i* (fast to slow)";
    axis.lo = -0.5;
    axis.hi = static_cast<double>(pairs) - 0.5;
    axis.integers = true;
    if (pairs < 2) axis.lo = -1, axis.hi = 1;
    return axis;
}

LineMark pair_line(const FigureInputs& inputs, std::size_t model, bool scaled, Quantity quantity,
                   PositiveExtent& extent) {
    const FigureModel& drawn = inputs.models[model];
    LineMark line;
    for (std::size_t i = 0; i < drawn.frequencies->table.theta.size(); ++i) {
        const double value = value_of(drawn, i, scaled, quantity);
        extent.cover(value);
        line.points.push_back({static_cast<double>(i), value});
    }
    line.ink = {InkKind::model, static_cast<int>(model)};
    line.tag = {Role::series, static_cast<int>(model)};
    return line;
}

void add_model(Panel& panel, const FigureInputs& inputs, std::size_t model, const std::string& label,
               Quantity quantity, PositiveExtent& extent) {
    const bool several = inputs.models.size() > 1, scaled = is_scaled(inputs.models[model]);
    if (inputs.flag("frequencies.unscaled") && scaled) {
        LineMark before = pair_line(inputs, model, false, quantity, extent);
        if (several) {
            before.ink.opacity = 0.55;
        } else {
            before.ink = {InkKind::muted};
            before.label = "before scaling";
        }
        before.weight = 0.75;
        before.dash = Dash::dotted;
        panel.marks.push_back(std::move(before));
    }
    LineMark line = pair_line(inputs, model, true, quantity, extent);
    line.dash = series_dash(model);
    if (several) line.label = label;
    if (!several && scaled) line.label = "after scaling";
    panel.marks.push_back(std::move(line));
}

PointMark pair_point(const FigureInputs& inputs, std::size_t pair, double value) {
    PointMark point;
    point.at = {static_cast<double>(pair), value};
    point.ink = {InkKind::pair, static_cast<int>(pair), inputs.models.front().frequencies->table.pairs()};
    point.tag = {Role::dial, static_cast<int>(pair)};
    return point;
}

// Each pair in its own colour, where they are few enough to be told apart, and the chosen one with its words.
void add_points(Panel& panel, const FigureInputs& inputs, Quantity quantity, bool words) {
    const FigureModel& model = inputs.models.front();
    const std::size_t pairs = model.frequencies->table.theta.size();
    const double room = room_inside(inputs, {}).width / inputs.font_size;
    if (inputs.models.size() == 1 && room >= kDotStep * static_cast<double>(pairs)) {
        for (std::size_t i = 0; i < pairs; ++i) {
            const double value = value_of(model, i, true, quantity);
            if (!std::isfinite(value)) continue;
            panel.marks.push_back(pair_point(inputs, i, value));
            std::get<PointMark>(panel.marks.back()).radius = 2.4;
        }
    }
    const double value = value_of(model, static_cast<std::size_t>(inputs.pair), true, quantity);
    if (!std::isfinite(value)) return;
    PointMark chosen = pair_point(inputs, static_cast<std::size_t>(inputs.pair), value);
    chosen.ink = {InkKind::accent};
    if (words && inputs.models.size() == 1) {
        chosen.label = fmt::format("pair {}: *λ* = {} tokens", inputs.pair,
                                   display_text(model.frequencies->table.wavelength(inputs.pair)));
    }
    panel.marks.push_back(std::move(chosen));
}

struct Level {
    double value;
    std::string words;
    Ink ink;
};

// Where a pair turns just once in so many tokens.
double once_in(double tokens, Quantity quantity) {
    return quantity == Quantity::turns        ? 1
           : quantity == Quantity::wavelength ? tokens
                                              : 2 * std::numbers::pi / tokens;
}

std::vector<Level> context_levels(const FigureInputs& inputs, Quantity quantity) {
    if (quantity == Quantity::ratio) return {};
    if (quantity == Quantity::turns) return {{1, "one turn", {InkKind::muted}}};
    std::vector<Level> levels;
    for (const ContextMark& mark : context_marks(inputs.models, true))
        levels.push_back({once_in(mark.tokens, quantity), mark.words, mark.ink});
    return levels;
}

// The rules, and under everything the half in which pairs of the one model do not finish a turn.
void add_contexts(Panel& panel, const FigureInputs& inputs, Quantity quantity) {
    int index = 0;
    for (Level& level : context_levels(inputs, quantity)) {
        RuleMark rule;
        rule.vertical = false;
        rule.value = level.value;
        rule.label = std::move(level.words);
        rule.ink = level.ink;
        rule.tag = {Role::rule, ++index};
        panel.marks.push_back(std::move(rule));
    }
    if (inputs.models.size() > 1 || quantity == Quantity::ratio) return;
    const double once = once_in(static_cast<double>(inputs.models.front().spec.context_length), quantity);
    const bool above = quantity == Quantity::wavelength;
    BoxMark half;
    half.from = {panel.x->lo, above ? once : panel.y->lo};
    half.to = {panel.x->hi, above ? panel.y->hi : once};
    half.ink = {InkKind::muted, 0, 1, 0.1};
    half.weight = 0;
    half.filled = true;
    half.tag = {Role::rule, 0};
    panel.marks.insert(panel.marks.begin(), half);
}

Panel make_panel(const FigureInputs& inputs, Quantity quantity, bool words) {
    Panel panel;
    PositiveExtent extent;
    const std::vector<std::string> labels = model_labels(inputs.models);
    for (std::size_t m = 0; m < inputs.models.size(); ++m)
        add_model(panel, inputs, m, labels[m], quantity, extent);
    if (extent.empty()) return {};
    if (quantity == Quantity::ratio) extent.cover(1);
    for (const Level& level : context_levels(inputs, quantity))
        extent.cover(level.value);
    panel.x = pair_axis(most_pairs(inputs));
    panel.y.emplace().title = quantity_title(quantity);
    if (quantity == Quantity::wavelength) panel.y->short_title = "*λ* (tokens)";
    panel.multipliers = multiplier_handles(
        inputs.models,
        [quantity](const FigureModel& model, std::size_t i) { return value_of(model, i, false, quantity); },
        quantity == Quantity::wavelength);
    set_range(*panel.y, extent, panel.multipliers);
    add_contexts(panel, inputs, quantity);
    add_points(panel, inputs, quantity, words);
    panel.legend = words;
    return panel;
}

// ---- words and data

std::string times_words(double ratio) {
    return ratio > 0 ? "turn " + display_text(1 / ratio) + " times slower" : "stand still";
}

std::string unfinished_words(const FigureModel& model, std::string_view of) {
    return fmt::format("{}{} turn less than once in the context of {} tokens", bands_of(model).unfinished, of,
                       position_text(static_cast<double>(model.spec.context_length)));
}

std::vector<std::string> model_statements(const FigureModel& model) {
    const PairBands bands = bands_of(model);
    const std::string of = fmt::format(" of {} pairs", bands.pairs);
    std::vector<std::string> out;
    if (is_scaled(model)) {
        std::string words = fmt::format("{}{} unchanged", bands.kept, of);
        if (bands.slowest > 1) words += fmt::format(", {} {}", bands.slowest, times_words(bands.smallest));
        out = statements_of(words, model.spec);
        out.push_back(unfinished_words(model, "") + ".");
    } else {
        out = statements_of(unfinished_words(model, of), model.spec);
    }
    if (fitting_mrope_axes(model.spec)) out.push_back("M-RoPE: " + mrope_words(model.spec) + ".");
    return out;
}

std::vector<std::string> make_caption(const FigureInputs& inputs) {
    if (inputs.models.size() == 1) return model_statements(inputs.models.front());
    std::string counts;
    for (std::size_t m = 0; m < inputs.models.size(); ++m)
        counts += fmt::format("{} {} of {}", m == 0 ? "" : ",", bands_of(inputs.models[m]).unfinished,
                              model_letter(m));
    std::vector<std::string> out{"Pairs that turn less than once in the context:" + counts + "."};
    for (std::size_t m = 0; m < inputs.models.size(); ++m) {
        std::string words = model_letter(m) + " =";
        for (const std::string& statement : model_statements(inputs.models[m]))
            words += " " + statement;
        out.push_back(std::move(words));
    }
    return out;
}

std::vector<std::string> make_notes(const FigureInputs& inputs) {
    std::vector<std::string> notes;
    const bool several = inputs.models.size() > 1;
    for (std::size_t m = 0; m < inputs.models.size(); ++m) {
        const std::string of = several ? " of " + model_letter(m) : "";
        const double factor = inputs.models[m].frequencies->table.attention_factor;
        if (factor != 1) {
            notes.push_back(
                fmt::format("The attention factor{} is {}: cosines and sines are multiplied by it.", of,
                            display_text(factor)));
        }
        if (const int still = bands_of(inputs.models[m]).still; still > 0) {
            notes.push_back(
                fmt::format("{} pairs{} never turn (θ = 0) and have no place on this axis.", still, of));
        }
    }
    return notes;
}

DataTable make_table(const FigureInputs& inputs) {
    DataTable data;
    const std::size_t rows = most_pairs(inputs);
    Column pair{"pair", "1", {}};
    for (std::size_t i = 0; i < rows; ++i)
        pair.values.push_back(static_cast<double>(i));
    data.columns.push_back(std::move(pair));
    for (std::size_t m = 0; m < inputs.models.size(); ++m) {
        const ModelFrequencies& frequencies = *inputs.models[m].frequencies;
        const std::string suffix = inputs.models.size() > 1 ? "_" + model_letter(m) : "";
        // A model with fewer pairs than another has empty cells below.
        const auto add = [&](const char* name, const char* unit, auto value) {
            Column column{name + suffix, unit, std::vector<double>(rows, kNoValue)};
            for (std::size_t i = 0; i < frequencies.table.theta.size(); ++i)
                column.values[i] = value(i);
            data.columns.push_back(std::move(column));
        };
        const auto context = static_cast<double>(inputs.models[m].spec.context_length);
        add("ratio", "1", [&](std::size_t i) { return ratio_of(frequencies, i); });
        add("theta_before", "rad/token", [&](std::size_t i) { return frequencies.unscaled.theta[i]; });
        add("theta", "rad/token", [&](std::size_t i) { return frequencies.table.theta[i]; });
        add("wavelength_before", "tokens",
            [&](std::size_t i) { return frequencies.unscaled.wavelength(static_cast<int>(i)); });
        add("wavelength", "tokens",
            [&](std::size_t i) { return frequencies.table.wavelength(static_cast<int>(i)); });
        add("turns_in_context", "1",
            [&](std::size_t i) { return context * frequencies.table.theta[i] / (2 * std::numbers::pi); });
        if (auto axis = mrope_column(inputs.models[m].spec, "mrope_axis" + suffix, rows))
            data.columns.push_back(std::move(*axis));
    }
    return data;
}

bool has_room_for_ratio(const FigureInputs& inputs) {
    return inputs.size.height >= kTall * inputs.font_size;
}

// [em] What axes leave for the panels' data.
double plot_height(const FigureInputs& inputs) {
    constexpr double kAxes = 7;
    return inputs.size.height / inputs.font_size - kAxes;
}

bool has_room_for_lanes(const FigureInputs& inputs, bool has_ratio) {
    return plot_height(inputs) >= (has_ratio ? 3.2 : 2.2) * kMropeLanesHeight;
}

std::vector<IdleRow> idle_rows(const FigureInputs& inputs, Quantity quantity, bool scaled) {
    std::vector<IdleRow> idle;
    if (!scaled) idle.push_back({kParams[1].id, "No model is scaled: nothing stands before scaling."});
    if (quantity == Quantity::ratio)
        idle.push_back({kParams[2].id, "The ratio is the quantity shown already."});
    else if (!scaled)
        idle.push_back({kParams[2].id, "No model is scaled: the ratio is 1 everywhere."});
    else if (!has_room_for_ratio(inputs))
        idle.push_back({kParams[2].id, "The ratio needs a higher picture: maximise the view."});
    return idle;
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache&, Progress&) {
    Figure figure;
    figure.kind = "frequencies";
    figure.data = make_table(inputs);
    figure.caption = make_caption(inputs);
    const Quantity quantity = read_quantity(inputs);
    Panel panel = make_panel(inputs, quantity, true);
    if (!panel.y) {
        figure.sentence = "No pair turns: this kind of layer has no positions. Choose another layer type.";
        return figure;
    }
    figure.notes = make_notes(inputs);
    const bool scaled = std::any_of(inputs.models.begin(), inputs.models.end(), is_scaled);
    figure.idle = idle_rows(inputs, quantity, scaled);
    const bool has_ratio = inputs.flag("frequencies.ratio") && quantity != Quantity::ratio && scaled &&
                           has_room_for_ratio(inputs);
    std::optional<Panel> lanes;  // of several models there would be as many
    if (inputs.models.size() == 1 && has_room_for_lanes(inputs, has_ratio))
        lanes = mrope_lanes(inputs.models.front(), *panel.x, inputs.pair);
    panel.x->visible = !has_ratio && !lanes;
    const double height = lanes ? plot_height(inputs) - kMropeLanesHeight : 3.6;
    figure.row_weights = {has_ratio ? height * kMainShare : height};
    figure.panels.push_back(std::move(panel));
    const auto add_below = [&](Panel below, double weight) {
        below.row = static_cast<int>(figure.row_weights.size());
        figure.row_weights.push_back(weight);
        figure.panels.push_back(std::move(below));
    };
    if (has_ratio) {
        Panel ratio = make_panel(inputs, Quantity::ratio, false);
        ratio.x->visible = !lanes;
        add_below(std::move(ratio), height * (1 - kMainShare));
    }
    if (lanes) add_below(std::move(*lanes), kMropeLanesHeight);
    if (inputs.flag("frequencies.difference"))
        add_difference_of_columns(figure, inputs, {{std::string(quantity_column(quantity)), "", {}}});
    return figure;
}

}  // namespace
}  // namespace frequencies_figure

const FigureKind kFrequenciesKind{
    "frequencies", "Frequencies",
    "Frequency and wavelength of every pair before and after scaling, and which turn less than once in the "
    "context.",
    frequencies_figure::kParams, &frequencies_figure::build};

}  // namespace rope
