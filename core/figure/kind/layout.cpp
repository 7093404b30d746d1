// The two orders of a head's components, the permutation between them, and what comes of rotating a
// checkpoint in the order that it is not in. Sources: core/rope/layout.h; docs/conventions.md.
#include "core/rope/layout.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/figure/kind/decay_curve.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"
#include "core/rope/rotation.h"

namespace rope {
namespace layout_figure {
namespace {

constexpr std::array<ParamChoice, 3> kShown{
    {{"both", "Orders and scores"}, {"orders", "The two orders"}, {"scores", "Scores with the wrong order"}}};

constexpr std::array<ParamChoice, 2> kOthers{
    {{"wrong", "The other order"}, {"deepseek", "DeepSeek's: interleaved in, half out"}}};

constexpr std::array<ParamSpec, 3> kParams{
    {{.id = "layout.show",
      .label = "Show",
      .type = ParamType::choice,
      .initial_text = "both",
      .choices = kShown,
      .help = "Where each pair's components lie in the interleaved and in the half order, what the wrong one "
              "of them does to the scores, or both where there is room."},
     {.id = "layout.compare",
      .label = "Compare with",
      .type = ParamType::choice,
      .initial_text = "wrong",
      .choices = kOthers,
      .help =
          "Vectors rotated in the order that the model is not in, or taken from the interleaved into the "
          "half order and rotated there, as Hugging Face does for DeepSeek: scores stay, vectors do not."},
     {.id = "layout.to",
      .label = "To distance",
      .symbol = "Δ",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = 1,
      .max = static_cast<double>(kMostListedDistances) - 1,
      .initial = 128,
      .help = "Last distance at which scores of both orders are compared.",
      .slider_min = 1,
      .slider_max = 4096}}};

HeadShape in_order(HeadShape shape, Layout layout) {
    shape.layout = layout;
    return shape;
}

Layout other(Layout layout) {
    return layout == Layout::half ? Layout::interleaved : Layout::half;
}

bool as_deepseek(const FigureInputs& inputs) {
    return inputs.choice("layout.compare") == "deepseek";
}

// The same words as in the program's flags, and in a sentence.
std::string order_name(const FigureInputs& inputs, const HeadShape& shape) {
    const std::string name(id(shape.layout));
    if (as_deepseek(inputs)) return name + (shape.layout == Layout::half ? ", out" : ", in");
    // Hugging Face reorders the rotated part of DeepSeek's interleaved heads: deepseek_order().
    const bool deepseek = shape.rotary_offset > 0 && shape.layout == Layout::half;
    return name + (deepseek ? " (DeepSeek’s)" : "");
}

// ---- the two orders

constexpr double kTop = 1, kCell = 0.24;  // rows of cells from 1 down to 0.76, and from 0.24 down to 0
constexpr int kMostWires = 64;            // pairs whose wires are drawn
constexpr double kNumberRoom = 1.9;       // [em] cells as wide as this carry the number of their pair

// Which pair stands at each component; −1 where nothing is rotated.
std::vector<int> pairs_in_order(const HeadShape& shape) {
    std::vector<int> pairs(static_cast<std::size_t>(shape.head_dim), -1);
    for (int i = 0; i < shape.pairs(); ++i) {
        const auto [first, second] = pair_components(shape, i);
        pairs[static_cast<std::size_t>(first)] = pairs[static_cast<std::size_t>(second)] = i;
    }
    return pairs;
}

struct Cells {
    int together = 1;  // components that one cell stands for
    double width = 0;  // of one [pt]
    double gap = 0;    // left free on each side of one, in components
    bool numbers = false;
};

Cells choose_cells(const FigureInputs& inputs, const HeadShape& shape) {
    constexpr double kNarrowest = 2, kWithGaps = 5;  // [pt]
    const double room = room_inside(inputs, {.left = 8}).width;
    Cells cells;
    while (room * cells.together < kNarrowest * shape.head_dim)
        cells.together *= 2;
    cells.width = room * cells.together / shape.head_dim;
    if (cells.width >= kWithGaps) cells.gap = 0.06 * cells.together;
    cells.numbers = cells.together == 1 && cells.width >= kNumberRoom * inputs.font_size;
    return cells;
}

void add_cells(Panel& panel, const HeadShape& shape, const Cells& cells, bool upper) {
    const std::vector<int> pairs = pairs_in_order(shape);
    const double top = upper ? kTop : kCell, bottom = top - kCell;
    for (int from = 0; from < shape.head_dim; from += cells.together) {
        const int pair = pairs[static_cast<std::size_t>(from)];
        BoxMark cell;
        cell.from = {from - 0.5 + cells.gap, bottom};
        cell.to = {std::min(from + cells.together, shape.head_dim) - 0.5 - cells.gap, top};
        cell.filled = true;
        cell.weight = 0;
        cell.ink = pair < 0 ? Ink{InkKind::muted, 0, 1, 0.25} : Ink{InkKind::pair, pair, shape.pairs()};
        cell.tag = {Role::dial, pair};
        panel.marks.emplace_back(cell);
        if (!cells.numbers || pair < 0) continue;
        TextMark number;
        number.at = {static_cast<double>(from), upper ? kTop + 0.04 : -0.14};
        number.relative = false;
        number.text = std::to_string(pair);
        number.align = Align::centre;
        panel.marks.emplace_back(std::move(number));
    }
}

// From where a component stands in the interleaved order to where the half order has it.
void add_wires(Panel& panel, const HeadShape& shape, int chosen) {
    const HeadShape above = in_order(shape, Layout::interleaved), below = in_order(shape, Layout::half);
    const int step = (shape.pairs() + kMostWires - 1) / kMostWires;
    const auto wire = [&](int pair) {
        const auto [first, second] = pair_components(above, pair);
        const auto [first_below, second_below] = pair_components(below, pair);
        for (const auto& [from, to] : {std::pair{first, first_below}, std::pair{second, second_below}}) {
            LineMark line;
            line.points = {{static_cast<double>(from), kTop - kCell}, {static_cast<double>(to), kCell}};
            line.ink = {InkKind::pair, pair, shape.pairs()};
            line.weight = pair == chosen ? 2 : 0.5;
            line.tag = {Role::dial, pair};
            panel.marks.emplace_back(std::move(line));
        }
    };
    for (int pair = 0; pair < shape.pairs(); pair += step)
        if (pair != chosen) wire(pair);
    wire(chosen);
}

// Both columns say where a component of one order stands in the other; the pair is the interleaved one's.
// Then what stands at the component once q is rotated to m and k to n: in the model's own order, and as
// DeepSeek's leaves it.
DataTable orders_table(const FigureInputs& inputs, const HeadShape& shape) {
    DataTable data;
    Column component{"component", "1", {}}, in_half{"half_from_interleaved", "1", {}},
        in_interleaved{"interleaved_from_half", "1", {}};
    const std::vector<int> half = half_from_interleaved(shape, 1),
                           interleaved = interleaved_from_half(shape, 1);
    for (std::size_t r = 0; r < half.size(); ++r) {
        component.values.push_back(static_cast<double>(r));
        in_half.values.push_back(half[r]);
        in_interleaved.values.push_back(interleaved[r]);
    }
    data.columns = {std::move(component), std::move(in_half), std::move(in_interleaved)};
    for (const Layout layout : {Layout::interleaved, Layout::half}) {
        Column pair{fmt::format("pair_{}", id(layout)), "1", {}};
        for (const int i : pairs_in_order(in_order(shape, layout)))
            pair.values.push_back(i < 0 ? kNoValue : i);
        data.columns.push_back(std::move(pair));
    }
    const FrequencyTable& table = inputs.models.front().frequencies->table;
    const auto add = [&](const std::string& name, const std::vector<double>& x, double position) {
        const std::vector<double> rotated = rotate(x, shape, table, position);
        data.columns.push_back({name + "_rotated", "1", rotated});
        if (as_deepseek(inputs))
            data.columns.push_back({name + "_deepseek", "1", deepseek_order(rotated, shape)});
    };
    add("q", inputs.q, inputs.query_position);
    add("k", inputs.k, inputs.key_position);
    return data;
}

void add_still_words(Panel& panel, const FigureInputs& inputs, const HeadShape& shape, const Cells& cells) {
    constexpr double kWords = 6;  // [em] "not rotated"
    const int after = shape.head_dim - shape.rotary_offset - shape.rotary_dim;
    const auto add = [&](int from, int count) {
        if (count * cells.width / cells.together < kWords * inputs.font_size) return;
        TextMark words;
        words.at = {from + (count - 1) / 2.0, 0.47};
        words.relative = false;
        words.text = "not rotated";
        words.align = Align::centre;
        words.ink = {InkKind::muted};
        panel.marks.emplace_back(std::move(words));
    };
    add(0, shape.rotary_offset);
    add(shape.head_dim - after, after);
}

Panel orders_panel(const FigureInputs& inputs, const HeadShape& shape) {
    const Cells cells = choose_cells(inputs, shape);
    Panel panel;
    panel.frame = false;
    panel.legend = false;
    add_wires(panel, shape, inputs.pair);
    const HeadShape above = in_order(shape, Layout::interleaved), below = in_order(shape, Layout::half);
    add_cells(panel, above, cells, true);
    add_cells(panel, below, cells, false);
    add_still_words(panel, inputs, shape, cells);
    panel.x.emplace().title = "component of the head";
    panel.x->lo = -0.5;
    panel.x->hi = shape.head_dim - 0.5;
    panel.x->integers = true;
    panel.y.emplace();
    panel.y->lo = cells.numbers ? -0.2 : 0;
    panel.y->hi = cells.numbers ? 1.2 : 1;
    panel.y->ticks = {{kCell / 2, order_name(inputs, below)}, {kTop - kCell / 2, order_name(inputs, above)}};
    panel.data = std::make_shared<const DataTable>(orders_table(inputs, shape));
    return panel;
}

// ---- the scores

struct Compared {
    DecayRequest request;
    DecayCurves right_curves, other_curves;
    double difference = 0;  // root mean square over all distances compared
    double size = 0;        // of the right scores, likewise

    const std::vector<double>& right() const { return right_curves.curves[0].values->smallest; }
    const std::vector<double>& other() const { return other_curves.curves[0].values->smallest; }
};

double root_mean_square(const std::vector<double>& values, const std::vector<double>* less = nullptr) {
    double sum = 0, scale = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        scale = std::max(scale, std::abs(values[i] - (less != nullptr ? (*less)[i] : 0)));
    if (!(scale > 0) || !std::isfinite(scale)) return scale;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double part = (values[i] - (less != nullptr ? (*less)[i] : 0)) / scale;
        sum += part * part;
    }
    return scale * std::sqrt(sum / static_cast<double>(values.size()));
}

Checked<Compared> compare(const FigureInputs& inputs, double delta, ResultCache& cache, Progress& progress) {
    FigureInputs own = inputs, changed = inputs;
    own.models.resize(1);
    changed.models.resize(1);
    HeadShape& shape = changed.models.front().spec.shape;
    shape.layout = other(shape.layout);
    if (as_deepseek(inputs)) {
        changed.q = deepseek_order(inputs.q, own.models.front().spec.shape);
        changed.k = deepseek_order(inputs.k, own.models.front().spec.shape);
    }
    Compared compared;
    compared.request.measure = find_decay_measure("query-key");
    compared.request.last = static_cast<std::int64_t>(inputs.number("layout.to"));
    compared.request.columns = std::max<std::int64_t>(
        2, std::llround(std::min(room_inside(inputs, {}).width * inputs.pixels_per_point, 1e5)));
    for (const auto& [in, out] :
         {std::pair{&own, &compared.right_curves}, {&changed, &compared.other_curves}}) {
        Checked<DecayCurves> curves = decay_curves(*in, compared.request, delta, cache, progress);
        if (!curves.ok()) return curves.fault();
        *out = std::move(curves).value();
    }
    compared.size = root_mean_square(compared.right());
    compared.difference = root_mean_square(compared.other(), &compared.right());
    return compared;
}

void add_curve(Panel& panel, DrawnCurve drawn, std::size_t series, std::string label, Extent& extent) {
    LineMark line = series_line(series, std::move(label));
    for (std::size_t c = 0; c < drawn.x.size(); ++c) {
        extent.cover(drawn.lo[c]);
        extent.cover(drawn.hi[c]);
        line.points.push_back({drawn.x[c], drawn.lo[c]});
    }
    if (drawn.lo == drawn.hi) {
        panel.marks.emplace_back(std::move(line));
    } else {
        panel.marks.emplace_back(BandMark{std::move(drawn.x), std::move(drawn.lo), std::move(drawn.hi),
                                          line.ink, true, line.dash, line.label, line.tag});
    }
}

Panel scores_panel(const FigureInputs& inputs, const Compared& compared, double delta) {
    const Layout own = inputs.models.front().spec.shape.layout;
    Panel panel;
    Extent extent{0, 0};
    panel.marks.emplace_back(zero_rule());
    const auto curve = [&](const DecayCurves& curves) {
        return reduced(compared.request, curves, *curves.curves.front().values);
    };
    const auto add_right = [&] {
        add_curve(panel, curve(compared.right_curves), 0, fmt::format("as {}: right", id(own)), extent);
    };
    const auto add_other = [&](std::string label) {
        add_curve(panel, curve(compared.other_curves), 1, std::move(label), extent);
    };
    // What lies on the other curve is drawn over it, dashed.
    if (as_deepseek(inputs)) {
        add_right();
        add_other("in DeepSeek’s order: the same");
    } else {
        add_other(fmt::format("as {}: wrong", id(other(own))));
        add_right();
    }
    const auto last = static_cast<double>(compared.request.last);
    if (delta >= 0 && delta <= last) panel.marks.emplace_back(delta_rule(delta, ""));
    panel.x.emplace().title = "distance Δ = *m* − *n* (tokens)";
    panel.x->hi = last;
    panel.x->integers = true;
    panel.y.emplace().title = "*q*^{T}*k*" + score_scale(inputs.models.front().spec);
    const Range range = padded(extent.lo, extent.hi, 0.06);
    panel.y->lo = range.lo;
    panel.y->hi = range.hi;
    return panel;
}

DataTable scores_table(const FigureInputs& inputs, const Compared& compared) {
    DataTable data;
    data.columns = {{"delta", "tokens", {}},
                    {"score", "1", compared.right()},
                    {as_deepseek(inputs) ? "score_deepseek" : "score_wrong_order", "1", compared.other()},
                    {"difference", "1", {}}};
    for (std::size_t i = 0; i < compared.right().size(); ++i) {
        data.columns[0].values.push_back(static_cast<double>(i));
        data.columns[3].values.push_back(compared.other()[i] - compared.right()[i]);
    }
    return data;
}

// ---- both

void add_orders_words(Figure& figure, const HeadShape& shape, bool as_deepseek) {
    if (shape.pairs() == 1) return add_statement(figure, "One pair: both orders are the same.");
    const int P = shape.pairs(), r = shape.rotary_offset;
    const std::string from = r == 0 ? "" : fmt::format("{} + ", r);
    add_statement(figure, fmt::format("Pair i: ({}2i, {}2i + 1) interleaved, ({}i, {}i + {}) in half order.",
                                      from, from, from, from, P));
    if (r > 0 && shape.layout == Layout::interleaved && !as_deepseek)
        add_statement(
            figure,
            "Hugging Face puts the rotated part of DeepSeek's heads into the half order; scores keep.");
}

void add_scores_words(Figure& figure, const FigureInputs& inputs, const Compared& compared) {
    const HeadShape& shape = inputs.models.front().spec.shape;
    if (shape.pairs() == 1) return;
    const std::string last = position_text(static_cast<double>(compared.request.last));
    if (as_deepseek(inputs)) {
        add_statement(figure, fmt::format("In DeepSeek's order scores are off by {} (rms, Δ up to {}).",
                                          display_text(compared.difference, 3), last));
        add_statement(figure,
                      "Interleaved components are put into the half order and rotated there: the vectors are "
                      "others, products are not.");
        return add_statement(figure, vector_words(inputs));
    }
    add_statement(figure,
                  fmt::format("Rotated as {} instead of {}: scores off by {} (rms).", id(other(shape.layout)),
                              id(shape.layout), display_text(compared.difference, 3)));
    add_statement(figure, fmt::format("The right scores have {} (rms) at Δ up to {}; at Δ = 0 both agree.",
                                      display_text(compared.size, 3), last));
    add_statement(figure, vector_words(inputs));
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    constexpr double kBeside = 50;  // [em] both panels fit beside each other
    const std::string& shown = inputs.choice("layout.show");
    const ModelSpec& model = inputs.models.front().spec;
    const bool wide = inputs.size.width >= kBeside * inputs.font_size;
    const bool both = shown == "both" && (wide || is_tall(inputs));
    const bool orders = shown != "scores", scores = shown == "scores" || both;
    Figure figure;
    figure.kind = "layout";
    if (as_deepseek(inputs) && model.shape.layout != Layout::interleaved) {
        figure.sentence =
            "DeepSeek's order is made of interleaved pairs, and this model has halves. Choose the "
            "interleaved layout, or compare with the other order.";
        return figure;
    }
    add_only_first_model_note(figure, inputs);
    FigureInputs room = inputs;
    if (both && !is_tall(inputs)) room.size.width /= 2;
    if (orders) {
        figure.panels.push_back(orders_panel(room, model.shape));
        figure.data = *figure.panels.back().data;
        add_orders_words(figure, model.shape, as_deepseek(inputs));
        if (const int together = choose_cells(room, model.shape).together; together > 1)
            figure.notes.push_back(fmt::format("Each cell stands for {} components.", together));
    }
    if (scores) {
        const double delta = inputs.query_position - inputs.key_position;
        const Checked<Compared> compared = compare(room, delta, cache, progress);
        if (!compared.ok()) return compared.fault();
        Panel panel = scores_panel(inputs, compared.value(), delta);
        if (both) (is_tall(inputs) ? panel.row : panel.column) = 1;
        figure.panels.push_back(std::move(panel));
        figure.data = scores_table(inputs, compared.value());
        add_scores_words(figure, inputs, compared.value());
    }
    if (both) (is_tall(inputs) ? figure.row_weights : figure.column_weights) = {1, 1.4};
    add_statement(figure, model_words(model) + ".");
    if (scores) add_statement(figure, multiplier_words(model));
    return figure;
}

}  // namespace
}  // namespace layout_figure

const FigureKind kLayoutKind{
    "layout", "Layout",
    "The interleaved and the half order of a head, the permutation between them, and what the wrong one or "
    "DeepSeek's does to the scores.",
    layout_figure::kParams, &layout_figure::build};

}  // namespace rope
