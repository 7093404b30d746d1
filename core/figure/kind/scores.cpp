// The score map of one q and one k: rows are query positions downwards, columns key positions rightwards.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/base/phase.h"
#include "core/base/utf8.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/score_profiles.h"
#include "core/figure/kind/score_view.h"
#include "core/figure/kind/words.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace scores_figure {
namespace {

// Maps of at most so many tokens a side are exported token by token, whatever the size of the picture; wider
// ones as the means that are drawn.
constexpr std::int64_t kMostExportedTokens = 1024;
// A picture may have 32,767 pixels a side; its grid of means stops here.
constexpr std::int64_t kMostBlocks = 4096;

constexpr std::array<ParamChoice, 4> kParts{{{"total", "Whole score"},
                                             {"content", "Content part"},
                                             {"position", "Position part"},
                                             {"pair", "The chosen pair's part"}}};
constexpr std::array<ParamChoice, 2> kColours{{{"diverging", "Blue to red-brown"}, {"grey", "Grey"}}};

constexpr std::array<ParamSpec, 8> kParams{
    {{.id = "scores.part",
      .label = "Part",
      .type = ParamType::choice,
      .initial_text = "total",
      .choices = kParts,
      .help = "The whole score, what q and k bring (lengths), what positions bring (angles), or one pair."},
     {.id = "scores.causal",
      .label = "Causal mask",
      .type = ParamType::boolean,
      .help = "Hides keys after the query (n > m), as in language models."},
     {.id = "scores.softmax",
      .label = "Softmax",
      .type = ParamType::boolean,
      .help = "Shows attention weights: each row's exponentials divided by their sum over the context."},
     {.id = "scores.query_from",
      .label = "First query",
      .symbol = "*m*",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = -kLargestPosition,
      .max = kLargestPosition,
      .help = "Position of the top row.",
      .slider_max = 131072},
     {.id = "scores.key_from",
      .label = "First key",
      .symbol = "*n*",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = -kLargestPosition,
      .max = kLargestPosition,
      .help = "Position of the left column.",
      .slider_max = 131072},
     {.id = "scores.span",
      .label = "Span",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = 0,
      .max = kLargestPosition,
      .scale = SliderScale::logarithmic,
      .help = "How many tokens are shown across and down; 0 means the whole context.",
      .slider_min = 1,
      .slider_max = 1048576,
      .zero_text = "whole context"},
     {.id = "scores.profiles",
      .label = "Profiles",
      .type = ParamType::boolean,
      .initial = 1,
      .help =
          "Draws the row and the column under the cross-hair as curves at the edges, where there is room."},
     {.id = "scores.colours",
      .label = "Colours",
      .type = ParamType::choice,
      .initial_text = "diverging",
      .choices = kColours,
      .help = "Two hues around zero, or a monotone map for grey print with a contour at zero."}}};

std::string value_title(const FigureInputs& inputs, const ScoreRequest& request) {
    if (request.softmax) return "softmax weight";
    switch (request.part) {
        case ScorePart::total:
            return "*q*_{*m*}^{T}*k*_{*n*}" + score_scale(inputs.models.front().spec);
        case ScorePart::content:
            return "Σ|*q*_{*i*}||*k*_{*i*}|" + score_scale(inputs.models.front().spec);
        case ScorePart::position:
            return "mean cos(*φ*_{*i*} + Δ*θ*_{*i*})";
        case ScorePart::pair:
            return fmt::format("part of pair {}", inputs.pair);
    }
    return "";
}

// The same for the small panels, where a formula has no room.
std::string short_value_title(const ScoreRequest& request) {
    if (request.softmax) return "weight";
    return request.part == ScorePart::position ? "mean cos" : "score";
}

std::string part_words(const FigureInputs& inputs, const ScoreRequest& request) {
    const std::string scale = plain_text(score_scale(inputs.models.front().spec));
    std::string words;
    switch (request.part) {
        case ScorePart::total:
            words = "score q·k" + scale;
            break;
        case ScorePart::content:
            words = "content part of the score";
            break;
        case ScorePart::position:
            words = "position part of the score";
            break;
        case ScorePart::pair:
            words = fmt::format("part of pair {} in the score q·k{}", inputs.pair, scale);
            break;
    }
    if (request.softmax) words += ", softmax over the keys";
    if (request.causal) words += ", causal";
    return words;
}

std::string formula_words(const FigureInputs& inputs, const ScoreRequest& request) {
    if (request.part == ScorePart::content)
        return fmt::format("The content part is Σ|q||k|{}, with every angle 0.",
                           plain_text(score_scale(inputs.models.front().spec)));
    if (request.part == ScorePart::position)
        return "The position part is the mean of cos(φ + Δθ) over the pairs.";
    return "";
}

std::string span_words(std::int64_t from, double tokens) {
    return fmt::format("{} to {}", position_text(static_cast<double>(from)),
                       position_text(static_cast<double>(from) + tokens - 1));
}

// ---- where things go

struct Plan {
    LagView view;
    double map = 1;   // expected side of the map [pt]
    double side = 0;  // wanted side of the map [pt], so that cells meet whole pixels; 0: as it fits
    bool right = false, below = false;
    bool right_ticks = true;  // of the profile beside the map: dear where another stands below
    double profile = 0;       // width and height of the small panels' data areas [pt]
};

// A whole number of pixels a block where that wastes little of the room; 0 where it would.
double snapped_side(const LagView& view, double pixels, double pixels_per_point) {
    const double columns = view.columns;
    const double side = std::floor(pixels / columns) * columns;
    return side >= 0.8 * pixels ? side / pixels_per_point : 0;
}

bool is_in_view(double position, std::int64_t from, std::int64_t span) {
    return position >= static_cast<double>(from) &&
           position < static_cast<double>(from) + static_cast<double>(span);
}

Plan make_plan(const FigureInputs& inputs, const ScoreRequest& request) {
    const double em = inputs.font_size;
    // [em] The smallest map that profiles leave, and what layout puts between the panels.
    constexpr double kSmallestMap = 12, kGapRight = 2.4, kGapBelow = 1.6, kTicks = 1.9;
    const Size room = room_inside(inputs, {.left = 4.8, .right = 6, .top = 1, .bottom = 3.4});
    Plan plan;
    plan.profile = std::clamp(0.22 * std::min(room.width, room.height), 3.5 * em, 8 * em);
    double width = room.width, height = room.height;
    if (inputs.flag("scores.profiles")) {
        const double beside = plan.profile + kGapRight * em;
        double under = plan.profile + kGapBelow * em;
        plan.right_ticks = height >= 24 * em;
        if (plan.right_ticks) under += kTicks * em;
        plan.below = height - under >= kSmallestMap * em && width >= kSmallestMap * em;
        // Without the chosen query or key in view there is no such row or column.
        plan.below &= is_in_view(inputs.query_position, request.query_from, request.span);
        if (plan.below) height -= under;
        plan.right = width - beside >= std::min(height, kSmallestMap * em) &&
                     is_in_view(inputs.key_position, request.key_from, request.span);
        if (plan.right) width -= beside;
        if (!plan.below) plan.right_ticks = true;
    }
    const double side = std::min(width, height);
    const double pixels = std::max(1.0, std::floor(side * inputs.map_cells_per_point()));
    plan.map = side;
    plan.view = score_view(request, std::min<std::int64_t>(std::llround(pixels), kMostBlocks));
    // Vector files of the same cells are laid out as the picture is.
    plan.side = snapped_side(plan.view, std::floor(side * inputs.pixels_per_point), inputs.pixels_per_point);
    return plan;
}

// A range of whole positions as an axis: cells are centred on their positions.
Axis position_axis(std::string title, std::int64_t from, double tokens) {
    Axis axis;
    axis.title = std::move(title);
    axis.lo = static_cast<double>(from) - 0.5;
    axis.hi = axis.lo + tokens;
    axis.integers = true;
    return axis;
}

// ---- marks on the map

RuleMark handle(Role role, InkKind ink, double position, std::string label) {
    RuleMark rule;
    rule.vertical = role == Role::key_handle;
    rule.value = position;
    rule.label = std::move(label);
    rule.ink = {ink};
    rule.dash = Dash::solid;
    rule.tag = {role};
    rule.draggable = true;
    return rule;
}

void add_cross_hair(Panel& panel, const FigureInputs& inputs) {
    const Axis &x = *panel.x, &y = *panel.y;
    const double m = inputs.query_position, n = inputs.key_position, delta = m - n;
    // The part of the line m − n = Δ inside the view.
    const double first = std::max(x.lo, y.lo - delta), last = std::min(x.hi, y.hi - delta);
    if (first < last) {
        LineMark diagonal;
        diagonal.points = {{first, first + delta}, {last, last + delta}};
        diagonal.ink = {InkKind::accent};
        diagonal.dash = Dash::dashed;
        diagonal.weight = 0.75;
        diagonal.tag = {Role::delta_handle};
        panel.marks.push_back(std::move(diagonal));
    }
    if (inside(y, m)) panel.marks.push_back(handle(Role::query_handle, InkKind::query, m, ""));
    if (inside(x, n)) panel.marks.push_back(handle(Role::key_handle, InkKind::key, n, ""));
}

// Where the view lies in the whole map, in the corner that a causal mask leaves empty.
void add_mini_map(Panel& panel, const FigureInputs& inputs, const ScoreRequest& request,
                  const LagView& view) {
    const auto context = static_cast<double>(request.context);
    const double tokens = view_tokens(view);
    const bool whole = request.span >= request.context ||
                       static_cast<double>(std::abs(view.query_from)) >= context ||
                       static_cast<double>(std::abs(view.key_from)) >= context;
    if (whole || inputs.size.height < 14 * inputs.font_size) return;
    const Axis &x = *panel.x, &y = *panel.y;
    const double size = 0.18 * tokens, margin = 0.025 * tokens;
    const Point corner{x.hi - margin - size, y.lo + margin};
    const double shown = std::max(tokens / context, 0.12) * size;  // seen however deep the zoom is
    const auto place = [&](std::int64_t position, double start) {
        return start + std::clamp(static_cast<double>(position) / context * size, 0.0, size - shown);
    };
    const Point from{place(view.key_from, corner.x), place(view.query_from, corner.y)};
    const Point to{from.x + shown, from.y + shown};
    const Point end{corner.x + size, corner.y + size};
    panel.marks.push_back(BoxMark{corner, end, {InkKind::ground, 0, 1, 0.85}, 1, true, {Role::mini_map}});
    panel.marks.push_back(BoxMark{corner, end, {InkKind::muted}, 1, false, {Role::mini_map}});
    panel.marks.push_back(BoxMark{from, to, {InkKind::accent}, 1, true, {Role::mini_map}});
}

// ---- words and data

std::vector<std::string> make_notes(const FigureInputs& inputs, const ScoreRequest& request, const Plan& plan,
                                    const ScoreRange& range) {
    const LagView& view = plan.view;
    std::vector<std::string> notes;
    if (view.cells > 1) {
        // Layout takes the side where it has the room: a block is a pixel then.
        const bool pixels = std::abs(plan.side * inputs.pixels_per_point - view.columns) < 0.5;
        notes.push_back(fmt::format("Each {0} = mean of {1} × {1} cells.", pixels ? "pixel" : "block",
                                    position_text(static_cast<double>(view.cells))));
    }
    if (request.moved)
        notes.push_back("The view was moved into the context: softmax weights exist there only.");
    if (range.clipped) {
        notes.push_back(fmt::format("Weights above {} (the largest is {}) have the last colour.",
                                    display_text(range.scale.hi), display_text(range.largest)));
    }
    if (range.all_masked)
        notes.push_back("Every cell shown lies behind the causal mask: all keys are later.");
    if (range.broken > 0) notes.push_back("Hatched cells: the score is too large for a number.");
    return notes;
}

// The grid that files get: tokens where they are few, else the means as drawn.
Checked<Done> add_data(Figure& figure, const ScoreInputs& scores, const ScoreRequest& request,
                       const Plan& plan, const Raster& drawn, ResultCache& cache, Progress& progress) {
    LagView view = plan.view;
    figure.data.grid = drawn;
    if (view.cells > 1 && request.span <= kMostExportedTokens) {
        view = score_view(request, kMostExportedTokens);
        auto values = score_values(scores, request, view, cache, progress);
        if (!values) return Fault{"cancelled", "the score map", "was not finished", "", "", {}};
        figure.data.grid = score_raster(scores, request, view, std::move(values));
    }
    figure.data.grid_name = request.softmax ? "weight" : "score";
    if (view.cells > 1) {
        figure.data.grid_name += fmt::format(" (mean of {0} x {0} cells)", view.cells);
    }
    figure.data.grid_unit = "1";
    figure.data.row_first = block_centre(0, view.query_from, view);
    figure.data.column_first = block_centre(0, view.key_from, view);
    figure.data.row_step = figure.data.column_step = static_cast<double>(view.cells);
    return Done{};
}

void add_caption(Figure& figure, const FigureInputs& inputs, const ScoreRequest& request,
                 const LagView& view) {
    const double tokens = view_tokens(view);
    const ModelSpec& model = inputs.models.front().spec;
    figure.caption = statements_of(part_words(inputs, request), model);
    // The position part is a mean of cosines, no score.
    if (request.part != ScorePart::position) add_score_words(figure, model);
    add_statement(figure, formula_words(inputs, request));
    add_statement(figure, vector_words(inputs));
    add_statement(figure, fmt::format("Queries {}, keys {}.", span_words(view.query_from, tokens),
                                      span_words(view.key_from, tokens)));
}

Panel make_map(const FigureInputs& inputs, const ScoreRequest& request, const Plan& plan, Raster raster,
               const ScoreRange& range) {
    const double tokens = view_tokens(plan.view);
    Panel panel;
    panel.square = true;
    panel.side = plan.side;
    panel.legend = false;
    panel.x = position_axis("key position *n* (tokens)", plan.view.key_from, tokens);
    panel.y = position_axis("query position *m* (tokens)", plan.view.query_from, tokens);
    panel.x->short_title = "key *n*";
    panel.y->short_title = "query *m*";
    panel.y->reversed = true;
    CellsMark cells;
    cells.raster = std::move(raster);
    cells.scale = range.scale;
    cells.x0 = panel.x->lo;
    cells.x1 = panel.x->hi;
    cells.y0 = panel.y->lo;
    cells.y1 = panel.y->hi;
    cells.borders = cells.numbers = plan.view.cells == 1;
    cells.zero_contour = range.scale.map == ColourMapId::grey;
    panel.marks.push_back(std::move(cells));
    add_mini_map(panel, inputs, request, plan.view);
    add_cross_hair(panel, inputs);
    return panel;
}

Figure too_long(const ScoreRequest& request) {
    Figure figure;
    figure.kind = "scores";
    figure.sentence = fmt::format(
        "Softmax over a context of {} tokens does not fit into memory. Set the context to {} or less, or "
        "turn "
        "softmax off.",
        position_text(static_cast<double>(request.context)),
        position_text(static_cast<double>(kLongestSoftmax)));
    return figure;
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    const FigureModel& model = inputs.models.front();
    const ScoreRequest request = read_score_request(inputs);
    if (request.softmax && request.context > kLongestSoftmax) return too_long(request);
    const Plan plan = make_plan(inputs, request);
    const PairParts parts = pair_parts(inputs.q, inputs.k, model.spec.shape);
    const ScoreInputs scores{.table = &model.frequencies->table,
                             .parts = &parts,
                             .head_dim = model.spec.shape.head_dim,
                             .part = request.part,
                             .pair = inputs.pair,
                             .scale_multiplier = score_multiplier(model.spec)};
    const auto values = score_values(scores, request, plan.view, cache, progress);
    if (!values) return Fault{"cancelled", "the score map", "was not finished", "", "", {}};
    const Raster raster = score_raster(scores, request, plan.view, values);
    // The same colours whatever the size of the picture: the range is that of the finest grid.
    const auto finest =
        request.softmax ? values
                        : score_values(scores, request, score_view(request, kMostBlocks), cache, progress);
    if (!finest) return Fault{"cancelled", "the score map", "was not finished", "", "", {}};
    const ScoreRange range =
        score_range(*finest, request,
                    inputs.choice("scores.colours") == "grey" ? ColourMapId::grey : ColourMapId::diverging);

    Figure figure;
    figure.kind = "scores";
    Panel map = make_map(inputs, request, plan, raster, range);
    const ColourBar bar{range.scale, value_title(inputs, request), request.causal};
    // The bar stands outermost; ticks of shared axes stand once, under and left of everything.
    Panel below = row_profile(inputs, map, raster, plan.view, range.scale, short_value_title(request));
    Panel right = column_profile(inputs, map, raster, plan.view, range.scale, short_value_title(request));
    (plan.right ? right : map).colour_bar = bar;
    if (plan.below) map.x->visible = false;
    right.x->visible = plan.right_ticks;
    figure.panels.push_back(std::move(map));
    if (plan.below) {
        figure.row_weights = {plan.map, plan.profile};
        figure.panels.push_back(std::move(below));
    }
    if (plan.right) {
        figure.column_weights = {plan.map, plan.profile};
        figure.panels.push_back(std::move(right));
    }
    figure.notes = make_notes(inputs, request, plan, range);
    // Softmax runs over the keys of the whole context, whichever are in view.
    const std::int64_t end = std::max(request.query_from, request.key_from) + request.span;
    add_length_note(figure, {model},
                    static_cast<double>(request.softmax ? std::max(end, request.context) : end));
    add_only_first_model_note(figure, inputs);
    add_caption(figure, inputs, request, plan.view);
    const Checked<Done> data = add_data(figure, scores, request, plan, raster, cache, progress);
    if (!data.ok()) return data.fault();
    return figure;
}

}  // namespace
}  // namespace scores_figure

const FigureKind kScoresKind{"scores", "Scores",
                             "Heatmap of the scores of q at position m and k at position n: whole, in parts, "
                             "causal, as softmax; from one cell to a million by a million.",
                             scores_figure::kParams, &scores_figure::build};

}  // namespace rope
