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
#include "core/measure/interpolation_bound.h"
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

// Of training, so before scaling; no base is 1, where both divide by ln base.
struct TrainedMeasures {
    CriticalDimension critical;
    InterpolationBounds bounds;  // for max|q||k| = 1, half-way between two tokens
};

std::optional<TrainedMeasures> trained_measures(const ModelSpec& model, const FrequencyTable& unscaled) {
    if (model.base == 1) return {};
    constexpr double kHalfWay = 0.25;  // (s − s1)(s2 − s)
    return TrainedMeasures{critical_dimension(unscaled, model.base, model.shape.rotary_dim,
                                              static_cast<double>(model.trained_context)),
                           interpolation_bounds(unscaled, model.base, 1, kHalfWay)};
}

std::string as_text(const ModelSpec& model, const ModelFrequencies& found) {
    const FrequencyTable& table = found.table;
    std::vector<std::pair<std::string, std::string>> facts{
        {"model", model.name},
        {"head_dim", std::to_string(model.shape.head_dim)},
        {"rotary_dim", std::to_string(model.shape.rotary_dim)},
        {"base", shortest_text(model.base)},
        {"scaling", model.scaling.type},
        {"attention_factor", shortest_text(table.attention_factor)}};
    if (!model.layer_type.empty()) facts.insert(facts.begin() + 1, {"layer_type", model.layer_type});
    const auto pairs = std::to_string(table.pairs()) + " pairs";
    if (const auto trained = trained_measures(model, found.unscaled))
        facts.emplace_back("critical_dimension", std::to_string(trained->critical.clamped) + " of " +
                                                     std::to_string(model.shape.rotary_dim) + ": " +
                                                     std::to_string(trained->critical.full_turns) + " of " +
                                                     pairs + " turn once in the trained context of " +
                                                     std::to_string(model.trained_context) +
                                                     " tokens, before scaling");
    const auto unfinished = std::count_if(table.theta.begin(), table.theta.end(), [&](double theta) {
        return theta * static_cast<double>(model.context_length) < 2 * std::numbers::pi;
    });
    facts.emplace_back("under_one_turn", std::to_string(unfinished) + " of " + pairs + " in the context of " +
                                             std::to_string(model.context_length) + " tokens");
    if (has_mrope(model)) facts.emplace_back("mrope", mrope_words(model) + "; text has t = h = w");
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

JsonObject mrope_object(const ModelSpec& model) {
    JsonObject object;
    object.numbers("section", model.scaling.lists.find("mrope_section")->second)
        .boolean("interleaved", mrope_is_interleaved(model));
    if (const auto axes = mrope_axes_of(model); axes.ok())
        object.numbers("axis_of_pair", std::vector<double>(axes.value().begin(), axes.value().end()));
    return object;
}

std::string as_json(const ModelSpec& model, const ModelFrequencies& found) {
    const FrequencyTable& table = found.table;
    JsonObject object;
    for (const auto& [key, value] : maps_in_use(model))
        object.number(key, value);
    object.integer("head_dim", model.shape.head_dim)
        .integer("rotary_dim", model.shape.rotary_dim)
        .number("base", model.base)
        .text("scaling", model.scaling.type)
        .number("attention_factor", table.attention_factor)
        .numbers("inv_freq", table.theta)
        .numbers("wavelength", columns(table)[2].values);
    object.integer("trained_context", model.trained_context);
    if (const auto trained = trained_measures(model, found.unscaled)) {
        JsonObject bound;
        bound.number("published", trained->bounds.published).number("rigorous", trained->bounds.rigorous);
        object.integer("critical_dimension", trained->critical.clamped).object("interpolation_bound", bound);
    }
    if (has_mrope(model)) object.object("mrope", mrope_object(model));
    return object.done();
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
            return console.write(as_json(model, found.value()));
        case OutputFormat::text:
            break;
    }
    return console.write(as_text(model, found.value()));
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
    "wavelength of a pair that does not turn is null. Where a warp is set: warp, prewarp. Of training, so "
    "before "
    "scaling: trained_context; critical_dimension, how many components turn once within it (Liu et al. "
    "2023); "
    "interpolation_bound, how far Σcos(Δθᵢ + φᵢ) half-way between two tokens can be from the line between "
    "them, "
    "published (Chen et al. 2023) and rigorous. Of models with M-RoPE: mrope with section[], interleaved, "
    "axis_of_pair[] (0 t, 1 h, 2 w).",
    "  rope-explorer frequencies --preset llama-3.1-8b --format csv\n",
    declare};

}  // namespace rope::cli
