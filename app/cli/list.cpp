// list: the names that other commands take.
#include <fmt/format.h>

#include <array>
#include <memory>

#include "app/cli/command.h"
#include "app/cli/output_format.h"
#include "app/cli/precision_option.h"
#include "core/base/number_text.h"
#include "core/document/parameters.h"
#include "core/figure/figure_inputs.h"
#include "core/measure/decay.h"
#include "core/model/presets.h"
#include "core/scaling/scaling.h"
#include "core/scheme/scheme.h"

namespace rope::cli {
namespace command_list {
namespace {

struct Entry {
    std::string id, description;
};
using Entries = std::vector<Entry>;

std::string joined(std::string_view label, std::string_view rest) {
    return std::string(label) + ": " + std::string(rest);
}

Entries presets_list() {
    Entries entries;
    for (const Preset& preset : presets())
        entries.push_back({std::string(preset.id),
                           std::string(preset.label) + " (" + std::string(preset.repository) + ")"});
    return entries;
}

Entries scalings_list() {
    Entries entries;
    for (const Scaling* scaling : scalings())
        entries.push_back({std::string(scaling->id), joined(scaling->label, scaling->help)});
    return entries;
}

Entries schemes_list() {
    Entries entries;
    for (const Scheme* scheme : schemes())
        entries.push_back({std::string(scheme->id), joined(scheme->label, scheme->help)});
    return entries;
}

Entries pipelines_list() {
    Entries entries;
    for (const Pipeline& pipeline : pipelines())
        entries.push_back(
            {std::string(pipeline.id), joined(pipeline.label, precision_words(pipeline.precision))});
    return entries;
}

Entries measures_list() {
    Entries entries;
    for (const DecayMeasureInfo& measure : decay_measures())
        entries.push_back({std::string(measure.id), joined(measure.label, measure.help)});
    return entries;
}

Entries figures_list() {
    Entries entries;
    for (const FigureKind* kind : figure_kinds())
        entries.push_back({std::string(kind->id), joined(kind->label, kind->help)});
    return entries;
}

std::string range_text(const ParamSpec& spec) {
    switch (spec.type) {
        case ParamType::boolean:
            return "true or false";
        case ParamType::text:
            return "text";
        case ParamType::number:
        case ParamType::integer:
            return shortest_text(spec.min) + " to " + shortest_text(spec.max) +
                   (spec.zero_text.empty() ? "" : "; 0: " + std::string(spec.zero_text));
        case ParamType::choice:
            break;
    }
    std::string text;
    for (const ParamChoice& choice : spec.choices)
        text += (text.empty() ? "" : ", ") + std::string(choice.id);
    return text;
}

// "Context [tokens]: what it is (1 to 2147483647; default 4096)"
std::string describe(const ParamSpec& spec) {
    const std::string unit = spec.unit.empty() ? "" : " [" + std::string(spec.unit) + "]";
    const std::string initial = value_text(initial_value(spec));
    std::string_view help = spec.help;
    if (help.ends_with('.')) help.remove_suffix(1);
    return std::string(spec.label) + unit + ": " + std::string(help) + " (" + range_text(spec) +
           (initial.empty() ? "" : "; default " + initial) + ")";
}

Entries parameters_list() {
    Entries entries;
    for (const Parameter& parameter : parameters())
        entries.push_back({std::string(parameter.spec.id), describe(parameter.spec)});
    return entries;
}

// ---- what is known of a scheme

std::string_view order_words(PositionUse use) {
    switch (use) {
        case PositionUse::none:
            return "neither absolute nor relative position: blind to order";
        case PositionUse::relative:
            return "relative position, m − n alone";
        case PositionUse::absolute:
            break;
    }
    return "absolute position, m and n themselves";
}

// Of the default head, with every row at its default.
std::int64_t learned_numbers(const Scheme& scheme) {
    const ModelSpec model;
    const FrequencyTable table = frequencies(model).value().table;
    SchemeInputs inputs;
    inputs.shape = model.shape;
    inputs.table = &table;
    return scheme.learned_numbers(inputs);
}

JsonObject facts_object(const Scheme& scheme) {
    const SchemeFacts& facts = scheme.facts;
    JsonObject object;
    object.text("id", scheme.id)
        .text("description", joined(scheme.label, scheme.help))
        .text("depends_on", id(facts.use))
        .text("position_enters", facts.enters)
        .integer("learned_numbers", learned_numbers(scheme))
        .text("redone_when_tokens_move", facts.when_moved)
        .boolean("linear_attention", facts.linear_attention)
        .text("linear_attention_reason", facts.linear_attention_reason)
        .text("beyond_training", facts.beyond_training)
        .text("source", scheme.source);
    return object;
}

std::string facts_text(const Scheme& scheme) {
    const SchemeFacts& facts = scheme.facts;
    const std::pair<std::string_view, std::string> lines[] = {
        {"depends on", std::string(order_words(facts.use))},
        {"position enters", std::string(facts.enters)},
        {"learned numbers of a head", std::to_string(learned_numbers(scheme))},
        {"redone when tokens move", std::string(facts.when_moved)},
        {"linear attention",
         std::string(facts.linear_attention ? "yes: " : "no: ") + std::string(facts.linear_attention_reason)},
        {"beyond the trained length", std::string(facts.beyond_training)},
        {"source", std::string(scheme.source)}};
    std::string text;
    for (const auto& [name, words] : lines)
        text += fmt::format("  {}: {}\n", name, words);
    return text;
}

// ---- the command

struct Listing {
    std::string_view name;
    Entries (*entries)();
};
constexpr std::array<Listing, 7> kListings{{{"presets", presets_list},
                                            {"scalings", scalings_list},
                                            {"schemes", schemes_list},
                                            {"pipelines", pipelines_list},
                                            {"measures", measures_list},
                                            {"figures", figures_list},
                                            {"parameters", parameters_list}}};

struct State {
    std::vector<std::string> words;
    OutputFormat format = OutputFormat::text;
    bool facts = false;
};

Checked<const Listing*> find_listing(const std::vector<std::string>& words) {
    std::string names;
    std::vector<std::string_view> known;
    for (const Listing& listing : kListings) {
        names += (names.empty() ? "" : ", ") + std::string(listing.name);
        known.push_back(listing.name);
    }
    if (words.empty()) return usage_fault("missing_argument", "list", "needs a name: one of " + names);
    for (const Listing& listing : kListings)
        if (listing.name == words[0]) return &listing;
    return usage_fault("unknown_list", "'" + words[0] + "'", "is not a list",
                       did_you_mean(words[0], known, "use one of " + names));
}

std::string as_json(const Listing& listing) {
    std::vector<JsonObject> objects;
    for (const Entry& entry : listing.entries()) {
        JsonObject object;
        if (listing.name == "schemes")
            object = facts_object(*find_scheme(entry.id));
        else
            object.text("id", entry.id).text("description", entry.description);
        objects.push_back(std::move(object));
    }
    return JsonObject().objects(listing.name, objects).done();
}

Checked<Done> run(const State& state, Console& console) {
    const Checked<const Listing*> listing = find_listing(state.words);
    if (!listing.ok()) return listing.fault();
    if (state.facts && listing.value()->name != "schemes")
        return usage_fault("not_of_this_list", "--facts", "is about schemes",
                           "leave it out, or use rope-explorer list schemes --facts");
    if (state.format == OutputFormat::json) return console.write(as_json(*listing.value()));
    std::string text;
    for (const Entry& entry : listing.value()->entries()) {
        text += entry.id + "  " + entry.description + "\n";
        if (state.facts) text += facts_text(*find_scheme(entry.id));
    }
    return console.write(text);
}

Action declare(Options& options) {
    const auto state = std::make_shared<State>();
    options.words("WHAT", "presets, scalings, schemes, pipelines, measures, figures or parameters", 1,
                  state->words);
    options.flag(
        "--facts",
        "of schemes: what scores depend on, how many numbers are learned, what must be computed again when "
        "tokens move, linear attention, and longer texts than trained",
        state->facts);
    declare_text_or_json(options, state->format);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace
}  // namespace command_list

extern const Command list_command{
    "list",
    "presets|scalings|schemes|pipelines|measures|figures|parameters [--facts] [--format~text|json]",
    "Print the names that other commands take.",
    "One entry a line: its name, two spaces, what it is. With --facts each scheme is followed by what is "
    "known of it, "
    "indented; learned numbers are those of one head of 128 with the default parameters.\n\n"
    "JSON: one key, the name of the list, with objects of id and description; schemes have depends_on (none, "
    "relative, absolute), position_enters, learned_numbers, redone_when_tokens_move, linear_attention, "
    "linear_attention_reason, beyond_training and source besides.",
    "  rope-explorer list presets\n"
    "  rope-explorer list schemes --facts\n",
    command_list::declare};

}  // namespace rope::cli
