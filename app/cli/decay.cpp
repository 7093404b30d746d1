// decay: score or bound against distance.
#include <cmath>
#include <memory>
#include <numeric>

#include "app/cli/command.h"
#include "app/cli/model_notes.h"
#include "app/cli/model_options.h"
#include "app/cli/number_list.h"
#include "app/cli/output_format.h"
#include "app/cli/vectors.h"
#include "core/measure/decay.h"
#include "core/model/current_length.h"

namespace rope::cli {
namespace command_decay {
namespace {

struct State {
    DocumentOptions document;
    OutputFormat format = OutputFormat::text;
    const DecayMeasureInfo* measure = find_decay_measure("rotation-bound");
    std::vector<double> distances;
};

Checked<Done> choose_measure(const std::string& name, State& state) {
    const DecayMeasureInfo* found = find_decay_measure(name);
    if (found == nullptr) {
        std::vector<std::string_view> known;
        for (const DecayMeasureInfo& each : decay_measures())
            known.push_back(each.id);
        return usage_fault("unknown_measure", "'" + name + "'", "is not a measure",
                           did_you_mean(name, known, "see rope-explorer list measures"), "--measure");
    }
    state.measure = found;
    return Done{};
}

std::string as_json(const State& state, const ModelSpec& model, const DecayCurve& curve) {
    JsonObject object;
    add_length(object, model);
    object.text("measure", state.measure->id)
        .numbers("distances", state.distances)
        .numbers("values", curve.values);
    if (!curve.deviation.empty()) object.numbers("deviation", curve.deviation);
    return object.done();
}

Checked<Done> run(const State& state, Console& console) {
    if (state.distances.empty()) return missing_option("--distances", "--distances 0,1,10:100:10");
    const Checked<Document> document = state.document.one_model(console);
    if (!document.ok()) return document.fault();
    // A distance Δ exists from a length of Δ + 1 on.
    std::vector<double> reaches;
    for (const double distance : state.distances)
        reaches.push_back(std::abs(distance));
    const ModelSpec model = at_length_of_call(document.value().models[0], reaches);
    if (state.format != OutputFormat::json)
        note_length(document.value().models[0], model, "distance", console);
    if (state.measure->measure == DecayMeasure::query_key) note_score_changes(model, console);
    const Checked<ModelFrequencies> found = frequencies(model);
    if (!found.ok()) return found.fault();
    const int head_dim = model.shape.head_dim;
    const Checked<QueryAndKey> read = read_query_and_key(document.value(), console);
    if (!read.ok()) return read.fault();
    const auto& [q, k] = read.value();

    const PairParts parts = pair_parts(q, k, model.shape);
    const ScoreInputs scores{.table = &found.value().table,
                             .parts = &parts,
                             .head_dim = head_dim,
                             .part = ScorePart::total,
                             .pair = 0,
                             .scale_multiplier = score_multiplier(model)};
    const double query_norm = std::sqrt(std::inner_product(q.begin(), q.end(), q.begin(), 0.0));
    const DecayCurve curve = decay_at({.table = &found.value().table,
                                       .measure = state.measure->measure,
                                       .scores = &scores,
                                       .head_dim = head_dim,
                                       .query_norm = query_norm,
                                       .scale_multiplier = score_multiplier(model)},
                                      state.distances);
    std::vector<Column> columns{{"distance", "tokens", state.distances},
                                {std::string(state.measure->id), "1", curve.values}};
    if (!curve.deviation.empty()) columns.push_back({"deviation", "1", curve.deviation});
    switch (state.format) {
        case OutputFormat::csv:
            return console.write(csv_table(columns));
        case OutputFormat::json:
            return console.write(as_json(state, model, curve));
        case OutputFormat::text:
            break;
    }
    return console.write(text_table(columns));
}

Action declare(Options& options) {
    const auto state = std::make_shared<State>();
    options.value("--measure", "NAME",
                  "what is computed (default rotation-bound), see: rope-explorer list measures",
                  [state](const std::string& name) { return choose_measure(name, *state); });
    declare_number_list(options, "--distances",
                        "distances Δ = m − n [tokens]: 0,1,5,10:100:10, end included; needed",
                        state->distances);
    declare_format(options, state->format);
    state->document.declare_vectors(options);
    state->document.declare_model(options);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace
}  // namespace command_decay

extern const Command decay_command{
    "decay",
    "[MODEL] [--measure~NAME] --distances~P [--query~V] [--key~V] [--w-q~W] [--w-k~W] "
    "[--format~text|csv|json]",
    "Print a score, or a bound on it, against the distance between query and key.",
    "rotation-bound is RoFormer's bound (section 3.4.3); cosine-sum is Σcos Δθᵢ, undivided; query-key is the "
    "score of --query and --key over √head_dim. The random measures give mean and standard deviation over "
    "normally distributed vectors: independent ones, a fixed --query, or the same one on both sides.\n\n"
    "Where the scaling depends on the length of the sequence, that is the largest distance + 1 unless "
    "--seq-len "
    "says another.\n\n"
    "JSON keys: measure, distances[], values[]; the random measures also deviation[]; seq_len where the "
    "scaling "
    "depends on it, with factor_list (short or long) of LongRoPE.",
    "  rope-explorer decay --base 500000 --measure cosine-sum --distances 0:1000:100\n",
    command_decay::declare};

}  // namespace rope::cli
