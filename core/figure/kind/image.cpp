// Rotation of vision models: how similar one patch is to every other by position alone, and M-RoPE's tokens.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/figure/kind/image_tokens.h"
#include "core/figure/kind/key.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"
#include "core/rope/axes.h"
#include "core/vectors/learned_axes.h"

namespace rope {
namespace image_figure {
namespace {

constexpr std::array<ParamChoice, 5> kRules{{{"axial", "Axial (RoPE-ViT)"},
                                             {"mixed", "Mixed (RoPE-ViT)"},
                                             {"qwen2vl", "Qwen2-VL's vision tower"},
                                             {"pixtral", "Pixtral"},
                                             {"mrope", "M-RoPE: text, images, videos"}}};
constexpr std::array<ParamChoice, 2> kVectors{{{"alike", "q = k, all entries alike"}, {"given", "q and k"}}};

constexpr std::array<ParamSpec, 15> kParams{
    {{.id = "image.rule",
      .label = "Rule",
      .type = ParamType::choice,
      .initial_text = "axial",
      .choices = kRules,
      .help = "Which pairs turn by the column x and which by the row y of a patch, and how fast; or, for a "
              "model with M-RoPE sections, the tokens of text, images and videos."},
     {.id = "image.vectors",
      .label = "Vectors",
      .type = ParamType::choice,
      .initial_text = "alike",
      .choices = kVectors,
      .help = "q = k = (1, …, 1)/√d shows position alone, 1 at the chosen patch; or the given q and k."},
     {.id = "image.width",
      .label = "Width",
      .unit = "patches",
      .type = ParamType::integer,
      .min = 1,
      .max = 256,
      .initial = 14,
      .help = "Patches in a row; a picture of 224 pixels has 14 of 16 pixels each.",
      .slider_min = 1,
      .slider_max = 64},
     {.id = "image.height",
      .label = "Height",
      .unit = "patches",
      .type = ParamType::integer,
      .min = 1,
      .max = 256,
      .initial = 14,
      .help = "Rows of patches.",
      .slider_min = 1,
      .slider_max = 64},
     {.id = "image.x",
      .label = "Chosen column",
      .type = ParamType::integer,
      .min = -1,
      .max = 255,
      .initial = -1,
      .help = "Column of the patch whose query is taken, counted from 0; −1 is the middle.",
      .slider_min = -1,
      .slider_max = 63},
     {.id = "image.y",
      .label = "Chosen row",
      .type = ParamType::integer,
      .min = -1,
      .max = 255,
      .initial = -1,
      .help = "Row of the patch whose query is taken, counted from 0; −1 is the middle.",
      .slider_min = -1,
      .slider_max = 63},
     {.id = "image.angle",
      .label = "Angle",
      .symbol = "*φ*",
      .unit = "°",
      .type = ParamType::number,
      .min = -180,
      .max = 180,
      .initial = 30,
      .help = "Direction of the mixed rule's axes: initialisation draws it at random for each head."},
     {.id = "image.theta_x",
      .label = "Speeds by column",
      .symbol = "*θ*_{*x*}",
      .type = ParamType::text,
      .help = "Learned speeds of the mixed rule, one a pair [rad/patch]: numbers joined by commas, a .npy or "
              ".safetensors file with a row in brackets, or gaussian:seed=N; empty: as initialised.",
      .loads = true},
     {.id = "image.theta_y",
      .label = "Speeds by row",
      .symbol = "*θ*_{*y*}",
      .type = ParamType::text,
      .help = "The same by row: learned speeds are two lists.",
      .loads = true},
     {.id = "image.head",
      .label = "Head",
      .type = ParamType::integer,
      .min = 0,
      .max = 4095,
      .help = "Which head's, where the lists of speeds hold several heads after one another, counted from 0.",
      .slider_min = 0,
      .slider_max = 15},
     {.id = "image.content",
      .label = "Content",
      .type = ParamType::text,
      .initial_text = "text:4,image:8x8,text:4,video:3x4x4,text:4",
      .help = "The sequence of the M-RoPE rule: text:TOKENS, image:ROWSxCOLUMNS and "
              "video:FRAMESxROWSxCOLUMNS in patches, joined by commas."},
     {.id = "image.merge",
      .label = "Merge",
      .unit = "patches",
      .type = ParamType::integer,
      .min = 1,
      .max = 1024,
      .initial = 2,
      .help = "Patches that become one token, along each side: spatial_merge_size, 2 in Qwen2-VL.",
      .slider_min = 1,
      .slider_max = 8},
     {.id = "image.frame_step",
      .label = "Frame step",
      .type = ParamType::number,
      .min = 0,
      .max = 1e6,
      .initial = 1,
      .help = "What a frame of a video adds to t: seconds per frame times tokens per second in Qwen2.5-VL.",
      .slider_min = 0,
      .slider_max = 8},
     {.id = "image.markers",
      .label = "Markers",
      .type = ParamType::boolean,
      .initial = 1,
      .help = "A token before and a token after each image and video, numbered as text."},
     {.id = "image.causal",
      .label = "Causal mask",
      .type = ParamType::boolean,
      .initial = 1,
      .help = "Hides keys after the query in the map of tokens, as in language models."}}};

// Rows of rules that are not chosen change nothing.
std::vector<IdleRow> idle_rows(const FigureInputs& inputs) {
    constexpr std::string_view kOfAll[] = {"image.rule", "image.vectors"};
    constexpr std::string_view kOfMixed[] = {"image.angle", "image.theta_x", "image.theta_y", "image.head"};
    constexpr std::string_view kOfTokens[] = {"image.content", "image.merge", "image.frame_step",
                                              "image.markers", "image.causal"};
    const std::string& chosen = inputs.choice("image.rule");
    const bool learned = !inputs.choice("image.theta_x").empty() || !inputs.choice("image.theta_y").empty();
    std::vector<IdleRow> idle;
    for (const ParamSpec& row : kParams) {
        const auto is_among = [&](auto& ids) {
            return std::find(std::begin(ids), std::end(ids), row.id) != std::end(ids);
        };
        if (is_among(kOfAll)) continue;
        if (is_among(kOfTokens) != (chosen == "mrope"))
            idle.push_back({row.id, chosen == "mrope" ? "The rule M-RoPE has tokens instead of patches."
                                                      : "Only the rule M-RoPE has tokens."});
        else if (is_among(kOfMixed) && chosen != "mixed")
            idle.push_back({row.id, "Only the mixed rule reads it."});
        else if (row.id == "image.angle" && learned)
            idle.push_back({row.id, "The speeds are given, and with them their directions."});
        else if (row.id == "image.head" && !learned)
            idle.push_back({row.id, "No speeds are given."});
    }
    return idle;
}

struct Request {
    Grid grid;
    std::string rule;
    double angle = 0;  // [rad]
    LearnedSpeeds speeds;
};

Request read_request(const FigureInputs& inputs) {
    Request request;
    request.grid.width = static_cast<int>(inputs.number("image.width"));
    request.grid.height = static_cast<int>(inputs.number("image.height"));
    const auto centre = [&](const char* id, int size) {
        const double wanted = inputs.number(id);
        return wanted < 0 ? std::floor(size / 2.0) : std::min(wanted, size - 1.0);
    };
    request.grid.centre_x = centre("image.x", request.grid.width);
    request.grid.centre_y = centre("image.y", request.grid.height);
    request.rule = inputs.choice("image.rule");
    request.angle = inputs.number("image.angle") * std::acos(-1.0) / 180;
    request.speeds = {.column = {inputs.choice("image.theta_x")},
                      .row = {inputs.choice("image.theta_y")},
                      .head = static_cast<std::int64_t>(inputs.number("image.head")),
                      .where_x = "image.theta_x",
                      .where_y = "image.theta_y"};
    return request;
}

Checked<AxisFrequencies> axes_of(const ModelSpec& spec, const Request& request) {
    const int d = spec.shape.rotary_dim;
    if (request.rule == "axial") return axial_axes(spec.base, d);
    if (request.rule == "mixed" && request.speeds.given())
        return learned_axes(request.speeds, spec.shape.pairs());
    if (request.rule == "mixed") return mixed_axes_as_initialised(spec.base, d, request.angle);
    if (request.rule == "qwen2vl") return qwen2vl_vision_axes(spec.base, d);
    return pixtral_axes(spec.base, d);
}

std::vector<double> vector_of(const FigureInputs& inputs, const ModelSpec& spec,
                              const std::vector<double>& given) {
    if (inputs.choice("image.vectors") == "given") return given;
    const auto d = static_cast<std::size_t>(spec.shape.head_dim);
    return std::vector<double>(d, 1 / std::sqrt(static_cast<double>(d)));
}

struct Map {
    std::size_t model = 0;
    Raster raster;
};

Raster map_raster(const FigureInputs& inputs, std::size_t m, const AxisFrequencies& axes,
                  const Request& request, ResultCache& cache) {
    const ModelSpec& spec = inputs.models[m].spec;
    const std::vector<double> q = vector_of(inputs, spec, inputs.q), k = vector_of(inputs, spec, inputs.k);
    const Grid& grid = request.grid;
    ResultKey key("image");
    for (const FrequencyTable& axis : axes.axes)
        key.add(axis);
    key.add(q).add(k).add(std::int64_t{grid.width}).add(std::int64_t{grid.height});
    key.add(grid.centre_x).add(grid.centre_y).add(static_cast<std::int64_t>(spec.shape.layout));
    key.add(std::int64_t{spec.shape.rotary_offset}).add(std::int64_t{spec.shape.rotary_dim});
    Raster raster;
    raster.rows = grid.height;
    raster.columns = grid.width;
    raster.values = cache.get<std::vector<double>>(
        key.text(),
        [&] {
            return std::make_shared<const std::vector<double>>(grid_scores(q, k, spec.shape, axes, grid));
        },
        [](const std::vector<double>& values) { return values.size() * sizeof(double); });
    raster.key = key.digest();
    return raster;
}

ColourScale scale_of(const std::vector<Map>& maps, bool alike) {
    double largest = 0;
    bool negative = false;
    for (const Map& map : maps) {
        for (const double value : *map.raster.values) {
            if (!std::isfinite(value)) continue;
            largest = std::max(largest, std::abs(value));
            negative |= value < 0;
        }
    }
    const double end = alike ? 1 : rounded_up(largest);
    return negative ? ColourScale{ColourMapId::diverging, -end, end}
                    : ColourScale{ColourMapId::sequential, 0, end};
}

Panel map_panel(const Map& map, const ColourScale& scale, const Request& request, bool several) {
    Panel panel;
    // A strip of patches would be too thin for its axis, sooner where several maps share the page.
    panel.square = std::max(request.grid.width, request.grid.height) <=
                   (several ? 2 : 4) * std::min(request.grid.width, request.grid.height);
    panel.legend = false;
    panel.x.emplace().title = "column *x* (patches)";
    panel.y.emplace().title = "row *y* (patches)";
    panel.x->lo = panel.y->lo = -0.5;
    panel.x->hi = request.grid.width - 0.5;
    panel.y->hi = request.grid.height - 0.5;
    panel.x->integers = panel.y->integers = true;
    panel.y->reversed = true;
    CellsMark cells;
    cells.raster = map.raster;
    cells.scale = scale;
    cells.x0 = panel.x->lo;
    cells.x1 = panel.x->hi;
    cells.y0 = panel.y->lo;
    cells.y1 = panel.y->hi;
    cells.borders = cells.numbers = true;
    panel.marks.push_back(std::move(cells));
    PointMark chosen;
    chosen.at = {request.grid.centre_x, request.grid.centre_y};
    chosen.ink = {InkKind::query};
    chosen.radius = 3;
    chosen.tag = {Role::text};
    panel.marks.push_back(chosen);
    return panel;
}

// A list of a hundred numbers is no caption.
std::string short_list(const std::string& text) {
    constexpr std::size_t kLongest = 24;
    const std::size_t comma = text.rfind(',', kLongest);
    return printable(text.size() <= kLongest || comma == std::string::npos ? text
                                                                           : text.substr(0, comma) + ", …");
}

std::string rule_words(const Request& request) {
    if (request.rule == "mixed" && request.speeds.given())
        return fmt::format("Mixed (RoPE-ViT) with θx = {}, θy = {}", short_list(request.speeds.column.text),
                           short_list(request.speeds.row.text));
    if (request.rule == "mixed")
        return fmt::format("Mixed, as initialised (RoPE-ViT), axes turned by {}°",
                           display_text(request.angle * 180 / std::acos(-1.0)));
    for (const ParamChoice& rule : kRules)
        if (rule.id == request.rule) return std::string(rule.label);
    return "";
}

DataTable make_table(const FigureInputs& inputs, const std::vector<Map>& maps, const Request& request) {
    DataTable data;
    if (maps.size() == 1) {
        data.grid = maps[0].raster;
        data.grid_name = "similarity";
        data.grid_unit = "1";
        data.row_name = "row";
        data.column_name = "column";
        data.position_unit = "patches";
        return data;
    }
    Column patch{"patch", "1", {}}, x{"x", "patches", {}}, y{"y", "patches", {}};
    for (int i = 0; i < request.grid.width * request.grid.height; ++i) {
        patch.values.push_back(i);
        x.values.push_back(i % request.grid.width);
        y.values.push_back(i / request.grid.width);
    }
    data.columns = {std::move(patch), std::move(x), std::move(y)};
    for (const Map& map : maps)
        data.columns.push_back({"similarity" + model_suffix(inputs, map.model), "1", *map.raster.values});
    return data;
}

Checked<Figure> patches(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    Figure figure;
    figure.kind = "image";
    const Request request = read_request(inputs);
    const bool given = inputs.choice("image.vectors") == "given";
    std::vector<Map> maps;
    std::optional<Fault> refused;  // of learned speeds
    for (std::size_t m = 0; m < inputs.models.size(); ++m) {
        if (progress.cancelled()) return cancelled_fault("the map");
        const ModelSpec& spec = inputs.models[m].spec;
        const Checked<AxisFrequencies> axes = axes_of(spec, request);
        if (!axes.ok() && request.speeds.given() && !refused) refused = axes.fault();
        if (!axes.ok()) {
            figure.notes.push_back(fmt::format("{} is not drawn: {}.", printable(spec.name),
                                               printable(axes.fault().subject + " " + axes.fault().rule)));
            continue;
        }
        if (given && inputs.q.size() != static_cast<std::size_t>(spec.shape.head_dim)) {
            figure.notes.push_back(fmt::format("{} is not drawn: its heads have another width than q and k.",
                                               printable(spec.name)));
            continue;
        }
        maps.push_back({m, map_raster(inputs, m, axes.value(), request, cache)});
    }
    figure.missing = figure.notes;
    if (maps.empty() && request.rule == "mixed" && refused) return *refused;
    if (maps.empty()) {
        figure.sentence =
            "This rule gives every second pair to the rows and needs a rotary dimension that is a multiple "
            "of "
            "4. Change the rotary dimension, or choose Pixtral's rule.";
        figure.notes.clear();
        figure.missing.clear();
        return figure;
    }
    const ColourScale scale = scale_of(maps, !given);
    const std::vector<std::string> labels = model_labels(inputs.models);
    const bool several = maps.size() > 1;
    const bool bar_fits = inputs.size.width >= 12 * inputs.font_size;  // else nothing is left for the map
    const bool stacked = inputs.size.height > inputs.size.width;
    // [em] What a map needs beside its neighbours, and labels and colour bar beside all of them.
    constexpr double kMap = 6, kAround = 11;
    const double along = std::max(inputs.size.width, inputs.size.height) / inputs.font_size;
    const auto fit = static_cast<std::size_t>(std::max(1.0, std::floor((along - kAround) / kMap)));
    const std::size_t drawn = std::min(maps.size(), fit);
    if (drawn < maps.size()) {
        figure.notes.push_back(fmt::format("{} of {} models have room in this picture.", drawn, maps.size()));
        figure.missing.push_back(figure.notes.back());
    }
    (stacked ? figure.row_weights : figure.column_weights).assign(drawn, 1);
    for (std::size_t i = 0; i < drawn; ++i) {
        Panel panel = map_panel(maps[i], scale, request, several);
        (stacked ? panel.row : panel.column) = static_cast<int>(i);
        if (several) panel.title = labels[maps[i].model];
        if (stacked && i + 1 < drawn) panel.x->visible = false;
        if (!stacked && i > 0) panel.y->visible = false;
        if (i + 1 == drawn && bar_fits)
            panel.colour_bar = ColourBar{scale, "*q*^{T}*k* (not over √*d*)", false};
        figure.panels.push_back(std::move(panel));
    }
    figure.caption = {fmt::format("Similarity of the patch at ({}, {}) to all of {} × {}.",
                                  position_text(request.grid.centre_x), position_text(request.grid.centre_y),
                                  request.grid.width, request.grid.height),
                      fmt::format("{} rule.", rule_words(request)),
                      of_models(inputs,
                                [&](std::size_t m) {
                                    const ModelSpec& spec = inputs.models[m].spec;
                                    return fmt::format("d = {}, base {}", spec.shape.rotary_dim,
                                                       position_text(spec.base));
                                }),
                      given ? vector_words(inputs) : "q = k with all entries alike."};
    figure.data = make_table(inputs, maps, request);
    return figure;
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    Checked<Figure> figure = inputs.choice("image.rule") == "mrope" ? image_tokens(inputs, progress)
                                                                    : patches(inputs, cache, progress);
    if (figure.ok()) figure.value().idle = idle_rows(inputs);
    return figure;
}

}  // namespace
}  // namespace image_figure

const FigureKind kImageKind{
    "image", "Image",
    "Rotation of vision models: similarity of a chosen patch to every other, axial, mixed, Qwen2-VL's or "
    "Pixtral's; or the tokens of text, images and videos with M-RoPE.",
    image_figure::kParams, &image_figure::build};

}  // namespace rope
