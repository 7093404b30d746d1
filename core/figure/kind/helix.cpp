// Pairs along the position axis as screws: the rotation seen from the side, in oblique projection.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/number_text.h"
#include "core/base/phase.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/pair_list.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/words.h"
#include "core/figure/layout.h"

namespace rope {
namespace helix_figure {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr int kSpread = 5;                  // pairs drawn where none are listed
constexpr double kRadius = 0.4;             // of a screw, in lanes
constexpr double kDepth = 0.4;              // lanes that one radius of depth moves sideways, times kRadius
constexpr double kLeastTurn = 5;            // [pt] a turn narrower than this is drawn as a band
constexpr double kStepsOfATurn = 32;        // points of the curve
constexpr double kDigit = 0.6;              // [em] a digit of a tick's label
constexpr double kLeastToken = 7;           // [pt] between dots at whole tokens
constexpr std::int64_t kMostListed = 4097;  // positions in the table

constexpr std::array<ParamSpec, 4> kParams{
    {{.id = "helix.pairs",
      .label = "Pairs",
      .type = ParamType::text,
      .help = "Pairs to draw, such as 0,16,32; empty: some from fast to slow, and the chosen one."},
     {.id = "helix.from",
      .label = "From position",
      .symbol = "*m*",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = -kLargestPosition,
      .max = kLargestPosition,
      .help = "Position at the left end of the screws.",
      .slider_max = 131072},
     {.id = "helix.span",
      .label = "Span",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = 1,
      .max = kLargestPosition,
      .scale = SliderScale::logarithmic,
      .initial = 128,
      .help = "How many tokens the screws run along; pairs too fast to be seen become bands.",
      .slider_min = 1,
      .slider_max = 131072},
     {.id = "helix.tokens",
      .label = "Tokens",
      .type = ParamType::boolean,
      .initial = 1,
      .help = "Draws a dot at every whole position, where they stand far enough apart."}}};

struct Request {
    double first = 0, last = 1;  // positions [tokens]
    double token = 1;            // expected width of a token [pt]
    double lane = 1;             // expected height of a lane [pt]
    PairList pairs;

    double span() const { return last - first; }
};

Checked<Request> read_request(const FigureInputs& inputs) {
    Checked<PairList> pairs = listed_pairs(inputs, "helix.pairs", kSpread);
    if (!pairs.ok()) return pairs.fault();
    Request request;
    request.pairs = std::move(pairs).value();
    request.first = inputs.number("helix.from");
    request.last = std::min(request.first + inputs.number("helix.span"), kLargestPosition);
    const Size room = room_inside(inputs, {.left = 5});
    request.token = room.width / std::max(request.span(), 1.0);
    request.lane = room.height / static_cast<double>(std::max<std::size_t>(request.pairs.pairs.size(), 1));
    return request;
}

// One pair: e^{imθ} in its lane. Lane 0 is the uppermost; y runs upwards.
struct Screw {
    const Request& request;
    const FrequencyTable& table;
    int pair = 0;
    double centre = 0;  // y of its axis

    double theta() const { return table.theta[static_cast<std::size_t>(pair)]; }
    double angle_at(double position) const {
        return angle(table.phase(static_cast<std::size_t>(pair), position));
    }
    // Depth moves a point to the right and a little up, so that the back of a turn does not hide the front.
    Point project(double position, double turned) const {
        const double depth = std::sin(turned);
        const double sideways = kDepth * kRadius * request.lane / request.token;
        return {position + sideways * depth, centre + kRadius * (std::cos(turned) + 0.2 * depth)};
    }
    bool is_band() const { return theta() * kLeastTurn > kTurn * request.token; }
};

Ink ink_of(const Screw& screw, double opacity) {
    return {InkKind::pair, screw.pair, screw.table.pairs(), opacity};
}

// Too fast to see turn by turn: the room that the screw fills.
BandMark band_of(const Screw& screw) {
    BandMark band;
    band.x = {screw.request.first, screw.request.last};
    band.lo.assign(2, screw.centre - kRadius);
    band.hi.assign(2, screw.centre + kRadius);
    band.ink = ink_of(screw, 0.35);
    band.tag = {Role::dial, screw.pair};
    return band;
}

// Back and front halves of the turns, each broken where the other begins.
std::array<LineMark, 2> halves_of(const Screw& screw, bool chosen) {
    const Request& request = screw.request;
    const double turns = request.span() * screw.theta() / kTurn;
    const int steps = static_cast<int>(std::ceil(std::max(turns * kStepsOfATurn, 64.0)));
    std::array<LineMark, 2> halves;
    halves[0].ink = ink_of(screw, 0.5);
    halves[1].ink = ink_of(screw, 1);
    for (LineMark& half : halves) {
        half.weight = chosen ? 1.6 : 1;
        half.tag = {Role::dial, screw.pair};
    }
    int before = -1;
    for (int step = 0; step <= steps; ++step) {
        const double position = request.first + request.span() * step / steps;
        const double turned = screw.angle_at(position);
        const Point point = screw.project(position, turned);
        const int side = std::sin(turned) < 0 ? 1 : 0;  // 1: towards the reader
        if (before >= 0 && side != before) {
            halves[static_cast<std::size_t>(before)].points.push_back(point);
            halves[static_cast<std::size_t>(before)].points.push_back({kNone, kNone});
        }
        halves[static_cast<std::size_t>(side)].points.push_back(point);
        before = side;
    }
    return halves;
}

// From the screw's axis to the screw: depth moves the far end sideways, the near one stands at its position.
LineMark spoke(const Screw& screw, double position, const Ink& ink) {
    LineMark line;
    line.points = {{position, screw.centre}, screw.project(position, screw.angle_at(position))};
    line.ink = ink;
    line.weight = 0.75;
    line.tag = {Role::grid, screw.pair};
    return line;
}

void add_screw(Panel& panel, const FigureInputs& inputs, const Screw& screw) {
    const Request& request = screw.request;
    LineMark axis;
    axis.points = {{request.first, screw.centre}, {request.last, screw.centre}};
    axis.ink = {InkKind::hairline};
    axis.weight = 0.75;
    axis.tag = {Role::grid, screw.pair};
    panel.marks.push_back(std::move(axis));
    if (screw.is_band()) {
        panel.marks.push_back(band_of(screw));
        return;
    }
    for (const Tick& tick : panel.x->ticks)
        if (tick.value >= request.first && tick.value <= request.last)
            panel.marks.push_back(spoke(screw, tick.value, {InkKind::muted}));
    for (LineMark& half : halves_of(screw, screw.pair == inputs.pair)) {
        if (!half.points.empty()) panel.marks.push_back(std::move(half));
    }
    if (!inputs.flag("helix.tokens") || request.token < kLeastToken) return;
    for (double position = request.first; position <= request.last; ++position) {
        PointMark dot;
        dot.at = screw.project(position, screw.angle_at(position));
        dot.ink = ink_of(screw, 1);
        dot.radius = 2.2;
        dot.tag = {Role::dial, screw.pair};
        panel.marks.push_back(std::move(dot));
    }
}

// Where q and k stand on the chosen pair's screw.
void add_position(Panel& panel, const Screw& screw, double position, const char* letter, InkKind ink) {
    if (position < screw.request.first || position > screw.request.last) return;
    if (!screw.is_band()) panel.marks.push_back(spoke(screw, position, {ink}));
    PointMark point;
    point.at =
        screw.is_band() ? Point{position, screw.centre} : screw.project(position, screw.angle_at(position));
    point.ink = {ink};
    point.label = fmt::format("*{}* = {}", letter, position_text(position));
    point.tag = {Role::dial, screw.pair};
    panel.marks.push_back(std::move(point));
}

Panel make_panel(const FigureInputs& inputs, const Request& request) {
    const FrequencyTable& table = inputs.models.front().frequencies->table;
    Panel panel;
    panel.legend = false;
    Axis positions;
    positions.title = "position *m* (tokens)";
    const double sideways = kDepth * kRadius * request.lane / request.token;
    positions.lo = request.first - 1.1 * sideways;
    positions.hi = request.last + 1.1 * sideways;
    positions.integers = true;
    // Chosen here and not by the layout, because the spokes stand at them.
    const double label = 1 + kDigit * static_cast<double>(position_text(request.last).size());
    positions.ticks = choose_ticks(positions, request.token * request.span(), label * inputs.font_size);
    // The axis is wider than the screws' positions, by their depth.
    std::vector<Tick> within;
    for (const Tick& tick : positions.ticks)
        if (tick.value >= request.first && tick.value <= request.last) within.push_back(tick);
    if (within.size() >= 2) positions.ticks = std::move(within);
    panel.x = std::move(positions);
    Axis lanes;
    lanes.title = "pair *i*";
    lanes.integers = true;
    lanes.lo = -0.5;
    lanes.hi = static_cast<double>(request.pairs.pairs.size()) - 0.5;
    const std::size_t count = request.pairs.pairs.size();
    for (std::size_t lane = 0; lane < count; ++lane) {
        const Screw screw{request, table, request.pairs.pairs[lane], static_cast<double>(count - 1 - lane)};
        lanes.ticks.push_back({screw.centre, std::to_string(screw.pair)});
        add_screw(panel, inputs, screw);
        if (screw.pair != inputs.pair) continue;
        add_position(panel, screw, inputs.key_position, "n", InkKind::key);
        add_position(panel, screw, inputs.query_position, "m", InkKind::query);
    }
    std::reverse(lanes.ticks.begin(), lanes.ticks.end());
    panel.y = std::move(lanes);
    return panel;
}

// ---- words and data

std::vector<std::string> make_caption(const FigureInputs& inputs, const Request& request) {
    const FigureModel& model = inputs.models.front();
    const std::vector<int>& pairs = request.pairs.pairs;
    const auto wavelength = [&](int pair) {
        const double tokens = model.frequencies->table.wavelength(pair);
        return std::isfinite(tokens) ? fmt::format("one turn in {} tokens", display_text(tokens))
                                     : std::string("never turns");
    };
    std::vector<std::string> caption =
        statements_of(fmt::format("{} at positions {} to {}", pairs_words(pairs),
                                  position_text(request.first), position_text(request.last)),
                      model.spec);
    std::string turns = fmt::format("Pair {}: {}", pairs.front(), wavelength(pairs.front()));
    if (pairs.size() > 1) turns += fmt::format("; pair {}: {}", pairs.back(), wavelength(pairs.back()));
    caption.insert(caption.end() - 1, turns + ".");
    caption.emplace_back("Spokes join each screw to its axis at the marked positions.");
    return caption;
}

DataTable make_table(const FigureInputs& inputs, const Request& request) {
    const FrequencyTable& table = inputs.models.front().frequencies->table;
    const auto count = static_cast<std::int64_t>(request.span()) + 1;
    const std::int64_t rows = std::min(count, kMostListed);
    DataTable data;
    Column positions{"position", "tokens", {}};
    for (std::int64_t r = 0; r < rows; ++r) {
        const double share = rows < 2 ? 0 : static_cast<double>(r) / static_cast<double>(rows - 1);
        positions.values.push_back(std::round(request.first + request.span() * share));
    }
    for (const int pair : request.pairs.pairs) {
        const Screw screw{request, table, pair, 0};
        Column cosine{fmt::format("cos_pair_{}", pair), "1", {}},
            sine{fmt::format("sin_pair_{}", pair), "1", {}};
        for (const double position : positions.values) {
            const double turned = screw.angle_at(position);
            cosine.values.push_back(std::cos(turned));
            sine.values.push_back(std::sin(turned));
        }
        data.columns.push_back(std::move(cosine));
        data.columns.push_back(std::move(sine));
    }
    data.columns.insert(data.columns.begin(), std::move(positions));
    return data;
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache&, Progress&) {
    const Checked<Request> read = read_request(inputs);
    if (!read.ok()) return read.fault();
    const Request& request = read.value();
    Figure figure;
    figure.kind = "helix";
    if (request.pairs.pairs.empty() || request.span() < 1) {
        figure.sentence = request.pairs.pairs.empty()
                              ? "Model A has none of the listed pairs. List others, or none."
                              : "The screws would begin beyond the last position. Set “From position” lower.";
        return figure;
    }
    figure.panels.push_back(make_panel(inputs, request));
    figure.caption = make_caption(inputs, request);
    figure.data = make_table(inputs, request);
    add_length_note(figure, {inputs.models.front()}, request.last);
    add_only_first_model_note(figure, inputs);
    figure.notes.insert(figure.notes.end(), request.pairs.notes.begin(), request.pairs.notes.end());
    const FrequencyTable& table = inputs.models.front().frequencies->table;
    if (std::any_of(request.pairs.pairs.begin(), request.pairs.pairs.end(), [&](int pair) {
            return Screw{request, table, pair, 0}.is_band();
        })) {
        figure.notes.push_back("Bands: pairs that turn too fast for single turns to be seen.");
    }
    return figure;
}

}  // namespace
}  // namespace helix_figure

const FigureKind kHelixKind{
    "helix", "Helix",
    "Pairs along the position axis as screws: fast ones wind tightly, slow ones hardly "
    "turn.",
    helix_figure::kParams, &helix_figure::build};

}  // namespace rope
