// frequencies: inverse frequency and wavelength of every pair.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <optional>

#include "app/cli/command.h"
#include "app/cli/model_notes.h"
#include "app/cli/model_options.h"
#include "app/cli/output_format.h"
#include "app/cli/precision_option.h"
#include "core/base/number_text.h"
#include "core/measure/critical_dimension.h"
#include "core/measure/interpolation_bound.h"
#include "core/model/mrope.h"
#include "core/scaling/engine_frequencies.h"
#include "core/scaling/frequency_map.h"

namespace rope::cli {
namespace command_frequencies {
namespace {

struct State {
    DocumentOptions document;
    OutputFormat format = OutputFormat::text;
    std::string layer_type;
    PrecisionOption precision;
};

struct Answer {
    ModelSpec model;
    ModelFrequencies exact;
    FrequencyTable shown;  // exact, or as formed and rounded
    std::optional<Precision> precision;

    // Pairs that are not the exact frequency in the same number format.
    std::vector<double> formed_otherwise() const {
        std::vector<double> pairs;
        for (std::size_t i = 0; i < shown.theta.size(); ++i)
            if (shown.theta[i] != rounded(exact.table.theta[i], precision->angle))
                pairs.push_back(static_cast<double>(i));
        return pairs;
    }
    // Largest difference from the exact frequency, as a share of it; over the pairs that turn.
    double farthest() const {
        double share = 0;
        for (std::size_t i = 0; i < shown.theta.size(); ++i)
            if (const double theta = exact.table.theta[i]; theta > 0)
                share = std::max(share, std::abs(shown.theta[i] / theta - 1));
        return share;
    }
};

std::vector<Column> columns(const Answer& answer) {
    const FrequencyTable& table = answer.shown;
    std::vector<Column> columns{
        {"pair", "1", {}}, {"inv_freq", "rad/token", table.theta}, {"wavelength", "tokens", {}}};
    for (int i = 0; i < table.pairs(); ++i) {
        columns[0].values.push_back(i);
        columns[2].values.push_back(table.wavelength(i));
    }
    if (answer.precision) columns.push_back({"inv_freq exact", "rad/token", answer.exact.table.theta});
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

// What q·k is multiplied by where that is not 1/√head_dim: the model's own scale, and YaRN's factor on the
// softmax scale of MLA models, as `scores` has them.
std::optional<double> own_scale(const ModelSpec& model) {
    if (model.softmax_scale_multiplier == 1 && !has_own_attention_scale(model)) return {};
    if (model.softmax_scale_multiplier == 1) return model.attention_scale;
    return score_multiplier(model) / std::sqrt(static_cast<double>(model.shape.head_dim));
}

std::string as_text(const Answer& answer) {
    const ModelSpec& model = answer.model;
    const ModelFrequencies& found = answer.exact;
    const FrequencyTable& table = answer.shown;
    std::vector<std::pair<std::string, std::string>> facts{
        {"model", model.name},
        {"head_dim", std::to_string(model.shape.head_dim)},
        {"rotary_dim", std::to_string(model.shape.rotary_dim)},
        {"base", shortest_text(model.base)},
        {"scaling", model.scaling.type},
        {"attention_factor", shortest_text(table.attention_factor)}};
    add_length(facts, model);
    if (const auto scale = own_scale(model))
        facts.emplace_back("attention_scale", shortest_text(*scale) + " instead of 1/√head_dim");
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
    if (answer.precision) {
        facts.emplace_back("precision", precision_words(*answer.precision));
        facts.emplace_back(
            "formed_otherwise",
            fmt::format("{} of {} are not the exact frequency in {}; all are within {} of it, as a share",
                        answer.formed_otherwise().size(), pairs, id(answer.precision->angle),
                        display_text(answer.farthest(), 2)));
    }
    return text_facts(facts) + "\n" + text_table(columns(answer));
}

// Every line holds the attention factor too, so that no number of the answer is missing from the table.
std::string as_csv(const Answer& answer) {
    std::vector<Column> all = columns(answer);
    const FrequencyTable& table = answer.shown;
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

std::string as_json(const Answer& answer) {
    const ModelSpec& model = answer.model;
    const ModelFrequencies& found = answer.exact;
    const FrequencyTable& table = answer.shown;
    JsonObject object;
    for (const auto& [key, value] : maps_in_use(model))
        object.number(key, value);
    object.integer("head_dim", model.shape.head_dim)
        .integer("rotary_dim", model.shape.rotary_dim)
        .number("base", model.base)
        .text("scaling", model.scaling.type)
        .number("attention_factor", table.attention_factor)
        .numbers("inv_freq", table.theta)
        .numbers("wavelength", columns(answer)[2].values);
    add_length(object, model);
    if (const auto scale = own_scale(model)) object.number("attention_scale", *scale);
    if (answer.precision)
        object.text("precision", precision_words(*answer.precision))
            .numbers("inv_freq_exact", found.table.theta)
            .numbers("formed_otherwise", answer.formed_otherwise());
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
        const std::map given = model.scaling.numbers;
        model = layer.value();
        // The length is the call's, not the layer's.
        if (const auto length = given.find("seq_len"); length != given.end())
            model.scaling.numbers.insert(*length);
    }
    Checked<ModelFrequencies> found = frequencies(model);
    if (!found.ok()) return found.fault();
    Answer answer{.model = std::move(model),
                  .exact = std::move(found).value(),
                  .shown = {},
                  .precision = state.precision.chosen(state.document, document.value())};
    answer.shown = answer.exact.table;
    if (answer.precision) {
        const auto formed = engine_frequencies(answer.model, answer.precision->frequency);
        if (!formed.ok()) return formed.fault();
        std::vector<double> theta = formed.value().inv_freq;
        for (double& each : theta)
            each = rounded(each, answer.precision->angle);
        answer.shown = make_table(theta, formed.value().attention_factor);
    }
    switch (state.format) {
        case OutputFormat::csv:
            return console.write(as_csv(answer));
        case OutputFormat::json:
            return console.write(as_json(answer));
        case OutputFormat::text:
            break;
    }
    return console.write(as_text(answer));
}

Action declare(Options& options) {
    const auto state = std::make_shared<State>();
    options.text("--layer-type", "NAME", "kind of layer, for models that have several: sliding_attention",
                 state->layer_type);
    state->precision.declare(options);
    declare_format(options, state->format);
    state->document.declare_model(options);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace
}  // namespace command_frequencies

extern const Command frequencies_command{
    "frequencies",
    "[MODEL] [--layer-type~NAME] [--precision~NAME] [--format~text|csv|json]",
    "Print the inverse frequency and the wavelength of every pair, after scaling.",
    "Pair i turns by θᵢ radians per token (inv_freq, as engines call it), and once in 2π/θᵢ tokens "
    "(wavelength). The attention factor a multiplies cos and sin of both q and k.\n\n"
    "With --precision hf_float32 or ggml the frequencies are formed as Hugging Face or llama.cpp form them, "
    "in "
    "float32 step by step, with the exact ones beside them. Multiples of llama.cpp's are not its angles: "
    "rotate "
    "and scores form each of those by itself.\n\n"
    "JSON keys: head_dim, rotary_dim, base, scaling, attention_factor, inv_freq[], wavelength[]; the "
    "wavelength of a pair that does not turn is null. Where the scaling depends on the current length: "
    "seq_len (null: not given, so "
    "within the context), with factor_list (short or long) of LongRoPE. Where a warp is set: warp, prewarp. "
    "Of training, so "
    "before "
    "scaling: trained_context; critical_dimension, how many components turn once within it (Liu et al. "
    "2023); "
    "interpolation_bound, how far Σcos(Δθᵢ + φᵢ) half-way between two tokens can be from the line between "
    "them, "
    "published (Chen et al. 2023) and rigorous. Of models with M-RoPE: mrope with section[], interleaved, "
    "axis_of_pair[] (0 t, 1 h, 2 w). Of a model whose scores are q·k times other than 1/√head_dim: "
    "attention_scale. "
    "With --precision: precision, inv_freq_exact[], and formed_otherwise[], the "
    "pairs whose inv_freq is not the exact one in the same number format.",
    "  rope-explorer frequencies --preset llama-3.1-8b --format csv\n"
    "  rope-explorer frequencies --preset llama-3.1-8b --precision ggml\n",
    command_frequencies::declare};

}  // namespace rope::cli
