// Named tokens in two orders: without positions the score map is merely permuted, with them it is not.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/figure/kind/key.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/scheme_map.h"
#include "core/figure/kind/sequence_maps.h"
#include "core/figure/kind/sequence_row.h"
#include "core/figure/kind/words.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace sequence_figure {
namespace {

// Not constexpr: the menu of schemes comes from their registry.
const std::array<ParamSpec, 4> kParams{
    {{.id = "sequence.scheme",
      .label = "Positions",
      .type = ParamType::choice,
      .initial_text = "rope",
      .choices = scheme_choices(),
      .help =
          "How positions enter the map that has them: the scheme whose rows are set in the view Schemes."},
     {.id = "sequence.change",
      .label = "Change",
      .type = ParamType::boolean,
      .help = "Shows how far each pair's score is from the one that the same two words have in the order as "
              "written."},
     {.id = "sequence.causal",
      .label = "Causal mask",
      .type = ParamType::boolean,
      .help = "Hides keys after the query, as in language models; which pairs it hides follows the order."},
     {.id = "sequence.softmax",
      .label = "Softmax",
      .type = ParamType::boolean,
      .help = "Shows attention weights instead of scores."}}};

constexpr std::size_t kLongestWord = 12;  // letters on an axis

// ---- words

std::string axis_word(const FigureToken& token) {
    const std::string word = shortened(token.word, kLongestWord);
    return word.empty() ? "·" : escape_markup(word);
}

std::string in_quotes(const FigureInputs& inputs, const std::vector<int>& order) {
    constexpr std::size_t kLongest = 80;
    std::string words;
    for (const int token : order)
        words += (words.empty() ? "" : " ") + inputs.tokens[static_cast<std::size_t>(token)].word;
    return "“" + shortened(words, kLongest) + "”";
}

std::vector<int> as_written(std::size_t count) {
    std::vector<int> order(count);
    for (std::size_t i = 0; i < count; ++i)
        order[i] = static_cast<int>(i);
    return order;
}

std::string_view value_word(const FigureInputs& inputs) {
    return inputs.flag("sequence.softmax") ? "weight" : "score";
}

// "merely permuted", or by how much it is not.
std::string change_words(const FigureInputs& inputs, const OrderChange& change) {
    const std::string largest = change.largest == 0 ? "0" : display_text(change.largest, 3);
    if (change.merely_permuted()) return "merely permuted";
    if (change.unmasked > 0 && change.largest <= 1e-12 * change.range)
        return fmt::format("the mask hides other pairs ({})", change.unmasked);
    return fmt::format("{}s change by up to {}", value_word(inputs), largest);
}

// By how much, in numbers: "With RoPE scores of the same two words change by up to 1.19, 91 % of the map's
// range.".
void add_change(Figure& figure, const FigureInputs& inputs, const std::string& where,
                const OrderChange& change) {
    if (change.merely_permuted())
        add_statement(figure, fmt::format("{} the largest change is {}.", where,
                                          change.largest == 0 ? "0" : display_text(change.largest, 2)));
    else
        add_statement(figure,
                      fmt::format("{} {}s of the same two words change by up to {}, {} % of the map's range.",
                                  where, value_word(inputs), display_text(change.largest, 3),
                                  display_text(100 * change.relative(), 2)));
    if (change.unmasked > 0)
        add_statement(
            figure, fmt::format("{} {} pairs that the mask hides in one order are seen in the other.", where,
                                change.unmasked));
}

// "Without positions the map is merely permuted, with RoPE it is not."
std::string verdict(const SequenceMaps& maps) {
    const bool without = maps.without.change.merely_permuted();
    std::string words = fmt::format("Without positions the map is {}merely permuted", without ? "" : "not ");
    if (maps.with) {
        const bool with = maps.with->change.merely_permuted();
        words += with == without ? fmt::format(", and so it is with {}", maps.scheme->label)
                                 : fmt::format(", with {} it is{}", maps.scheme->label, with ? "" : " not");
    }
    return words + ".";
}

std::string projection_words(const FigureInputs& inputs) {
    if (inputs.w_q_text.empty() && inputs.w_k_text.empty()) return "q = k = the word's vector x.";
    const auto one = [](const char* letter, const std::string& text) {
        return text.empty() ? fmt::format("{} = x", letter)
                            : fmt::format("{0} = W_{0} x with W_{0} = {1}", letter, printable(text));
    };
    return fmt::format("Of a word's vector x, {} and {}.", one("q", inputs.w_q_text),
                       one("k", inputs.w_k_text));
}

void add_caption(Figure& figure, const FigureInputs& inputs, const SequenceMaps& maps) {
    const std::string written = in_quotes(inputs, as_written(maps.order.size()));
    const ModelSpec& model = inputs.models.front().spec;
    if (maps.moved) {
        add_statement(figure, verdict(maps));
        add_statement(figure, multiplier_words(model, kScaledSchemes));
        add_statement(figure,
                      fmt::format("{} against {} as written.", in_quotes(inputs, maps.order), written));
        add_change(figure, inputs, "Without positions", maps.without.change);
        if (maps.with)
            add_change(figure, inputs, fmt::format("With {}", maps.scheme->label), maps.with->change);
    } else {
        add_statement(figure, fmt::format("{}, in the order as written.", written));
        add_statement(figure, multiplier_words(model, kScaledSchemes));
    }
    add_statement(figure, fmt::format("{}{}, queries downwards.",
                                      inputs.flag("sequence.softmax") ? "Softmax weights" : "Scores",
                                      inputs.flag("sequence.causal") ? " under a causal mask" : ""));
    add_statement(figure, projection_words(inputs));
    add_statement(figure, model_words(model) + ".");
}

// ---- the maps

const Matrix& shown(const FigureInputs& inputs, const SequenceMap& map) {
    return inputs.flag("sequence.change") ? map.change.difference : map.now;
}

struct Shared {
    ColourScale scale;
    double largest = 0;  // of all values
};

// A word scores highest with itself, whatever the order: colours of scores end where those of different words
// do.
Shared shared_scale(const FigureInputs& inputs, const std::vector<const SequenceMap*>& maps) {
    Shared shared;
    double between_words = 0;
    for (const SequenceMap* map : maps) {
        const Matrix& values = shown(inputs, *map);
        for (std::size_t r = 0; r < values.rows; ++r) {
            for (std::size_t c = 0; c < values.columns; ++c) {
                const double size = std::abs(values(r, c));
                if (!std::isfinite(size)) continue;
                shared.largest = std::max(shared.largest, size);
                if (r != c) between_words = std::max(between_words, size);
            }
        }
    }
    if (inputs.flag("sequence.softmax") && !inputs.flag("sequence.change")) {
        shared.scale = {ColourMapId::sequential, 0, rounded_up(shared.largest)};
    } else {
        const double end = rounded_up(between_words > 0 ? between_words : shared.largest);
        shared.scale = {ColourMapId::diverging, -end, end};
    }
    return shared;
}

Axis word_axis(const FigureInputs& inputs, const std::vector<int>& order) {
    Axis axis;
    axis.lo = -0.5;
    axis.hi = static_cast<double>(order.size()) - 0.5;
    axis.integers = axis.words = true;
    for (std::size_t i = 0; i < order.size(); ++i)
        axis.ticks.push_back(
            {static_cast<double>(i), axis_word(inputs.tokens[static_cast<std::size_t>(order[i])])});
    return axis;
}

Panel map_panel(const FigureInputs& inputs, const SequenceMaps& maps, const Matrix& values,
                const ColourScale& scale) {
    Panel panel;
    panel.square = true;
    panel.legend = false;
    panel.x = panel.y = word_axis(inputs, maps.order);
    panel.x->title = "key";
    panel.y->title = "query";
    panel.y->reversed = true;
    CellsMark cells;
    cells.raster.rows = static_cast<int>(values.rows);
    cells.raster.columns = static_cast<int>(values.columns);
    cells.raster.values = std::make_shared<const std::vector<double>>(values.values);
    ResultKey key("sequence map");
    cells.raster.key = key.add(values.values).digest();
    cells.scale = scale;
    cells.x0 = cells.y0 = panel.x->lo;
    cells.x1 = cells.y1 = panel.x->hi;
    cells.borders = cells.numbers = true;
    panel.marks.push_back(std::move(cells));
    return panel;
}

// The longest of the titles that fits over a map.
std::string title_of(const std::vector<std::string>& titles, double room) {
    constexpr double kTitleLetter = 0.56;  // [em]
    for (const std::string& title : titles) {
        if (kTitleLetter * static_cast<double>(title.size()) <= room) return title;
    }
    return titles.back();
}

struct Arrangement {
    bool stacked = false;
    double room = 0;  // [em] for a map's title
};

Arrangement arrange(const FigureInputs& inputs, const TokenRow& row) {
    const double width = inputs.size.width / inputs.font_size,
                 height = inputs.size.height / inputs.font_size - row.height;
    Arrangement out;
    out.stacked = height > 1.15 * width;
    out.room = out.stacked ? std::min(width - 11, (height - 10) / 2) : std::min((width - 13) / 2, height - 8);
    return out;
}

void add_panels(Figure& figure, const FigureInputs& inputs, const SequenceMaps& maps, const Shared& shared) {
    const TokenRow row = plan_row(inputs, maps.order.size(), maps.moved);
    const Arrangement at = arrange(inputs, row);
    std::vector<const SequenceMap*> drawn{&maps.without};
    std::vector<std::vector<std::string>> titles{{"Without positions", "No positions", "NoPE"}};
    if (maps.with) {
        drawn.push_back(&*maps.with);
        titles.push_back({std::string(maps.scheme->label)});
        if (!maps.scheme->short_label.empty()) titles.back().emplace_back(maps.scheme->short_label);
    }
    std::vector<std::string> sentences;
    for (std::size_t i = 0; maps.moved && i < drawn.size(); ++i) {
        sentences.push_back(fmt::format("{}: {}", titles[i].front(), change_words(inputs, drawn[i]->change)));
        if (!row.says) titles[i].insert(titles[i].begin(), sentences.back());
    }
    const int map_count = static_cast<int>(drawn.size());
    const bool stacked = at.stacked && map_count > 1;
    const double height = inputs.size.height / inputs.font_size;
    figure.column_weights.assign(static_cast<std::size_t>(stacked ? 1 : map_count), 1);
    figure.row_weights.clear();
    if (row.height > 0) {
        figure.row_weights.push_back(row.height);
        Panel words = token_panel(inputs, maps, row, sentences);
        words.column_span = stacked ? 1 : map_count;
        figure.panels.push_back(std::move(words));
    }
    const int first = static_cast<int>(figure.row_weights.size());
    const double rest = std::max(4.0, height - row.height - (row.height > 0 ? 9.5 : 8));
    for (int i = 0; i < (stacked ? map_count : 1); ++i)
        figure.row_weights.push_back(stacked ? rest / 2 : rest);
    for (int i = 0; i < map_count; ++i) {
        const auto index = static_cast<std::size_t>(i);
        Panel panel = map_panel(inputs, maps, shown(inputs, *drawn[index]), shared.scale);
        panel.row = first + (stacked ? i : 0);
        panel.column = stacked ? 0 : i;
        panel.title = title_of(titles[index], at.room);
        panel.short_title = titles[index].back();
        panel.y->visible = stacked || i == 0;
        panel.x->visible = !stacked || i + 1 == map_count;
        const bool bar_fits = inputs.size.width >= 14 * inputs.font_size;
        if (bar_fits && i == (stacked ? 0 : map_count - 1)) {
            panel.colour_bar = ColourBar{
                shared.scale,
                fmt::format("{}{}", inputs.flag("sequence.change") ? "change of " : "", value_word(inputs)),
                inputs.flag("sequence.causal")};
        }
        figure.panels.push_back(std::move(panel));
    }
}

DataTable make_table(const FigureInputs& inputs, const SequenceMaps& maps) {
    DataTable data;
    Column m{"m", "tokens", {}}, n{"n", "tokens", {}}, query{"query", "word", {}}, key{"key", "word", {}};
    Column without{"without_positions", "1", maps.without.now.values},
        without_change{"without_positions_change", "1", maps.without.change.difference.values};
    const std::size_t count = maps.order.size();
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j < count; ++j) {
            m.values.push_back(static_cast<double>(i));
            n.values.push_back(static_cast<double>(j));
            for (const auto& [column, place] : {std::pair{&query, i}, std::pair{&key, j}}) {
                const int token = maps.order[place];
                column->values.push_back(token);
                column->texts.push_back(printable(inputs.tokens[static_cast<std::size_t>(token)].word));
            }
        }
    }
    // One by one: a list of initial values would copy a million words.
    for (Column* column : {&m, &n, &query, &key, &without, &without_change})
        data.columns.push_back(std::move(*column));
    if (maps.with) {
        data.columns.push_back({"with_positions", "1", maps.with->now.values});
        data.columns.push_back({"with_positions_change", "1", maps.with->change.difference.values});
    }
    return data;
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache&, Progress& progress) {
    Figure figure;
    figure.kind = "sequence";
    if (inputs.tokens.empty()) {
        figure.sentence = "There are no words. Write some, such as: The cat chased the mouse.";
        return figure;
    }
    const std::optional<SequenceMaps> maps = sequence_maps(inputs, progress);
    if (!maps) return Fault{"cancelled", "the maps of the words", "were not finished", "", "", {}};
    add_only_first_model_note(figure, inputs);
    figure.notes.insert(figure.notes.end(), inputs.token_notes.begin(), inputs.token_notes.end());
    if (maps->left_out > 0)
        figure.notes.push_back(
            fmt::format("The last {} of {} words are left out: the head is too wide for more.",
                        maps->left_out, inputs.tokens.size()));
    if (!maps->with)
        figure.notes.push_back(fmt::format("{} is left out: {}.", maps->scheme->label, maps->fault));
    const bool projected = !inputs.w_q_text.empty() || !inputs.w_k_text.empty();
    // Of what stands here so far everything says that a word or a scheme is not as asked for.
    figure.missing = figure.notes;
    if (maps->with && projected && maps->scheme->facts.use == PositionUse::absolute)
        figure.notes.push_back(
            fmt::format("{} is added after W_q and W_k here; models add it before.", maps->scheme->label));
    std::vector<const SequenceMap*> drawn{&maps->without};
    if (maps->with) drawn.push_back(&*maps->with);
    const Shared shared = shared_scale(inputs, drawn);
    if (shared.largest > shared.scale.hi)
        figure.notes.push_back(
            fmt::format("Values beyond {} (a word with itself has up to {}) have the last colour.",
                        display_text(shared.scale.hi), display_text(shared.largest)));
    add_panels(figure, inputs, *maps, shared);
    add_caption(figure, inputs, *maps);
    figure.data = make_table(inputs, *maps);
    return figure;
}

}  // namespace
}  // namespace sequence_figure

const FigureKind kSequenceKind{
    "sequence",
    "Sequence",
    "A row of words, each with its own vector, in two orders: without positions the "
    "score map is merely permuted, with them it is not.",
    sequence_figure::kParams,
    &sequence_figure::build,
    "scheme."};

}  // namespace rope
