// rotate: a vector rotated to listed positions.
#include <memory>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "app/cli/number_list.h"
#include "app/cli/output_format.h"
#include "app/cli/vectors.h"
#include "core/rope/rotation.h"

namespace rope::cli {
namespace {

constexpr double kMostComponents = 1e8;  // of the whole answer

struct State {
    DocumentOptions document;
    OutputFormat format = OutputFormat::text;
    std::string vector = "gaussian:seed=1";
    ProjectionSource projection;
    std::vector<double> positions;
};

std::vector<Column> columns(std::span<const double> positions, std::span<const std::vector<double>> rotated) {
    std::vector<Column> columns{{"position", "tokens", {positions.begin(), positions.end()}}};
    for (std::size_t component = 0; component < rotated[0].size(); ++component) {
        columns.push_back({"x" + std::to_string(component), "1", {}});
        for (const std::vector<double>& row : rotated)
            columns.back().values.push_back(row[component]);
    }
    return columns;
}

// For people a vector runs downwards: one line a component, one column a position.
std::string as_text(std::span<const double> positions, std::span<const std::vector<double>> rotated) {
    std::vector<Column> columns{{"component", "1", {}}};
    for (std::size_t c = 0; c < rotated[0].size(); ++c)
        columns[0].values.push_back(static_cast<double>(c));
    for (std::size_t at = 0; at < positions.size(); ++at) {
        columns.push_back({"position " + position_text(positions[at]), "1", rotated[at]});
    }
    return text_table(columns);
}

Checked<Done> run(const State& state, Console& console) {
    if (state.positions.empty()) return missing_option("--positions", "--positions 0,1,5,10:100:10");
    const Checked<Document> document = state.document.one_model(console);
    if (!document.ok()) return document.fault();
    const ModelSpec& model = document.value().models[0];
    const Checked<ModelFrequencies> found = frequencies(model);
    if (!found.ok()) return found.fault();
    const Checked<std::vector<double>> read =
        read_vector(state.vector, model.shape.head_dim, "--vector", console);
    if (!read.ok()) return read.fault();
    const auto vector = project({read.value()}, state.projection, model.shape, "--projection");
    if (!vector.ok()) return vector.fault();
    if (static_cast<double>(state.positions.size()) * model.shape.head_dim > kMostComponents) {
        return usage_fault("too_many_numbers", std::to_string(state.positions.size()) + " positions",
                           "would make more than 100,000,000 numbers", "ask for fewer at once",
                           "--positions");
    }
    std::vector<std::vector<double>> rotated;
    for (const double position : state.positions) {
        rotated.push_back(rotate(vector.value()[0], model.shape, found.value().table, position));
    }
    switch (state.format) {
        case OutputFormat::csv:
            return console.write(csv_table(columns(state.positions, rotated)));
        case OutputFormat::json:
            return console.write(
                JsonObject().numbers("positions", state.positions).rows("rotated", rotated).done());
        case OutputFormat::text:
            break;
    }
    return console.write(as_text(state.positions, rotated));
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
    declare_format(options, state->format);
    state->document.declare_model(options);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace

extern const Command rotate_command{
    "rotate",
    "[MODEL] [--vector~V] [--projection~W] --positions~P [--format~text|csv|json]",
    "Print a vector rotated to each of the given positions.",
    "The pair (u, v) becomes (u cos φ − v sin φ, u sin φ + v cos φ) times the attention factor, φ = mθᵢ; "
    "components outside the rotary part are copied. Positions may be negative or fractional, up to ±2^32.\n\n"
    "JSON keys: positions[], rotated[][] with one row a position.",
    "  rope-explorer rotate --head-dim 4 --vector 1,0,0,1 --positions 0,1,10:30:10\n",
    declare};

}  // namespace rope::cli
