#include "core/figure/kind/image_tokens.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/base/matrix.h"
#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/figure/kind/key.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"
#include "core/model/mrope.h"
#include "core/rope/mrope_sequence.h"

namespace rope {
namespace {

constexpr std::string_view kContent = "image.content";

// A segment and the tokens that it has: the markers of an image belong to it.
struct Placed {
    MropeSegment segment;
    std::size_t from = 0, to = 0;
};

struct MropeTokens {
    std::vector<Placed> segments;
    MropePositions ids;
    std::size_t drawn = 0;
    std::vector<std::string> left_over;
};

Checked<MropeTokens> read_tokens(const FigureInputs& inputs) {
    auto parsed = parse_mrope_sequence(inputs.choice(kContent), kContent);
    if (!parsed.ok()) return parsed.fault();
    const auto merge = static_cast<std::int64_t>(inputs.number("image.merge"));
    std::vector<MropeSegment> segments;
    MropeTokens tokens;
    for (MropeSegment& segment : parsed.value()) {
        segment.frame_step = inputs.number("image.frame_step");
        segment.markers = inputs.flag("image.markers");
        segment.tokens = std::min(segment.tokens, std::int64_t{kMostDrawnTokens} + 1);  // more is not drawn
        segments.push_back(segment);
        if (const std::string words = left_over_words(segment, merge); !words.empty())
            tokens.left_over.push_back("Image or video: " + words + ".");
        // Where each begins: the numbering of what stands before it and of it.
        auto so_far = mrope_positions(segments, merge);
        if (!so_far.ok()) {
            Fault fault = so_far.fault();
            if (fault.where.empty()) fault.where = kContent;
            return fault;
        }
        tokens.segments.push_back({segment, tokens.ids.t.size(), so_far.value().t.size()});
        tokens.ids = std::move(so_far).value();
        if (tokens.ids.t.size() > kMostDrawnTokens) break;
    }
    tokens.drawn = std::min(tokens.ids.t.size(), kMostDrawnTokens);
    return tokens;
}

// ---- scores

struct Scores {
    Matrix values;  // [drawn, drawn], NaN where hidden
    bool alike = false;
};

Matrix rotated(const std::vector<double>& x, const ModelSpec& spec, const AxisFrequencies& axes,
               const MropeTokens& tokens) {
    Matrix rows(tokens.drawn, x.size());
    for (std::size_t i = 0; i < tokens.drawn; ++i) {
        const std::vector<double> at{static_cast<double>(tokens.ids.t[i]),
                                     static_cast<double>(tokens.ids.h[i]),
                                     static_cast<double>(tokens.ids.w[i])};
        const std::vector<double> turned = rotate(x, spec.shape, axes, at);
        std::copy(turned.begin(), turned.end(), rows.row(i).begin());
    }
    return rows;
}

Scores scores_of(const FigureInputs& inputs, const AxisFrequencies& axes, const MropeTokens& tokens) {
    const ModelSpec& spec = inputs.models.front().spec;
    const double root = std::sqrt(static_cast<double>(spec.shape.head_dim));
    Scores scores;
    scores.alike = inputs.choice("image.vectors") != "given";
    const std::vector<double> one(static_cast<std::size_t>(spec.shape.head_dim), 1 / root);
    const Matrix q = rotated(scores.alike ? one : inputs.q, spec, axes, tokens);
    const Matrix k = rotated(scores.alike ? one : inputs.k, spec, axes, tokens);
    scores.values = row_products(q, k);
    const double scale = scores.alike ? 1 : score_multiplier(spec) / root;
    const bool causal = inputs.flag("image.causal");
    for (std::size_t m = 0; m < tokens.drawn; ++m) {
        for (std::size_t n = 0; n < tokens.drawn; ++n) {
            double& score = scores.values(m, n);
            score = causal && n > m ? kNoValue : score * scale;
        }
    }
    return scores;
}

ColourScale scale_of(const Scores& scores) {
    double largest = 0;
    bool negative = false;
    for (const double value : scores.values.values) {
        if (!std::isfinite(value)) continue;
        largest = std::max(largest, std::abs(value));
        negative |= value < 0;
    }
    const double end = scores.alike ? 1 : rounded_up(largest);
    return negative ? ColourScale{ColourMapId::diverging, -end, end}
                    : ColourScale{ColourMapId::sequential, 0, end};
}

// ---- panels

Axis token_axis(const MropeTokens& tokens, std::string title) {
    Axis axis;
    axis.title = std::move(title);
    axis.lo = -0.5;
    axis.hi = static_cast<double>(tokens.drawn) - 0.5;
    axis.integers = true;
    return axis;
}

// Images and videos stand on a tint, with their name where it fits: at the foot, under the curves, unless
// they begin there.
void add_blocks(Panel& panel, const MropeTokens& tokens, double width) {
    constexpr double kName = 3;  // [em]
    const double high = panel.y->hi;
    for (const Placed& placed : tokens.segments) {
        const double from = static_cast<double>(placed.from) - 0.5,
                     to = static_cast<double>(std::min(placed.to, tokens.drawn)) - 0.5;
        if (placed.segment.kind == MropeSegment::Kind::text || !(from < to)) continue;
        BoxMark tint;
        tint.from = {from, panel.y->lo};
        tint.to = {to, high};
        tint.ink = {InkKind::muted, 0, 1, 0.12};
        tint.filled = true;
        tint.weight = 0;
        tint.tag = {Role::rule, 0};
        panel.marks.emplace_back(tint);
        if ((to - from) / static_cast<double>(tokens.drawn) * width < kName) continue;
        TextMark words;
        const bool at_foot = static_cast<double>(tokens.ids.t[placed.from]) > 0.15 * high;
        words.at = {(from + to) / 2, (at_foot ? 0.04 : 0.9) * high};
        words.relative = false;
        words.text = placed.segment.frames > 1 ? "video" : "image";
        words.align = Align::centre;
        words.ink = {InkKind::muted};
        panel.marks.emplace_back(std::move(words));
    }
}

DataTable ids_table(const MropeTokens& tokens) {
    DataTable data;
    Column token{"token", "1", {}};
    for (std::size_t i = 0; i < tokens.drawn; ++i)
        token.values.push_back(static_cast<double>(i));
    data.columns.push_back(std::move(token));
    const std::vector<std::int64_t>* ids[] = {&tokens.ids.t, &tokens.ids.h, &tokens.ids.w};
    for (std::size_t axis = 0; axis < std::size(kMropeLetters); ++axis) {
        Column column{std::string(kMropeLetters[axis]), "1", {}};
        for (std::size_t i = 0; i < tokens.drawn; ++i)
            column.values.push_back(static_cast<double>((*ids[axis])[i]));
        data.columns.push_back(std::move(column));
    }
    return data;
}

// Three curves over the tokens; in text they are one.
Panel ids_panel(const MropeTokens& tokens, double width) {
    Panel panel;
    panel.data = std::make_shared<const DataTable>(ids_table(tokens));
    panel.x = token_axis(tokens, "token");
    panel.y.emplace().title = "position id";
    panel.y->integers = true;
    Extent extent{0, 0};
    std::vector<LineMark> lines;
    for (std::size_t axis = 0; axis < std::size(kMropeLetters); ++axis) {
        LineMark line = series_line(axis, fmt::format("*{}* ({})", kMropeLetters[axis], kMropeWords[axis]));
        const std::vector<double>& ids = panel.data->columns[axis + 1].values;
        for (std::size_t i = 0; i < ids.size(); ++i)
            line.points.push_back({static_cast<double>(i), ids[i]});
        extent.cover(line);
        lines.push_back(std::move(line));
    }
    panel.y->hi = std::max(1.0, extent.hi * 1.25);  // room for the names of the blocks
    add_blocks(panel, tokens, width);
    for (LineMark& line : lines)
        panel.marks.emplace_back(std::move(line));
    return panel;
}

Panel map_panel(const MropeTokens& tokens, const Scores& scores, const ColourScale& scale) {
    Panel panel;
    panel.square = true;
    panel.legend = false;
    panel.x = token_axis(tokens, "key token");
    panel.y = token_axis(tokens, "query token");
    panel.y->reversed = true;
    CellsMark cells;
    cells.raster.rows = cells.raster.columns = static_cast<int>(tokens.drawn);
    cells.raster.values = std::make_shared<const std::vector<double>>(scores.values.values);
    ResultKey key("image tokens");
    cells.raster.key = key.add(scores.values.values).digest();
    cells.scale = scale;
    cells.x0 = cells.y0 = panel.x->lo;
    cells.x1 = cells.y1 = panel.x->hi;
    cells.borders = cells.numbers = true;
    panel.marks.emplace_back(std::move(cells));
    return panel;
}

std::vector<std::string> make_caption(const FigureInputs& inputs, const MropeTokens& tokens,
                                      const Scores& scores) {
    const ModelSpec& spec = inputs.models.front().spec;
    std::vector<std::string> caption = statements_of(
        fmt::format("position ids and scores of {} tokens", position_text(static_cast<double>(tokens.drawn))),
        spec);
    caption.push_back(fmt::format("M-RoPE: {}.", mrope_words(spec)));
    caption.push_back(printable(inputs.choice(kContent)) + ".");
    caption.push_back(scores.alike ? "Similarity qᵀk, q = k with all entries alike."
                                   : "Score qᵀk/√d, " + vector_words(inputs));
    if (inputs.flag("image.causal")) caption.emplace_back("Keys after the query are hidden.");
    const std::string multiplied = scores.alike ? "" : multiplier_words(spec);
    if (!multiplied.empty()) caption.insert(caption.begin() + 1, multiplied);
    return caption;
}

Figure sentence_only(std::string sentence) {
    Figure figure;
    figure.kind = "image";
    figure.sentence = std::move(sentence);
    return figure;
}

}  // namespace

Checked<Figure> image_tokens(const FigureInputs& inputs, Progress& progress) {
    const FigureModel& model = inputs.models.front();
    const auto axes = fitting_mrope_axes(model.spec);
    if (!axes)
        return sentence_only(
            fmt::format("This model has no M-RoPE sections that fit its head, so that every token has one "
                        "position. Open a "
                        "model for images and videos, such as Qwen2-VL, or set the M-RoPE sections: three "
                        "counts that add "
                        "up to the {} pairs.",
                        model.spec.shape.pairs()));
    Checked<MropeTokens> read = read_tokens(inputs);
    if (!read.ok()) return read.fault();
    const MropeTokens& tokens = read.value();
    if (tokens.drawn == 0)
        return sentence_only("There are no tokens: merging leaves none of these patches. Merge fewer.");
    Figure figure;
    figure.kind = "image";
    add_only_first_model_note(figure, inputs);
    figure.notes.insert(figure.notes.end(), tokens.left_over.begin(), tokens.left_over.end());
    if (tokens.drawn < tokens.ids.t.size())
        figure.notes.push_back(
            fmt::format("Only the first {} tokens are drawn.", position_text(double(kMostDrawnTokens))));
    figure.missing = figure.notes;
    const Scores scores = scores_of(inputs, mrope_axes(model.frequencies->table, *axes), tokens);
    if (progress.cancelled()) return cancelled_fault("the map");
    const ColourScale scale = scale_of(scores);
    // Beside each other in a wide picture, else the ids over the columns of the map.
    constexpr double kAround = 12;  // [em] axes and colour bar
    const bool beside = inputs.size.width > 1.15 * inputs.size.height;
    const double em = inputs.size.width / inputs.font_size;
    Panel ids = ids_panel(tokens, std::max(1.0, beside ? em / 2 - kAround / 2 : em - kAround));
    Panel map = map_panel(tokens, scores, scale);
    if (em >= 14)
        map.colour_bar = ColourBar{
            scale, scores.alike ? "*q*^{T}*k* (not over √*d*)" : "*q*^{T}*k*" + score_scale(model.spec),
            inputs.flag("image.causal")};
    (beside ? map.column : map.row) = 1;
    (beside ? figure.column_weights : figure.row_weights) =
        beside ? std::vector<double>{1, 1} : std::vector<double>{1, 2.4};
    if (!beside) ids.x->visible = false;
    figure.caption = make_caption(inputs, tokens, scores);
    figure.data.grid = std::get<CellsMark>(map.marks.front()).raster;
    figure.data.grid_name = scores.alike ? "similarity" : "score";
    figure.data.grid_unit = "1";
    figure.data.row_name = "query token";
    figure.data.column_name = "key token";
    figure.panels.push_back(std::move(ids));
    figure.panels.push_back(std::move(map));
    return figure;
}

}  // namespace rope
