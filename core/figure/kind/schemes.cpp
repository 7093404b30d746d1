// The same q and k under every position scheme: small maps with shared colours.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/base/phase.h"
#include "core/base/utf8.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/scheme_map.h"
#include "core/figure/kind/words.h"
#include "core/scheme/scheme.h"

namespace rope {
namespace schemes_figure {
namespace {

constexpr std::array<ParamSpec, 5> kParams{
    {{.id = "schemes.only",
      .label = "Schemes",
      .type = ParamType::text,
      .help = "Schemes to draw, such as alibi,t5,rope (list schemes names them); empty: all."},
     {.id = "schemes.positions",
      .label = "Positions",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = 2,
      .max = 256,
      .initial = 32,
      .help = "How many positions queries and keys stand at.",
      .slider_min = 2,
      .slider_max = 128},
     {.id = "schemes.from",
      .label = "First position",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = 0,
      .max = kLargestPosition - 256,
      .help = "Position of the first query and the first key.",
      .slider_max = 4096},
     {.id = "schemes.causal",
      .label = "Causal mask",
      .type = ParamType::boolean,
      .help = "Hides keys after the query (n > m), as in language models."},
     {.id = "schemes.softmax",
      .label = "Softmax",
      .type = ParamType::boolean,
      .help = "Shows attention weights over the drawn keys instead of scores."}}};

// ---- maps

struct DrawnScheme {
    const Scheme* scheme = nullptr;
    std::shared_ptr<const SchemeMap> map;
    Raster raster;
};

Checked<std::vector<const Scheme*>> read_schemes(const FigureInputs& inputs) {
    const Value& value = inputs.params.find("schemes.only")->second;
    const std::string& text = std::get<std::string>(value);
    std::vector<const Scheme*> found(schemes().begin(), schemes().end());
    if (text.find_first_not_of(' ') == std::string::npos) return found;
    found.clear();
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find(',', from), text.size());
        std::string name = text.substr(from, end - from);
        name.erase(0, name.find_first_not_of(' '));
        name.erase(name.find_last_not_of(' ') + 1);
        const Scheme* scheme = find_scheme(name);
        if (scheme == nullptr) {
            std::vector<std::string_view> known;
            for (const Scheme* each : schemes())
                known.push_back(each->id);
            const std::string nearest = nearest_name(name, known.data(), known.size());
            return Fault{.id = "unknown_scheme",
                         .subject = "'" + name + "'",
                         .rule = "is not a scheme",
                         .remedy = nearest.empty() ? "`rope-explorer list schemes` names them all"
                                                   : "did you mean " + nearest + "?",
                         .where = "schemes.only",
                         .kind = FaultKind::usage};
        }
        if (std::find(found.begin(), found.end(), scheme) == found.end()) found.push_back(scheme);
        from = end + 1;
    }
    return found;
}

// Colours end where most values lie, so that one scheme with large scores does not pale all others.
struct SharedScale {
    ColourScale scale;
    double largest = 0;  // of all values
};

SharedScale shared_scale(const std::vector<DrawnScheme>& drawn, bool softmax) {
    const double share = softmax ? 0.98 : 0.9;
    std::vector<double> sizes;
    for (const DrawnScheme& each : drawn) {
        for (const double value : *each.raster.values) {
            if (std::isfinite(value)) sizes.push_back(std::abs(value));
        }
    }
    if (sizes.empty()) return {{ColourMapId::diverging, -1, 1}, 0};
    std::sort(sizes.begin(), sizes.end());
    const double typical = sizes[static_cast<std::size_t>(share * static_cast<double>(sizes.size() - 1))];
    const double end = rounded_up(typical > 0 ? typical : sizes.back());
    if (softmax) return {{ColourMapId::sequential, 0, end}, sizes.back()};
    return {{ColourMapId::diverging, -end, end}, sizes.back()};
}

// ---- where panels go

struct Grid {
    int columns = 1, rows = 1;
    double side = 0;   // of one map [em]
    bool axes = true;  // left of and under all maps
};

// The arrangement with the largest maps; axes are left out where little more than they would remain.
Grid choose_grid(const FigureInputs& inputs, int count) {
    constexpr double kRight = 6, kGap = 1.4, kName = 2.9, kWorthAxes = 5;
    Grid best;
    for (const bool axes : {true, false}) {
        const double width = inputs.size.width / inputs.font_size - kRight - (axes ? 5 : 1);
        const double height = inputs.size.height / inputs.font_size - (axes ? 8 : 1);
        best.side = -1e9;
        for (int columns = 1; columns <= count; ++columns) {
            const int rows = (count + columns - 1) / columns;
            const double across = (width - kGap * (columns - 1)) / columns;
            const double side = std::min(across, height / rows - kName);
            if (side <= best.side) continue;
            best = {columns, rows, side, axes};
        }
        if (best.side >= kWorthAxes) break;
    }
    best.side = std::max(best.side, 1.0);
    return best;
}

std::string deviation_words(double deviation) {
    if (std::isnan(deviation)) return "not measured";
    return deviation < 1e-9 ? "exactly Toeplitz" : display_text(100 * deviation, 2) + " % off";
}

Panel map_panel(const DrawnScheme& drawn, const SchemeInputs& inputs, const ColourScale& scale) {
    Panel panel;
    panel.square = true;
    panel.legend = false;
    Axis axis;
    axis.lo = static_cast<double>(inputs.key_positions.front()) - 0.5;
    axis.hi = static_cast<double>(inputs.key_positions.back()) + 0.5;
    axis.integers = true;
    panel.x = panel.y = axis;
    panel.x->title = "key *n* (tokens)";
    panel.y->title = "query *m* (tokens)";
    panel.x->short_title = "key *n*";
    panel.y->short_title = "query *m*";
    panel.y->reversed = true;
    CellsMark cells;
    cells.raster = drawn.raster;
    cells.scale = scale;
    cells.x0 = cells.y0 = axis.lo;
    cells.x1 = cells.y1 = axis.hi;
    cells.borders = true;
    panel.marks.push_back(std::move(cells));
    return panel;
}

// The scheme's name, with what it depends on where all names of the grid then fit over their maps.
std::string title_of(const DrawnScheme& drawn, bool facts) {
    const SchemeFacts& known = drawn.scheme->facts;
    std::string title(drawn.scheme->label);
    if (!facts) return title;
    if (known.use == PositionUse::none) return title + ": order-blind";
    return fmt::format("{}: {}", title,
                       known.use == PositionUse::relative
                           ? "relative"
                           : "absolute, " + deviation_words(drawn.map->deviation));
}

bool facts_fit(const std::vector<DrawnScheme>& drawn, double side) {
    constexpr double kLetter = 0.58;  // [em] a wide one of the title's size
    return std::all_of(drawn.begin(), drawn.end(), [&](const DrawnScheme& each) {
        return kLetter * static_cast<double>(title_of(each, true).size()) <= side;
    });
}

void add_panels(Figure& figure, const FigureInputs& inputs, const std::vector<DrawnScheme>& drawn,
                const SchemeInputs& scheme, const ColourBar& bar) {
    const int count = static_cast<int>(drawn.size());
    const Grid grid = choose_grid(inputs, count);
    const bool facts = facts_fit(drawn, grid.side);
    figure.column_weights.assign(static_cast<std::size_t>(grid.columns), 1);
    figure.row_weights.assign(static_cast<std::size_t>(grid.rows), 1);
    for (int i = 0; i < count; ++i) {
        const DrawnScheme& each = drawn[static_cast<std::size_t>(i)];
        const int row = i / grid.columns, column = i % grid.columns;
        Panel map = map_panel(each, scheme, bar.scale);
        map.row = row;
        map.column = column;
        // Shared axes are labelled once, left of and under everything.
        map.y->visible = grid.axes && column == 0;
        map.x->visible = grid.axes && i + grid.columns >= count;
        if (i == std::min(count, grid.columns) - 1) map.colour_bar = bar;
        map.title = title_of(each, facts);
        map.short_title = each.scheme->short_label;
        map.choice = {"view.scheme", std::string(each.scheme->id)};
        figure.panels.push_back(std::move(map));
    }
}

// ---- words and data

void add_caption(Figure& figure, const FigureInputs& inputs, const std::vector<DrawnScheme>& drawn,
                 const SchemeInputs& scheme) {
    std::string relative, absolute, none;
    for (const DrawnScheme& each : drawn) {
        const bool is_relative = each.scheme->facts.use == PositionUse::relative;
        std::string& list = is_relative                                       ? relative
                            : each.scheme->facts.use == PositionUse::absolute ? absolute
                                                                              : none;
        list += (list.empty() ? "" : ", ") + std::string(each.scheme->label);
        if (each.scheme->facts.use == PositionUse::absolute)
            list += " (" + deviation_words(each.map->deviation) + ")";
    }
    const ModelSpec& model = inputs.models.front().spec;
    figure.caption =
        statements_of(fmt::format("{} of one q and k at positions {} to {}",
                                  inputs.flag("schemes.softmax") ? "attention weights" : "scores",
                                  position_text(static_cast<double>(scheme.key_positions.front())),
                                  position_text(static_cast<double>(scheme.key_positions.back()))),
                      model);
    add_score_words(figure, model, kScaledSchemes);
    if (!relative.empty()) add_statement(figure, "Depend on m − n alone: " + relative + ".");
    if (!absolute.empty())
        add_statement(figure, "Depend on m and n themselves, off a Toeplitz map by a share of its range: " +
                                  absolute + ".");
    if (!none.empty()) add_statement(figure, "Depend on no position: " + none + ".");
    add_statement(figure, vector_words(inputs));
}

DataTable make_table(const std::vector<DrawnScheme>& drawn, const SchemeInputs& scheme) {
    DataTable data;
    Column query{"query_position", "tokens", {}}, key{"key_position", "tokens", {}};
    for (const std::int64_t m : scheme.query_positions) {
        for (const std::int64_t n : scheme.key_positions) {
            query.values.push_back(static_cast<double>(m));
            key.values.push_back(static_cast<double>(n));
        }
    }
    data.columns = {std::move(query), std::move(key)};
    for (const DrawnScheme& each : drawn)
        data.columns.push_back({std::string(each.scheme->id), "1", *each.raster.values});
    return data;
}

FigureFacts facts_of(const DrawnScheme& drawn, const SchemeInputs& inputs) {
    const SchemeFacts& known = drawn.scheme->facts;
    return {.of = std::string(drawn.scheme->id),
            .facts = {{"label", std::string(drawn.scheme->label)},
                      {"depends_on", std::string(id(known.use))},
                      {"toeplitz_deviation", drawn.map->deviation},
                      {"learned_numbers", drawn.scheme->learned_numbers(inputs)},
                      {"position_enters", std::string(known.enters)},
                      {"redone_when_tokens_move", std::string(known.when_moved)},
                      {"linear_attention", known.linear_attention},
                      {"linear_attention_reason", std::string(known.linear_attention_reason)},
                      {"beyond_training", std::string(known.beyond_training)},
                      {"source", std::string(drawn.scheme->source)}}};
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    const Checked<std::vector<const Scheme*>> chosen = read_schemes(inputs);
    if (!chosen.ok()) return chosen.fault();
    const SchemeInputs scheme = scheme_inputs(inputs);
    const bool softmax = inputs.flag("schemes.softmax");
    Figure figure;
    figure.kind = "schemes";
    add_only_first_model_note(figure, inputs);
    std::vector<DrawnScheme> drawn;
    for (const Scheme* each : chosen.value()) {
        const auto map = scheme_map(*each, scheme, cache, progress);
        if (!map) return Fault{"cancelled", "the maps of schemes", "were not finished", "", "", {}};
        if (!map->fault.empty()) {
            figure.notes.push_back(fmt::format("{} is left out: {}.", each->label, map->fault));
            figure.missing.push_back(figure.notes.back());
            continue;
        }
        Raster raster;
        raster.rows = static_cast<int>(map->scores.rows);
        raster.columns = static_cast<int>(map->scores.columns);
        raster.values = std::make_shared<const std::vector<double>>(
            softmax ? visible_weights(map->scores).values : map->scores.values);
        raster.key = map->key + (softmax ? "w" : "");
        drawn.push_back({each, map, std::move(raster)});
    }
    if (drawn.empty()) {
        figure.sentence = "None of the schemes can score these vectors. " + figure.notes.back();
        return figure;
    }
    const int positions = static_cast<int>(scheme.key_positions.size());
    if (positions < static_cast<int>(inputs.number("schemes.positions")))
        figure.notes.push_back(
            fmt::format("Drawn for {} positions: the head is too wide for more.", positions));
    const SharedScale shared = shared_scale(drawn, softmax);
    if (shared.largest > shared.scale.hi) {
        figure.notes.push_back(fmt::format("Values beyond {} (the largest is {}) have the last colour.",
                                           display_text(shared.scale.hi), display_text(shared.largest)));
    }
    const ColourBar bar{shared.scale, softmax ? "weight" : "score", false};
    add_panels(figure, inputs, drawn, scheme, bar);
    add_caption(figure, inputs, drawn, scheme);
    add_length_note(figure, {inputs.models.front()}, static_cast<double>(scheme.key_positions.back()) + 1);
    figure.data = make_table(drawn, scheme);
    for (const DrawnScheme& each : drawn)
        figure.facts.push_back(facts_of(each, scheme));
    return figure;
}

}  // namespace
}  // namespace schemes_figure

const FigureKind kSchemesKind{"schemes",
                              "Schemes",
                              "The same q and k under every position scheme, with shared colours: NoPE, "
                              "sinusoidal, learned, Shaw, Transformer-XL, T5, DeBERTa, ALiBi, xPos, RoPE.",
                              schemes_figure::kParams,
                              &schemes_figure::build,
                              "scheme."};

}  // namespace rope
