// The angle that a pair has turned by, against position: how many turns, and where in its turn it stands.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/number_text.h"
#include "core/base/phase.h"
#include "core/figure/kind/difference.h"
#include "core/figure/kind/key.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/pair_list.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"

namespace rope {
namespace angles_figure {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr int kSpread = 5;                  // pairs drawn where none are listed
constexpr double kTall = 24;                // [em] a picture with room for both panels
constexpr std::int64_t kMostListed = 4097;  // positions in the table
// [rad] A pair that turns further within one column of the picture is hatched: its colour would be chance.
constexpr double kWithin = std::numbers::pi / 2;
constexpr double kMostColumns = 4096;
constexpr std::size_t kMostCells = std::size_t{1} << 22;

constexpr std::array<ParamChoice, 3> kShown{
    {{"both", "Turns and wrapped"}, {"turns", "Turns of chosen pairs"}, {"wrapped", "Wrapped, all pairs"}}};
constexpr std::array<ParamChoice, 2> kScales{{{"log", "Logarithmic"}, {"linear", "Linear"}}};

constexpr std::array<ParamSpec, 6> kParams{
    {{.id = "angles.show",
      .label = "Show",
      .type = ParamType::choice,
      .initial_text = "both",
      .choices = kShown,
      .help = "Turns made by chosen pairs, the angle of every pair wrapped to one turn as colour, or both."},
     {.id = "angles.scale",
      .label = "Axes",
      .type = ParamType::choice,
      .initial_text = "log",
      .choices = kScales,
      .help = "Whether positions and turns are spaced by powers of ten or evenly."},
     {.id = "angles.pairs",
      .label = "Pairs",
      .type = ParamType::text,
      .help = "Pairs whose turns are drawn, such as 0,16,32; empty: some from fast to slow, and the chosen "
              "one."},
     {.id = "angles.from",
      .label = "From position",
      .symbol = "*m*",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = -kLargestPosition,
      .max = kLargestPosition,
      .help = "First position drawn; a logarithmic axis starts at 1 at the least.",
      .slider_max = 131072},
     {.id = "angles.to",
      .label = "To position",
      .symbol = "*m*",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = -kLargestPosition,
      .max = kLargestPosition,
      .help = "Last position drawn; 0 means the longest context of the models.",
      .slider_max = 131072,
      .zero_text = "whole context"},
     difference_row("angles.difference")}};

struct Request {
    bool turns = true, wrapped = true, logarithmic = true;
    double first = 0, last = 1;  // positions [tokens], whole
    PairList pairs;
};

Checked<Request> read_request(const FigureInputs& inputs) {
    Request request;
    const std::string& shown = inputs.choice("angles.show");
    request.turns = shown != "wrapped";
    request.wrapped =
        shown == "wrapped" || (shown == "both" && inputs.size.height >= kTall * inputs.font_size);
    request.logarithmic = inputs.choice("angles.scale") == "log";
    request.first = inputs.number("angles.from");
    request.last = inputs.number("angles.to");
    if (request.last == 0) {
        for (const FigureModel& model : inputs.models)
            request.last = std::max(request.last, static_cast<double>(model.spec.context_length));
        request.last = std::min(request.last, kLargestPosition);
    }
    if (request.logarithmic) request.first = std::max(request.first, 1.0);
    Checked<PairList> pairs = listed_pairs(inputs, "angles.pairs", kSpread);
    if (!pairs.ok()) return pairs.fault();
    request.pairs = std::move(pairs).value();
    return request;
}

Axis position_axis(const Request& request) {
    Axis axis;
    axis.title = "position *m* (tokens)";
    axis.scale = request.logarithmic ? AxisScale::logarithmic : AxisScale::linear;
    axis.lo = request.first;
    axis.hi = request.last;
    axis.integers = true;
    return axis;
}

// ---- turns of chosen pairs

// Which lines are named: all where that leaves room for the plot, else the fastest and the slowest, else
// none.
bool is_named(const FigureInputs& inputs, const Request& request, std::size_t pair_index) {
    const std::size_t pairs = request.pairs.pairs.size(), models = inputs.models.size();
    const double lines = room_inside(inputs, {}).height / (request.wrapped ? 2 : 1) / inputs.font_size;
    constexpr double kShare = 0.6;  // of the lines of text beside the plot
    if (static_cast<double>(pairs * models) <= kShare * lines) return true;
    return static_cast<double>(2 * models) <= kShare * lines && (pair_index == 0 || pair_index + 1 == pairs);
}

// mθ is a straight line on both kinds of axes, so that two points are the whole of it.
LineMark turns_line(const FigureInputs& inputs, const Request& request, std::size_t model, int pair) {
    const FrequencyTable& table = inputs.models[model].frequencies->table;
    const double theta = table.theta[static_cast<std::size_t>(pair)];
    LineMark line;
    for (const double position : {request.first, request.last}) {
        const double turns = position * theta / kTurn;
        line.points.push_back({position, turns > 0 || !request.logarithmic ? turns : kNone});
    }
    line.ink = {InkKind::pair, pair, table.pairs()};
    line.dash = series_dash(model);
    line.weight = model == 0 && pair == inputs.pair ? 1.6 : 1;
    line.tag = {Role::series, static_cast<int>(model)};
    return line;
}

// None on the frame, where the context ends the axis.
void add_context_rules(Panel& panel, const FigureInputs& inputs, const Request& request) {
    for (RuleMark& rule : context_rules(inputs.models, request.first, request.last))
        if (rule.value < request.last) panel.marks.push_back(std::move(rule));
}

// q and k of the chosen pair where they stand.
void add_positions(Panel& panel, const FigureInputs& inputs, const Request& request) {
    const double theta =
        inputs.models.front().frequencies->table.theta[static_cast<std::size_t>(inputs.pair)];
    const std::vector<int>& drawn = request.pairs.pairs;
    if (!std::binary_search(drawn.begin(), drawn.end(), inputs.pair)) return;
    const auto mark = [&](double position, const char* letter, InkKind ink) {
        const double turns = position * theta / kTurn;
        if (position < request.first || position > request.last) return;
        if (request.logarithmic && !(turns > 0)) return;
        PointMark point;
        point.at = {position, turns};
        point.ink = {ink};
        point.label =
            fmt::format("*{}* = {}: {} turns", letter, position_text(position), display_text(turns, 3));
        point.tag = {Role::dial, inputs.pair};
        panel.marks.push_back(std::move(point));
    };
    mark(inputs.key_position, "n", InkKind::key);
    mark(inputs.query_position, "m", InkKind::query);
}

Axis turns_axis(const Panel& panel, const Request& request) {
    double lo = 0, hi = 0, least = std::numeric_limits<double>::infinity();
    for (const Mark& mark : panel.marks) {
        const auto* line = std::get_if<LineMark>(&mark);
        if (!line) continue;
        for (const Point& point : line->points) {
            if (!std::isfinite(point.y)) continue;
            lo = std::min(lo, point.y);
            hi = std::max(hi, point.y);
            if (point.y > 0) least = std::min(least, point.y);
        }
    }
    Axis axis;
    axis.title = "*mθ*_{*i*} (turns)";
    if (request.logarithmic) {
        axis.scale = AxisScale::logarithmic;
        hi = hi > 0 ? hi : 1;
        axis.hi = hi * 2;
        axis.lo = std::clamp(least, hi * 1e-12, hi) / 2;
    } else {
        const Range range = padded(lo, hi, 0.04);
        axis.lo = lo == 0 && hi > 0 ? 0 : range.lo;
        axis.hi = hi == 0 && lo < 0 ? 0 : range.hi;
    }
    return axis;
}

Panel turns_panel(const FigureInputs& inputs, const Request& request) {
    Panel panel;
    panel.x = position_axis(request);
    if (request.logarithmic) {
        RuleMark one;
        one.vertical = false;
        one.value = 1;
        one.label = "one turn";
        one.tag = {Role::rule, 0};
        panel.marks.push_back(std::move(one));
    }
    add_context_rules(panel, inputs, request);
    for (std::size_t model = 0; model < inputs.models.size(); ++model) {
        const int most = inputs.models[model].frequencies->table.pairs();
        for (std::size_t i = 0; i < request.pairs.pairs.size(); ++i) {
            const int pair = request.pairs.pairs[i];
            if (pair >= most) continue;
            LineMark line = turns_line(inputs, request, model, pair);
            if (is_named(inputs, request, i)) {
                line.label = fmt::format("{}pair {}",
                                         inputs.models.size() > 1 ? model_letter(model) + ": " : "", pair);
            }
            panel.marks.push_back(std::move(line));
        }
    }
    panel.y = turns_axis(panel, request);
    add_positions(panel, inputs, request);
    return panel;
}

// ---- every pair, wrapped

struct Wrapped {
    Raster raster;
    int hidden = 0;  // rows that are not whole: pairs that turn more than a quarter round within a column
};

// Edge c of the columns [tokens].
double column_edge(const Request& request, int c, int columns) {
    const double share = static_cast<double>(c) / columns;
    return request.logarithmic ? request.first * std::pow(request.last / request.first, share)
                               : request.first - 0.5 + (request.last - request.first + 1) * share;
}

std::shared_ptr<const std::vector<double>> wrapped_angles(const FrequencyTable& table, const Request& request,
                                                          int columns, Progress& progress) {
    const auto rows = static_cast<std::size_t>(table.pairs());
    auto values = std::make_shared<std::vector<double>>(rows * static_cast<std::size_t>(columns));
    std::vector<double> edges;
    for (int c = 0; c <= columns; ++c)
        edges.push_back(column_edge(request, c, columns));
    for (std::size_t i = 0; i < rows; ++i) {
        if (progress.cancelled()) return nullptr;
        progress.report(static_cast<double>(i) / static_cast<double>(rows));
        for (std::size_t c = 0; c + 1 < edges.size(); ++c) {
            const double within = table.theta[i] * (edges[c + 1] - edges[c]);
            const double centre =
                request.logarithmic ? std::sqrt(edges[c] * edges[c + 1]) : (edges[c] + edges[c + 1]) / 2;
            (*values)[i * (edges.size() - 1) + c] =
                within > kWithin ? kNone : angle(table.phase(i, centre)) / kTurn;
        }
    }
    return values;
}

std::optional<Wrapped> make_wrapped(const FigureInputs& inputs, const Request& request, ResultCache& cache,
                                    Progress& progress) {
    const FrequencyTable& table = inputs.models.front().frequencies->table;
    const double pixels = room_inside(inputs, {.right = 6}).width * inputs.map_cells_per_point();
    const std::size_t most_columns = kMostCells / static_cast<std::size_t>(table.pairs());
    const auto most = static_cast<double>(most_columns);
    double columns = std::min({std::floor(pixels), kMostColumns, std::max(most, 2.0)});
    if (!request.logarithmic) columns = std::min(columns, request.last - request.first + 1);
    Wrapped wrapped;
    wrapped.raster.rows = table.pairs();
    wrapped.raster.columns = static_cast<int>(std::max(columns, 1.0));
    ResultKey key("angles");
    key.add(table).add(request.first).add(request.last);
    key.add(std::int64_t{request.logarithmic}).add(std::int64_t{wrapped.raster.columns});
    wrapped.raster.values = cache.get<std::vector<double>>(
        key.text(), [&] { return wrapped_angles(table, request, wrapped.raster.columns, progress); },
        [](const std::vector<double>& values) { return values.size() * sizeof(double); });
    if (!wrapped.raster.values) return std::nullopt;
    wrapped.raster.key = key.digest();
    for (int r = 0; r < wrapped.raster.rows; ++r)
        wrapped.hidden += std::isnan(wrapped.raster.at(r, wrapped.raster.columns - 1));
    return wrapped;
}

Panel wrapped_panel(const Request& request, Wrapped wrapped) {
    Panel panel;
    panel.x = position_axis(request);
    Axis pairs;
    pairs.title = "pair *i*";
    pairs.lo = -0.5;
    pairs.hi = wrapped.raster.rows - 0.5;
    pairs.reversed = true;
    pairs.integers = true;
    panel.y = pairs;
    CellsMark cells;
    cells.scale = {ColourMapId::cyclic, -0.5, 0.5};
    cells.x0 = request.first;
    cells.x1 = request.last;
    if (!request.logarithmic) {
        panel.x->lo = cells.x0 -= 0.5;
        panel.x->hi = cells.x1 += 0.5;
    }
    cells.y0 = pairs.lo;
    cells.y1 = pairs.hi;
    cells.raster = std::move(wrapped.raster);
    panel.marks.push_back(std::move(cells));
    panel.colour_bar = ColourBar{{ColourMapId::cyclic, -0.5, 0.5}, "*mθ*_{*i*} (turns)", false};
    return panel;
}

// ---- words and data

std::vector<std::string> make_caption(const FigureInputs& inputs, const Request& request) {
    const FigureModel& model = inputs.models.front();
    const std::vector<int>& pairs = request.pairs.pairs;
    const auto turns = [&](int pair) {
        const double theta = model.frequencies->table.theta[static_cast<std::size_t>(pair)];
        return display_text((request.last - request.first) * theta / kTurn, 3);
    };
    std::vector<std::string> caption =
        statements_of(fmt::format("angle mθ from position {} to {}", position_text(request.first),
                                  position_text(request.last)),
                      inputs);
    std::string made = fmt::format("Pair {}{} makes {} turns", pairs.front(),
                                   inputs.models.size() > 1 ? " of A" : "", turns(pairs.front()));
    if (pairs.size() > 1) made += fmt::format(", pair {} makes {}", pairs.back(), turns(pairs.back()));
    caption.insert(caption.end() - 1, made + ".");
    return caption;
}

DataTable make_table(const FigureInputs& inputs, const Request& request) {
    DataTable data;
    const auto count = static_cast<std::int64_t>(request.last - request.first) + 1;
    const std::int64_t rows = std::min(count, kMostListed);
    Column positions{"position", "tokens", {}};
    for (std::int64_t r = 0; r < rows; ++r) {
        positions.values.push_back(
            rows == count
                ? request.first + static_cast<double>(r)
                : std::round(request.first + (request.last - request.first) * static_cast<double>(r) /
                                                 static_cast<double>(rows - 1)));
    }
    for (std::size_t m = 0; m < inputs.models.size(); ++m) {
        const FrequencyTable& table = inputs.models[m].frequencies->table;
        const std::string suffix = inputs.models.size() > 1 ? "_" + model_letter(m) : "";
        for (const int pair : request.pairs.pairs) {
            if (pair >= table.pairs()) continue;
            const auto i = static_cast<std::size_t>(pair);
            Column turns{fmt::format("turns_pair_{}{}", pair, suffix), "turns", {}};
            Column wrapped{fmt::format("wrapped_pair_{}{}", pair, suffix), "rad", {}};
            for (const double position : positions.values) {
                turns.values.push_back(position * table.theta[i] / kTurn);
                wrapped.values.push_back(angle(table.phase(i, position)));
            }
            data.columns.push_back(std::move(turns));
            data.columns.push_back(std::move(wrapped));
        }
    }
    data.columns.insert(data.columns.begin(), std::move(positions));
    return data;
}

void add_notes(Figure& figure, const FigureInputs& inputs, const Request& request, bool wrapped, int hidden) {
    figure.notes = request.pairs.notes;
    if (wrapped && inputs.models.size() > 1) {
        figure.notes.push_back(fmt::format("Colours are of model A ({}).", inputs.models.front().spec.name));
    }
    if (hidden > 0) {
        figure.notes.push_back(
            "Hatched: pairs that turn more than a quarter round within a column of the picture.");
    }
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    Checked<Request> read = read_request(inputs);
    if (!read.ok()) return read.fault();
    const Request& request = read.value();
    Figure figure;
    figure.kind = "angles";
    if (request.last <= request.first || request.pairs.pairs.empty()) {
        figure.sentence =
            request.pairs.pairs.empty()
                ? std::string("Model A has none of the listed pairs. List others, or none.")
                : fmt::format(
                      "There is no position from {} to {}. Set “To position” above “From position”, "
                      "or to 0 for the whole context.",
                      position_text(request.first), position_text(request.last));
        return figure;
    }
    figure.data = make_table(inputs, request);
    figure.caption = make_caption(inputs, request);
    if (request.turns) figure.panels.push_back(turns_panel(inputs, request));
    int hidden = 0;
    if (request.wrapped) {
        std::optional<Wrapped> wrapped = make_wrapped(inputs, request, cache, progress);
        if (!wrapped) return Fault{"cancelled", "the angles", "were not finished", "", "", {}};
        hidden = wrapped->hidden;
        Panel panel = wrapped_panel(request, std::move(*wrapped));
        if (request.turns) {
            panel.row = 1;
            figure.panels.front().x->visible = false;
            figure.panels.front().x->lo = panel.x->lo;
            figure.panels.front().x->hi = panel.x->hi;
            figure.row_weights = {1.2, 1};
        }
        figure.panels.push_back(std::move(panel));
    }
    add_notes(figure, inputs, request, request.wrapped, hidden);
    add_length_note(figure, inputs.models, request.last);
    if (request.turns && inputs.flag("angles.difference")) {
        std::vector<ComparedColumn> columns;
        for (const int pair : request.pairs.pairs) {
            const Ink ink{InkKind::pair, pair, inputs.models.front().frequencies->table.pairs()};
            columns.push_back({fmt::format("turns_pair_{}", pair), fmt::format("pair {}", pair), ink});
        }
        add_difference_of_columns(figure, inputs, columns);
    }
    return figure;
}

}  // namespace
}  // namespace angles_figure

const FigureKind kAnglesKind{
    "angles", "Angles",
    "The angle of pairs against position: how many turns, and wrapped to one turn as "
    "colour.",
    angles_figure::kParams, &angles_figure::build};

}  // namespace rope
