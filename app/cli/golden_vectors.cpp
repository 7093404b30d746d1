// vectors: what a rotation kernel must compute, in a file that its tests can open.
#include <cmath>
#include <memory>

#include "app/cli/command.h"
#include "app/cli/model_notes.h"
#include "app/cli/model_options.h"
#include "app/cli/number_list.h"
#include "app/cli/vectors.h"
#include "core/base/atomic_file.h"
#include "core/base/number_text.h"
#include "core/model/current_length.h"
#include "core/rope/rotation.h"
#include "core/vectors/safetensors.h"

namespace rope::cli {
namespace command_golden_vectors {
namespace {

constexpr std::string_view kPositions = "0:15,31,63,127,255,511,1023,2047,4095,8191,131071";
constexpr double kMostGolden = 1e7;

struct State {
    DocumentOptions document;
    std::string output;
    std::vector<double> positions = parse_number_list(kPositions, "").value();
};

// The names and units are part of the file, because it travels without this program.
std::map<std::string, std::string> metadata(const Document& document, const ModelSpec& model,
                                            const FrequencyTable& table) {
    std::map<std::string, std::string> facts{
        {"format", "golden vectors of rotary position embeddings"},
        {"writer", std::string("rope-explorer ") + ROPE_VERSION},
        {"model", model.name},
        {"head_dim", std::to_string(model.shape.head_dim)},
        {"rotary_dim", std::to_string(model.shape.rotary_dim)},
        {"rotary_offset", std::to_string(model.shape.rotary_offset)},
        {"layout", std::string(id(model.shape.layout))},
        {"base", exact_text(model.base)},
        {"scaling", model.scaling.type},
        {"context_length", std::to_string(model.context_length)},
        {"trained_context", std::to_string(model.trained_context)},
        {"attention_factor", exact_text(table.attention_factor)},
        {"softmax_scale_multiplier", exact_text(model.softmax_scale_multiplier)},
        {"attention_scale",
         exact_text(model.attention_scale == 0 ? 1 / std::sqrt(static_cast<double>(model.shape.head_dim))
                                               : model.attention_scale)},
        {"query_source", document.query.text},
        {"key_source", document.key.text},
        {"inv_freq", "[pair] rad/token, after scaling"},
        {"positions", "[n] tokens"},
        {"cos", "[n, pair] cos(position * inv_freq), without the attention factor"},
        {"sin", "[n, pair] sin(position * inv_freq), without the attention factor"},
        {"query", "[head_dim] before rotation"},
        {"key", "[head_dim] before rotation"},
        {"rotated_query", "[n, head_dim] with the attention factor on the rotated part"},
        {"rotated_key", "[n, head_dim] with the attention factor on the rotated part"},
        {"scores",
         "[n, n] rotated_query . rotated_key * attention_scale * softmax_scale_multiplier, rows are "
         "queries"}};
    if (!is_identity(document.w_q)) facts["query_projection"] = document.w_q.text;
    if (!is_identity(document.w_k)) facts["key_projection"] = document.w_k.text;
    if (depends_on_length(model)) facts["seq_len"] = std::to_string(given_length(model).value_or(0));
    if (const auto list = factor_list_in_use(model); !list.empty()) facts["factor_list"] = list;
    for (const auto& [name, value] : model.scaling.numbers)
        facts["scaling." + name] = exact_text(value);
    for (const auto& [name, list] : model.scaling.lists) {
        std::string text;
        for (const double value : list)
            text += (text.empty() ? "" : ",") + exact_text(value);
        facts["scaling." + name] = text;
    }
    return facts;
}

struct Rows {
    std::vector<double> values;  // [n][width]
    void add(const std::vector<double>& row) { values.insert(values.end(), row.begin(), row.end()); }
};

Checked<std::string> golden_file(const State& state, const Document& document, const ModelSpec& model,
                                 const FrequencyTable& table, const std::vector<double>& query,
                                 const std::vector<double>& key) {
    const std::size_t n = state.positions.size(), pairs = table.theta.size(),
                      width = static_cast<std::size_t>(model.shape.head_dim);
    if (static_cast<double>(n) * static_cast<double>(n + 2 * pairs + 2 * width) > kMostGolden) {
        return usage_fault("too_many_numbers", std::to_string(n) + " positions",
                           "would make more than 10,000,000 numbers", "ask for fewer", "--positions");
    }
    Rows cosine, sine, queries, keys, scores;
    for (const double position : state.positions) {
        const PairAngles angles = angles_at(table, position);
        cosine.add(angles.cosine);
        sine.add(angles.sine);
        queries.add(rotate(query, model.shape, table, position));
        keys.add(rotate(key, model.shape, table, position));
    }
    const double scale = score_multiplier(model) / std::sqrt(static_cast<double>(width));
    for (std::size_t m = 0; m < n; ++m) {
        for (std::size_t k = 0; k < n; ++k) {
            double sum = 0;
            for (std::size_t c = 0; c < width; ++c)
                sum += queries.values[m * width + c] * keys.values[k * width + c];
            scores.values.push_back(scale * sum);
        }
    }
    const std::vector<NamedTensor> tensors{{"inv_freq", {pairs}, table.theta},
                                           {"positions", {n}, state.positions},
                                           {"cos", {n, pairs}, cosine.values},
                                           {"sin", {n, pairs}, sine.values},
                                           {"query", {width}, query},
                                           {"key", {width}, key},
                                           {"rotated_query", {n, width}, queries.values},
                                           {"rotated_key", {n, width}, keys.values},
                                           {"scores", {n, n}, scores.values}};
    return safetensors_bytes(tensors, metadata(document, model, table));
}

Checked<Done> check_output(const std::string& output) {
    if (output.empty()) return missing_option("-o", "-o golden.safetensors");
    if (output == "-") {
        if (!Console::output_is_terminal()) return Done{};
        return usage_fault("binary_on_terminal", "safetensors", "is not text and would garble the terminal",
                           "name a file, or redirect the output", "-o -");
    }
    if (output.ends_with(".safetensors")) return Done{};
    return usage_fault("unknown_ending", "'" + output + "'", "must end in .safetensors", "", "-o");
}

Checked<Done> run(const State& state, Console& console) {
    const Checked<Done> output = check_output(state.output);
    if (!output.ok()) return output.fault();
    const Checked<Document> document = state.document.one_model(console);
    if (!document.ok()) return document.fault();
    const ModelSpec model = at_length_of_call(document.value().models[0], state.positions);
    note_length(document.value().models[0], model, "position", console);
    note_score_changes(model, console);
    const Checked<ModelFrequencies> found = frequencies(model);
    if (!found.ok()) return found.fault();
    const Checked<QueryAndKey> read = read_query_and_key(document.value(), console);
    if (!read.ok()) return read.fault();
    const Checked<std::string> bytes =
        golden_file(state, document.value(), model, found.value().table, read.value().q, read.value().k);
    if (!bytes.ok()) return bytes.fault();
    if (state.output == "-") return console.write(bytes.value());
    return write_file(state.output, bytes.value());
}

Action declare(Options& options) {
    const auto state = std::make_shared<State>();
    options.text("-o,--output", "FILE", "what to write, ending in .safetensors; - is standard output; needed",
                 state->output);
    declare_number_list(options, "--positions",
                        "positions of queries and of keys [tokens], end of ranges included (default 0:15, "
                        "then 31, 63, … to 8191, and 131071)",
                        state->positions);
    state->document.declare_vectors(options);
    state->document.declare_model(options);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace
}  // namespace command_golden_vectors

extern const Command vectors_command{
    "vectors",
    "[MODEL] -o~FILE.safetensors [--positions~P] [--query~V] [--key~V] [--w-q~W] [--w-k~W]",
    "Write golden vectors to test a rotation kernel with.",
    "The file holds float64 tensors: inv_freq, positions, cos and sin of every pair at every position, query "
    "and key before rotation, both rotated to every position, and the scores of all of them. Its metadata "
    "name the model, every parameter, and what each tensor is; where the scaling depends on the length of "
    "the sequence, seq_len is the one that all of it was computed for, and factor_list LongRoPE's list, "
    "short or "
    "long.",
    "  rope-explorer vectors --preset llama-3.1-8b -o golden.safetensors\n",
    command_golden_vectors::declare};

}  // namespace rope::cli
