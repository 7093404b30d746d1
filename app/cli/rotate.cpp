// rotate: a vector rotated to listed positions.
#include <memory>
#include <optional>

#include "app/cli/command.h"
#include "app/cli/model_notes.h"
#include "app/cli/model_options.h"
#include "app/cli/number_list.h"
#include "app/cli/output_format.h"
#include "app/cli/precision_option.h"
#include "app/cli/rotate_axes.h"
#include "app/cli/vectors.h"
#include "core/model/current_length.h"
#include "core/rope/rotation.h"
#include "core/scaling/engine_frequencies.h"
#include "core/scheme/xpos.h"

namespace rope::cli {
namespace command_rotate {
namespace {

constexpr double kMostComponents = 1e8;  // of the whole answer

struct State {
    DocumentOptions document;
    OutputFormat format = OutputFormat::text;
    std::string vector = "gaussian:seed=1", xpos;
    ProjectionSource projection;
    std::vector<double> positions;
    AxisOptions axes;
    PrecisionOption precision;
    bool deepseek_order = false;
};

// What was rotated to where.
struct Answer {
    std::vector<std::string> names{"position"};  // of the coordinates
    std::vector<std::vector<double>> points;     // [answers][coordinates]
    std::vector<std::vector<double>> rotated;    // [answers][head_dim]
    std::optional<Precision> precision;
    ModelSpec model;  // at the length of the call
};

std::vector<Column> columns(const Answer& answer) {
    std::vector<Column> columns;
    const auto add = [&](const std::string& name, const std::string& unit, std::size_t at,
                         const std::vector<std::vector<double>>& rows) {
        columns.push_back({name, unit, {}});
        for (const std::vector<double>& row : rows)
            columns.back().values.push_back(row[at]);
    };
    for (std::size_t c = 0; c < answer.names.size(); ++c)
        add(answer.names[c], answer.names.size() == 1 ? "tokens" : "1", c, answer.points);
    for (std::size_t component = 0; component < answer.rotated[0].size(); ++component)
        add("x" + std::to_string(component), "1", component, answer.rotated);
    return columns;
}

std::string point_words(const Answer& answer, std::size_t at) {
    std::string words;
    for (const double coordinate : answer.points[at])
        words += (words.empty() ? "" : ",") + position_text(coordinate);
    return answer.names.size() == 1 ? "position " + words : "(" + words + ")";
}

// For people a vector runs downwards: one line a component, one column a position.
std::string as_text(const Answer& answer) {
    std::vector<Column> columns{{"component", "1", {}}};
    for (std::size_t c = 0; c < answer.rotated[0].size(); ++c)
        columns[0].values.push_back(static_cast<double>(c));
    for (std::size_t at = 0; at < answer.rotated.size(); ++at)
        columns.push_back({point_words(answer, at), "1", answer.rotated[at]});
    return text_table(columns);
}

std::string as_json(const Answer& answer) {
    JsonObject object;
    add_length(object, answer.model);
    if (answer.precision) object.text("precision", precision_words(*answer.precision));
    if (answer.names.size() == 1) {
        object.numbers("positions", columns(answer).front().values);
    } else {
        object.texts("axes", answer.names).rows("coordinates", answer.points);
    }
    return object.rows("rotated", answer.rotated).done();
}

// The four ways of rotating exclude each other.
Checked<Done> check_choice(const State& state, bool rounded) {
    const std::pair<bool, const char*> ways[] = {{state.axes.given(), "--rule, --coordinates or --sequence"},
                                                 {!state.xpos.empty(), "--xpos"},
                                                 {rounded, "--precision"}};
    if (state.axes.given() && !state.positions.empty())
        return usage_fault("not_together", "--positions",
                           "stands beside --rule, --coordinates or --sequence, which "
                           "place the vector by several coordinates",
                           "give one of them");
    const char* first = nullptr;
    for (const auto& [chosen, flag] : ways) {
        if (!chosen) continue;
        if (first != nullptr)
            return usage_fault("not_together", std::string(first) + " and " + flag,
                               "cannot be combined: each is another rotation", "give one of them");
        first = flag;
    }
    return Done{};
}

Checked<std::vector<std::vector<double>>> rotate_by_xpos(const State& state, const Document& document,
                                                         const FrequencyTable& table,
                                                         const std::vector<double>& x) {
    if (state.xpos != "query" && state.xpos != "key")
        return usage_fault("unknown_side", "'" + state.xpos + "'", "is neither query nor key", "", "--xpos");
    const Parameter* scale_base = find_parameter("scheme.scale_base");
    const Checked<Xpos> xpos = make_xpos(document.models[0].shape, table,
                                         std::get<double>(scale_base->get(document, *scale_base, 0)));
    if (!xpos.ok()) return xpos.fault();
    std::vector<std::vector<double>> rotated;
    for (const double position : state.positions)
        rotated.push_back(xpos_rotate(xpos.value(), x, position, position,
                                      state.xpos == "query" ? XposSide::query : XposSide::key));
    return rotated;
}

Checked<Answer> rotate_all(const State& state, const Document& document, const std::vector<double>& x,
                           Console& console) {
    Answer answer;
    answer.model = at_length_of_call(document.models[0], state.positions);
    const ModelSpec& model = answer.model;
    answer.precision = state.precision.chosen(state.document, document);
    if (const auto fits = check_choice(state, answer.precision.has_value()); !fits.ok()) return fits.fault();
    const auto too_many = [&](std::size_t count) {
        return static_cast<double>(count) * model.shape.head_dim > kMostComponents;
    };
    const auto refuse = [](std::size_t count, const char* where) {
        return usage_fault("too_many_numbers", std::to_string(count) + " positions",
                           "would make more than 100,000,000 numbers", "ask for fewer at once", where);
    };
    if (state.axes.given()) {
        Checked<AxisOptions::Points> points = state.axes.points(document, console);
        if (!points.ok()) return points.fault();
        answer.model = points.value().model;
        answer.names = points.value().names;
        answer.points = points.value().points;
        if (too_many(answer.points.size())) return refuse(answer.points.size(), "--sequence");
        for (const std::vector<double>& point : answer.points)
            answer.rotated.push_back(rotate(x, model.shape, points.value().frequencies, point));
        return answer;
    }
    if (state.positions.empty()) return missing_option("--positions", "--positions 0,1,5,10:100:10");
    if (too_many(state.positions.size())) return refuse(state.positions.size(), "--positions");
    const Checked<ModelFrequencies> found = frequencies(model);
    if (!found.ok()) return found.fault();
    const FrequencyTable& table = found.value().table;
    for (const double position : state.positions)
        answer.points.push_back({position});
    if (!state.xpos.empty()) {
        auto rotated = rotate_by_xpos(state, document, table, x);
        if (!rotated.ok()) return rotated.fault();
        answer.rotated = std::move(rotated).value();
        return answer;
    }
    if (!answer.precision) {
        for (const double position : state.positions)
            answer.rotated.push_back(rotate(x, model.shape, table, position));
        return answer;
    }
    const Checked<EngineFrequencies> formed = engine_frequencies(model, answer.precision->frequency);
    if (!formed.ok()) return formed.fault();
    for (const double position : state.positions)
        answer.rotated.push_back(emulated_rotation(x, model.shape,
                                                   engine_angles(formed.value(), position, *answer.precision),
                                                   answer.precision->multiply));
    return answer;
}

Checked<Done> run(const State& state, Console& console) {
    const Checked<Document> document = state.document.one_model(console);
    if (!document.ok()) return document.fault();
    const ModelSpec& model = document.value().models[0];
    if (state.deepseek_order && model.shape.layout != Layout::interleaved)
        return usage_fault("not_interleaved", "--deepseek-order", "reorders interleaved pairs",
                           "add --layout interleaved, or take a DeepSeek model");
    const Checked<std::vector<double>> read =
        read_vector(state.vector, model.shape.head_dim, "--vector", console);
    if (!read.ok()) return read.fault();
    const auto vector = project({read.value()}, state.projection, model.shape, "--projection");
    if (!vector.ok()) return vector.fault();
    Checked<Answer> rotated = rotate_all(state, document.value(), vector.value()[0], console);
    if (!rotated.ok()) return rotated.fault();
    Answer answer = std::move(rotated).value();
    if (state.format != OutputFormat::json) note_length(model, answer.model, "position", console);
    if (state.deepseek_order)
        for (std::vector<double>& row : answer.rotated)
            row = deepseek_order(row, model.shape);
    switch (state.format) {
        case OutputFormat::csv:
            return console.write(csv_table(columns(answer)));
        case OutputFormat::json:
            return console.write(as_json(answer));
        case OutputFormat::text:
            break;
    }
    return console.write(as_text(answer));
}

Action declare(Options& options) {
    const auto state = std::make_shared<State>();
    options.text(
        "--vector", "V",
        "a list 1,0,0.5; a file q.npy or m.safetensors:wq[3]; gaussian:seed=1 (default), ones, onehot:3",
        state->vector);
    options.text(
        "--projection", "W",
        "multiply the vector by a matrix before it is rotated: identity (default), orthogonal:seed=1, "
        "rows 0,-1;1,0 (2 × 2 acts on every pair), w.npy, m.safetensors:wq",
        state->projection.text);
    declare_number_list(options, "--positions", "positions [tokens]: 0,1,5,10:100:10, end included; needed",
                        state->positions);
    state->precision.declare(options);
    options.text("--xpos", "SIDE",
                 "as xPos does for a query (pairs shrink with position) or a key (they grow); "
                 "--set scheme.scale_base=512",
                 state->xpos);
    options.flag("--deepseek-order",
                 "the rotated part as Hugging Face orders it for DeepSeek: first members of all pairs, then "
                 "second ones; scores stay as they are",
                 state->deepseek_order);
    declare_format(options, state->format);
    state->axes.declare(options);
    state->document.declare_model(options);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace
}  // namespace command_rotate

extern const Command rotate_command{
    "rotate",
    "[MODEL] [--vector~V] [--projection~W] --positions~P|--coordinates~LIST|--sequence~SEQ [--rule~NAME] "
    "[--precision~NAME] [--xpos~SIDE] [--deepseek-order] [--format~text|csv|json]",
    "Print a vector rotated to each of the given positions.",
    "The pair (u, v) becomes (u cos φ − v sin φ, u sin φ + v cos φ) times the attention factor, φ = mθᵢ; "
    "components outside the rotary part are copied. Positions may be negative or fractional, up to ±2^32.\n\n"
    "Models of images and videos have positions of several coordinates: t, h, w of M-RoPE, x, y of a patch. "
    "With --precision every stage is rounded as an engine rounds it, bit for bit.\n\n"
    "JSON keys: positions[] (or axes[] and coordinates[][]), rotated[][] with one row a position; precision "
    "where given; seq_len where the scaling depends on it, with factor_list (short or long) of LongRoPE.",
    "  rope-explorer rotate --head-dim 4 --vector 1,0,0,1 --positions 0,1,10:30:10\n"
    "  rope-explorer rotate --preset qwen2-vl-7b --sequence text:5,image:8x8 --format csv\n"
    "  rope-explorer rotate --head-dim 64 --base 100 --rule axial --coordinates \"0,0;7,3\"\n",
    command_rotate::declare};

}  // namespace rope::cli
