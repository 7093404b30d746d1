// The absolute encoding of Vaswani et al. 2017: what is added to a token, and how alike two positions are.
#include "core/scheme/sinusoidal.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>

#include "core/base/number_text.h"
#include "core/figure/kind/key.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/words.h"

namespace rope {
namespace sinusoidal_figure {
namespace {

constexpr int kMostWidth = 4096;
// [em] Pictures with room for both maps, beside or below each other; in smaller ones the encoding stands
// alone.
constexpr double kWide = 40, kTall = 40;

constexpr int kMostShifted = 512;  // channels of T_k, whose square is drawn
constexpr std::array<ParamChoice, 5> kShown{{{"both", "Encoding and products"},
                                             {"encoding", "Encoding"},
                                             {"products", "Dot products"},
                                             {"curve", "Dot product by distance"},
                                             {"shift", "Shift matrix"}}};
constexpr std::array<ParamChoice, 3> kOrders{{{"vaswani_interleaved", "sin, cos, sin, cos … (paper)"},
                                              {"concat_2i_over_d", "Sines, then cosines"},
                                              {"concat_t2t", "Sines, then cosines (tensor2tensor)"}}};

constexpr std::array<ParamSpec, 4> kParams{
    {{.id = "sinusoidal.show",
      .label = "Show",
      .type = ParamType::choice,
      .initial_text = "both",
      .choices = kShown,
      .help = "The encoding of each position as a row of colours, dot products of two positions, both where "
              "there is "
              "room, or the matrix T with PE(n + Δ) = T PE(n) for every n."},
     {.id = "sinusoidal.order",
      .label = "Channels",
      .type = ParamType::choice,
      .initial_text = "vaswani_interleaved",
      .choices = kOrders,
      .help = "How sines and cosines are laid out: alternating as in the paper, or in two blocks."},
     {.id = "sinusoidal.width",
      .label = "Width",
      .type = ParamType::integer,
      .min = 0,
      .max = kMostWidth,
      .help = "Channels of the encoding, even; 0 means the head dimension of the model, whose base is used "
              "too.",
      .step = 2,
      .slider_max = 1024,
      .zero_text = "as the model"},
     {.id = "sinusoidal.positions",
      .label = "Positions",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = 2,
      .max = 4096,
      .initial = 100,
      .help = "How many positions are drawn, from 0 on.",
      .slider_min = 2,
      .slider_max = 1024}}};

SinusoidOrder read_order(const FigureInputs& inputs) {
    for (const SinusoidOrder order :
         {SinusoidOrder::concat_t2t, SinusoidOrder::concat_2i_over_d, SinusoidOrder::vaswani_interleaved}) {
        if (inputs.choice("sinusoidal.order") == id(order)) return order;
    }
    require(false, "sinusoidal.order names no order");
    return SinusoidOrder::vaswani_interleaved;
}

struct Maps {
    int positions = 2;
    Raster encoding;  // [positions, width]
    Raster products;  // [positions, positions], of lags
};

using Values = std::shared_ptr<const std::vector<double>>;

Values encodings(const Sinusoids& sinusoids, int positions, Progress& progress) {
    std::vector<double> values;
    for (int m = 0; m < positions; ++m) {
        if (progress.cancelled()) return nullptr;
        const std::vector<double> row = encode(sinusoids, m);
        values.insert(values.end(), row.begin(), row.end());
    }
    return std::make_shared<const std::vector<double>>(std::move(values));
}

// PE(m)·PE(n) depends on m − n alone: one value per distance is the whole map.
Values lag_products(const Sinusoids& sinusoids, int positions, Progress& progress) {
    std::vector<double> values;
    for (int lag = 1 - positions; lag < positions; ++lag) {
        if (progress.cancelled()) return nullptr;
        values.push_back(encoding_similarity(sinusoids, lag));
    }
    return std::make_shared<const std::vector<double>>(std::move(values));
}

std::optional<Maps> make_maps(const FigureInputs& inputs, const Sinusoids& sinusoids, ResultCache& cache,
                              Progress& progress) {
    const auto weight = [](const std::vector<double>& values) { return values.size() * sizeof(double); };
    Maps maps;
    maps.positions = static_cast<int>(inputs.number("sinusoidal.positions"));
    ResultKey key("sinusoidal");
    key.add(sinusoids.frequencies).add(std::int64_t{sinusoids.width}).add(std::int64_t{maps.positions});
    key.add(std::int64_t{sinusoids.sine_channel.back()});  // tells the orders apart
    maps.encoding.rows = maps.products.rows = maps.products.columns = maps.positions;
    maps.encoding.columns = sinusoids.width;
    maps.encoding.values = cache.get<std::vector<double>>(
        key.text(), [&] { return encodings(sinusoids, maps.positions, progress); }, weight);
    maps.encoding.key = key.digest();
    key.add(std::int64_t{1});
    maps.products.toeplitz = true;
    maps.products.values = cache.get<std::vector<double>>(
        key.text(), [&] { return lag_products(sinusoids, maps.positions, progress); }, weight);
    maps.products.key = key.digest();
    if (!maps.encoding.values || !maps.products.values) return std::nullopt;
    return maps;
}

// ---- panels

Axis index_axis(std::string title, int count, bool reversed) {
    Axis axis;
    axis.short_title = title.substr(0, title.find(" ("));
    axis.title = std::move(title);
    axis.lo = -0.5;
    axis.hi = count - 0.5;
    axis.reversed = reversed;
    axis.integers = true;
    return axis;
}

Panel map_panel(const Raster& raster, Axis x, Axis y, const ColourScale& scale, std::string title) {
    Panel panel;
    CellsMark cells;
    cells.raster = raster;
    cells.scale = scale;
    cells.x0 = x.lo;
    cells.x1 = x.hi;
    cells.y0 = y.lo;
    cells.y1 = y.hi;
    cells.borders = true;
    panel.colour_bar = ColourBar{cells.scale, std::move(title), false};
    panel.x = std::move(x);
    panel.y = std::move(y);
    panel.marks.push_back(std::move(cells));
    return panel;
}

// Products below zero need two hues; without any the whole map serves what there is.
ColourScale product_scale(const Maps& maps, double largest) {
    const std::vector<double>& values = *maps.products.values;
    if (*std::min_element(values.begin(), values.end()) >= 0) return {ColourMapId::sequential, 0, largest};
    return {ColourMapId::diverging, -largest, largest};
}

Panel curve_panel(const Maps& maps, double largest) {
    Panel panel;
    RuleMark zero;
    zero.vertical = false;
    zero.dash = Dash::solid;
    zero.weight = 0.75;
    zero.tag = {Role::rule, 0};
    panel.marks.push_back(std::move(zero));
    LineMark line;
    double least = 0;
    for (int lag = 1 - maps.positions; lag < maps.positions; ++lag) {
        const double value = (*maps.products.values)[static_cast<std::size_t>(lag + maps.positions - 1)];
        least = std::min(least, value);
        line.points.push_back({static_cast<double>(lag), value});
    }
    line.ink = {InkKind::model, 0};
    line.tag = {Role::series, 0};
    panel.marks.push_back(std::move(line));
    panel.x = index_axis("distance *m* − *n* (tokens)", maps.positions, false);
    panel.x->lo = 1 - maps.positions;
    panel.x->hi = maps.positions - 1;
    panel.y.emplace().title = "PE(*m*)·PE(*n*)";
    panel.y->lo = least < 0 ? 1.05 * least : 0;
    panel.y->hi = 1.05 * largest;
    return panel;
}

void add_panels(Figure& figure, const FigureInputs& inputs, const Sinusoids& sinusoids, const Maps& maps) {
    const std::string& shown = inputs.choice("sinusoidal.show");
    const double largest = encoding_similarity(sinusoids, 0);
    if (shown == "curve") {
        figure.panels.push_back(curve_panel(maps, largest));
        return;
    }
    Panel encoding = map_panel(maps.encoding, index_axis("channel", sinusoids.width, false),
                               index_axis("position *m* (tokens)", maps.positions, true),
                               {ColourMapId::diverging, -1, 1}, "PE(*m*)");
    Panel products = map_panel(maps.products, index_axis("position *n* (tokens)", maps.positions, false),
                               index_axis("position *m* (tokens)", maps.positions, true),
                               product_scale(maps, largest), "PE(*m*)·PE(*n*)");
    products.square = true;
    const bool beside = inputs.size.width >= inputs.size.height;
    const bool both = beside ? inputs.size.width >= kWide * inputs.font_size
                             : inputs.size.height >= kTall * inputs.font_size;
    if (shown == "encoding" || (shown == "both" && !both)) {
        figure.panels.push_back(std::move(encoding));
    } else if (shown == "products") {
        figure.panels.push_back(std::move(products));
    } else {
        (beside ? figure.column_weights : figure.row_weights) = {1, 1};
        (beside ? products.column : products.row) = 1;
        // Side by side the position axis of the first map serves both, as do their equal ends.
        if (beside) products.y->title.clear();
        figure.panels.push_back(std::move(encoding));
        figure.panels.push_back(std::move(products));
    }
}

// ---- the matrix that shifts

// Largest |PE(n + k) − T_k PE(n)| over the positions drawn and all channels: rounding, where the matrix is
// right.
double shift_residual(const Sinusoids& sinusoids, const Matrix& shift, double k, int positions) {
    double largest = 0;
    for (int n = 0; n < positions; ++n) {
        const std::vector<double> from = encode(sinusoids, n), to = encode(sinusoids, n + k);
        for (std::size_t r = 0; r < to.size(); ++r) {
            const std::span<const double> row = shift.row(r);
            largest = std::max(
                largest, std::abs(std::inner_product(row.begin(), row.end(), from.begin(), 0.0) - to[r]));
        }
    }
    return largest;
}

Checked<Figure> build_shift(const FigureInputs& inputs, const Sinusoids& sinusoids) {
    Figure figure;
    figure.kind = "sinusoidal";
    if (sinusoids.width > kMostShifted) {
        figure.sentence = fmt::format(
            "The shift matrix is drawn for at most {} channels. Choose a smaller width.", kMostShifted);
        return figure;
    }
    const double k = inputs.query_position - inputs.key_position;
    const int positions = static_cast<int>(inputs.number("sinusoidal.positions"));
    Checked<Matrix> made = shift_matrix(sinusoids, k);
    if (!made.ok()) return made.fault();
    const double residual = shift_residual(sinusoids, made.value(), k, positions);
    ResultKey key("sinusoidal shift");
    key.add(sinusoids.frequencies).add(std::int64_t{sinusoids.sine_channel.back()}).add(k);
    Raster raster;
    raster.rows = raster.columns = sinusoids.width;
    raster.values = std::make_shared<const std::vector<double>>(std::move(made.value().values));
    raster.key = key.digest();
    Panel panel = map_panel(raster, index_axis("channel of PE(*n*)", sinusoids.width, false),
                            index_axis("channel of PE(*n* + Δ)", sinusoids.width, true),
                            {ColourMapId::diverging, -1, 1}, "*T*_{Δ}");
    panel.square = true;
    figure.panels.push_back(std::move(panel));
    figure.data.grid = std::move(raster);
    figure.data.grid_name = "shift matrix";
    figure.data.grid_unit = "1";
    figure.data.row_name = figure.data.column_name = "channel";
    figure.caption = {
        fmt::format("One matrix T shifts the encoding of every position by Δ = {}.", position_text(k)),
        fmt::format("|PE(n + Δ) − T PE(n)| ≤ {} for n = 0 to {}.", display_text(residual, 2), positions - 1),
        fmt::format("It turns each of the {} pairs of sine and cosine by Δθᵢ; base {}.",
                    sinusoids.sine_channel.size(), position_text(inputs.models.front().spec.base))};
    return figure;
}

// ---- words and data

std::string_view order_words(SinusoidOrder order) {
    switch (order) {
        case SinusoidOrder::vaswani_interleaved:
            return "sin and cos alternating";
        case SinusoidOrder::concat_2i_over_d:
            return "sines, then cosines";
        case SinusoidOrder::concat_t2t:
            break;
    }
    return "sines, then cosines, slowest 1/base";
}

void add_data(Figure& figure, const FigureInputs& inputs, const Maps& maps) {
    const std::string& shown = inputs.choice("sinusoidal.show");
    DataTable& data = figure.data;
    if (shown == "curve") {
        Column distance{"distance", "tokens", {}};
        for (int lag = 1 - maps.positions; lag < maps.positions; ++lag)
            distance.values.push_back(lag);
        data.columns = {std::move(distance), {"dot_product", "1", *maps.products.values}};
        return;
    }
    const bool products = shown == "products";
    data.grid = products ? maps.products : maps.encoding;
    data.grid_name = products ? "dot product" : "encoding";
    data.grid_unit = "1";
    data.row_name = "position";
    data.column_name = products ? "position" : "channel";
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    const ModelSpec& model = inputs.models.front().spec;
    const int asked = static_cast<int>(inputs.number("sinusoidal.width"));
    const int width = std::min(asked == 0 ? model.shape.head_dim : asked, kMostWidth);
    const SinusoidOrder order = read_order(inputs);
    const Checked<Sinusoids> made = make_sinusoids(order, width, model.base);
    if (!made.ok()) return made.fault();
    const Sinusoids& sinusoids = made.value();
    if (inputs.choice("sinusoidal.show") == "shift") {
        Checked<Figure> shift = build_shift(inputs, sinusoids);
        if (shift.ok()) add_only_first_model_note(shift.value(), inputs);
        return shift;
    }
    const std::optional<Maps> maps = make_maps(inputs, sinusoids, cache, progress);
    if (!maps) return Fault{"cancelled", "the sinusoidal encoding", "was not finished", "", "", {}};

    Figure figure;
    figure.kind = "sinusoidal";
    add_panels(figure, inputs, sinusoids, *maps);
    add_data(figure, inputs, *maps);
    figure.caption = {fmt::format("Sinusoidal encoding: positions 0 to {}, {} channels, base {}.",
                                  maps->positions - 1, width, position_text(model.base)),
                      fmt::format("PE(m)·PE(n) depends on m − n alone and is {} where m = n.",
                                  display_text(encoding_similarity(sinusoids, 0))),
                      fmt::format("Channels: {}.", order_words(order))};
    add_only_first_model_note(figure, inputs);
    if (asked == 0 && model.shape.head_dim > kMostWidth)
        figure.notes.push_back(
            fmt::format("Drawn {} channels wide, not {}.", kMostWidth, model.shape.head_dim));
    return figure;
}

}  // namespace
}  // namespace sinusoidal_figure

const FigureKind kSinusoidalKind{
    "sinusoidal", "Sinusoidal", "The absolute encoding of Vaswani et al. as a heatmap, and its dot products.",
    sinusoidal_figure::kParams, &sinusoidal_figure::build};

}  // namespace rope
