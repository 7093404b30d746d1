// frequencies: inverse frequency and wavelength of every pair.
#include <algorithm>
#include <memory>
#include <numbers>
#include <optional>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "app/cli/output_format.h"
#include "core/base/number_text.h"
#include "core/measure/critical_dimension.h"
#include "core/model/mrope.h"
#include "core/scaling/frequency_map.h"

namespace rope::cli {
namespace {

struct State {
    DocumentOptions document;
    OutputFormat format = OutputFormat::text;
    std::optional<std::int64_t> seq_len;
    std::string layer_type;
};

std::vector<Column> columns(const FrequencyTable& table) {
    std::vector<Column> columns{
        {"pair", "1", {}}, {"inv_freq", "rad/token", table.theta}, {"wavelength", "tokens", {}}};
    for (int i = 0; i < table.pairs(); ++i) {
        columns[0].values.push_back(i);
        columns[2].values.push_back(table.wavelength(i));
    }
    return columns;
}

// The maps in use after the scaling, by the last part of their parameter's name.
std::vector<std::pair<std::string, double>> maps_in_use(const ModelSpec& model) {
    std::vector<std::pair<std::string, double>> used;
    for (const FrequencyMap* map : frequency_maps()) {
        const std::string key(map->param.id.substr(map->param.id.find('.') + 1));
        const auto given = model.scaling.numbers.find(key);
        if (given != model.scaling.numbers.end() && given->second != map->param.initial)
            used.emplace_back(key, given->second);
    }
    return used;
}

std::string as_text(const ModelSpec& model, const FrequencyTable& table) {
    std::vector<std::pair<std::string, std::string>> facts{
        {"model", model.name},
        {"head_dim", std::to_string(model.shape.head_dim)},
        {"rotary_dim", std::to_string(model.shape.rotary_dim)},
        {"base", shortest_text(model.base)},
        {"scaling", model.scaling.type},
        {"attention_factor", shortest_text(table.attention_factor)}};
    if (!model.layer_type.empty()) facts.insert(facts.begin() + 1, {"layer_type", model.layer_type});
    const auto pairs = std::to_string(table.pairs()) + " pairs";
    if (model.base != 1) {
        const CriticalDimension critical = critical_dimension(table, model.base, model.shape.rotary_dim,
                                                              static_cast<double>(model.trained_context));
        facts.emplace_back("full_turns", std::to_string(critical.full_turns) + " of " + pairs +
                                             " in the trained context of " +
                                             std::to_string(model.trained_context) + " tokens");
    }
    const auto unfinished = std::count_if(table.theta.begin(), table.theta.end(), [&](double theta) {
        return theta * static_cast<double>(model.context_length) < 2 * std::numbers::pi;
    });
    facts.emplace_back("under_one_turn", std::to_string(unfinished) + " of " + pairs + " in the context of " +
                                             std::to_string(model.context_length) + " tokens");
    if (has_mrope(model)) facts.emplace_back("mrope", mrope_words(model));
    for (const auto& [key, value] : maps_in_use(model))
        facts.emplace_back(key, shortest_text(value));
    return text_facts(facts) + "\n" + text_table(columns(table));
}

// Every line holds the attention factor too, so that no number of the answer is missing from the table.
std::string as_csv(const FrequencyTable& table) {
    std::vector<Column> all = columns(table);
    all.push_back({"attention_factor", "1", std::vector<double>(table.theta.size(), table.attention_factor)});
    return csv_table(std::move(all));
}

std::string as_json(const ModelSpec& model, const FrequencyTable& table) {
    JsonObject object;
    for (const auto& [key, value] : maps_in_use(model))
        object.number(key, value);
    return object.integer("head_dim", model.shape.head_dim)
        .integer("rotary_dim", model.shape.rotary_dim)
        .number("base", model.base)
        .text("scaling", model.scaling.type)
        .number("attention_factor", table.attention_factor)
        .numbers("inv_freq", table.theta)
        .numbers("wavelength", columns(table)[2].values)
        .done();
}

Checked<Done> run(const State& state, Console& console) {
    const Checked<Document> document = state.document.one_model(console);
    if (!document.ok()) return document.fault();
    ModelSpec model = document.value().models[0];
    if (!state.layer_type.empty()) {
        const Checked<ModelSpec> layer = with_layer_type(model, state.layer_type);
        if (!layer.ok()) {
            Fault fault = layer.fault();
            fault.kind = FaultKind::usage;
            if (fault.where.empty()) fault.where = "--layer-type";
            return fault;
        }
        model = layer.value();
    }
    const Checked<ModelFrequencies> found = frequencies(model, state.seq_len);
    if (!found.ok()) return found.fault();
    const FrequencyTable& table = found.value().table;
    switch (state.format) {
        case OutputFormat::csv:
            return console.write(as_csv(table));
        case OutputFormat::json:
            return console.write(as_json(model, table));
        case OutputFormat::text:
            break;
    }
    return console.write(as_text(model, table));
}

Action declare(Options& options) {
    const auto state = std::make_shared<State>();
    options.value("--seq-len", "N", "current sequence length [tokens], for scalings that depend on it",
                  [state](const std::string& text) -> Checked<Done> {
                      const Checked<std::int64_t> length =
                          parse_integer(text, 1, std::int64_t{1} << 32, "--seq-len");
                      if (!length.ok()) return length.fault();
                      state->seq_len = length.value();
                      return Done{};
                  });
    options.text("--layer-type", "NAME", "kind of layer, for models that have several: sliding_attention",
                 state->layer_type);
    declare_format(options, state->format);
    state->document.declare_model(options);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace

extern const Command frequencies_command{
    "frequencies",
    "[MODEL] [--seq-len~N] [--layer-type~NAME] [--format~text|csv|json]",
    "Print the inverse frequency and the wavelength of every pair, after scaling.",
    "Pair i turns by θᵢ radians per token (inv_freq, as engines call it), and once in 2π/θᵢ tokens "
    "(wavelength). The attention factor a multiplies cos and sin of both q and k.\n\n"
    "JSON keys: head_dim, rotary_dim, base, scaling, attention_factor, inv_freq[], wavelength[]; the "
    "wavelength of a pair that does not turn is null. Where a warp is set: warp, prewarp.",
    "  rope-explorer frequencies --preset llama-3.1-8b --format csv\n",
    declare};

}  // namespace rope::cli
