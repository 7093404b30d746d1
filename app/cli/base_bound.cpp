// base-bound: how far a base reaches before the cosine sum turns negative, and the smallest that reaches a
// context.
#include "core/measure/base_bound.h"

#include <limits>
#include <memory>
#include <optional>

#include "app/cli/command.h"
#include "app/cli/model_notes.h"
#include "app/cli/model_options.h"
#include "app/cli/output_format.h"
#include "app/cli/shown_progress.h"
#include "core/base/number_text.h"

namespace rope::cli {
namespace command_base_bound {
namespace {

constexpr std::int64_t kDefaultLimit = 1'000'000;

struct State {
    DocumentOptions document;
    OutputFormat format = OutputFormat::text;
    std::int64_t limit = kDefaultLimit;
};

struct Answer {
    ModelSpec model;
    std::int64_t limit = 0;
    std::optional<std::int64_t> first_negative;
    std::optional<std::int64_t> context;  // none: not asked for
    std::optional<double> min_base;       // none: no base of the grid reaches the context
};

double or_nan(const auto& value) {
    return value ? static_cast<double>(*value) : std::numeric_limits<double>::quiet_NaN();
}

std::string as_json(const Answer& answer) {
    JsonObject object;
    object.number("base", answer.model.base).integer("head_dim", answer.model.shape.head_dim);
    add_length(object, answer.model);
    if (answer.first_negative) {
        object.integer("first_negative", *answer.first_negative);
    } else {
        object.number("first_negative", or_nan(answer.first_negative));
    }
    if (answer.context) object.number("min_base", or_nan(answer.min_base));
    return object.done();
}

std::string as_csv(const Answer& answer) {
    std::vector<Column> columns{{"base", "1", {answer.model.base}},
                                {"head_dim", "1", {static_cast<double>(answer.model.shape.head_dim)}},
                                {"first_negative", "tokens", {or_nan(answer.first_negative)}}};
    if (answer.context) columns.push_back({"min_base", "1", {or_nan(answer.min_base)}});
    return csv_table(std::move(columns));
}

std::string as_text(const Answer& answer) {
    const auto tokens = [](std::int64_t count) { return std::to_string(count) + " tokens"; };
    std::vector<std::pair<std::string, std::string>> facts{
        {"model", answer.model.name},
        {"head_dim", std::to_string(answer.model.shape.head_dim)},
        {"base", shortest_text(answer.model.base)},
        {"scaling", answer.model.scaling.type}};
    add_length(facts, answer.model);
    facts.emplace_back("first_negative", answer.first_negative ? tokens(*answer.first_negative)
                                                               : "none up to " + tokens(answer.limit));
    if (answer.context) {
        facts.emplace_back("context", tokens(*answer.context));
        facts.emplace_back("min_base", answer.min_base ? shortest_text(*answer.min_base)
                                                       : "none from " + shortest_text(kSmallestGridBase) +
                                                             " to " + shortest_text(kLargestGridBase));
    }
    return text_facts(facts);
}

// The model with another base, everything else as it is. The model itself is valid, and so is every base of
// the grid.
FrequencyTable table_with_base(ModelSpec model, double base) {
    model.base = base;
    const Checked<ModelFrequencies> found = frequencies(model);
    require(found.ok(), "base-bound: a base of the grid was refused");
    return found.value().table;
}

Checked<Done> run(const State& state, Console& console) {
    const Checked<Document> document = state.document.one_model(console);
    if (!document.ok()) return document.fault();
    Answer answer{.model = document.value().models[0],
                  .limit = state.limit,
                  .first_negative = {},
                  .context = {},
                  .min_base = {}};
    const Checked<ModelFrequencies> found = frequencies(answer.model);
    if (!found.ok()) return found.fault();
    {
        ShownProgress shown(console, "the distances up to " + std::to_string(state.limit));
        answer.first_negative = base_bound(found.value().table, state.limit, shown.progress()).first_negative;
    }
    if (state.document.gave("--context")) {
        answer.context = answer.model.context_length;
        const std::vector<double> bases = two_digit_bases(kSmallestGridBase, kLargestGridBase);
        ShownProgress shown(console, "the bases for " + std::to_string(*answer.context) + " tokens");
        std::size_t asked = 0;
        const auto table_of = [&](double base) {
            shown.progress().report(static_cast<double>(asked++) / static_cast<double>(bases.size()));
            return table_with_base(answer.model, base);
        };
        const std::optional<std::size_t> smallest =
            smallest_feasible_base(bases, *answer.context, table_of, shown.progress());
        if (smallest) answer.min_base = bases[*smallest];
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
    options.value("--limit", "N", "the last distance looked at [tokens] (default 1000000)",
                  [state](const std::string& text) -> Checked<Done> {
                      const Checked<std::int64_t> limit = parse_integer(text, 1, kLargestContext, "--limit");
                      if (!limit.ok()) return limit.fault();
                      state->limit = limit.value();
                      return Done{};
                  });
    declare_format(options, state->format);
    state->document.declare_model(options);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace
}  // namespace command_base_bound

extern const Command base_bound_command{
    "base-bound",
    "[MODEL] [--context~N] [--limit~N] [--format~text|csv|json]",
    "Print the first distance at which the cosine sum is negative, and the smallest base for a context.",
    "The sum of cos Δθᵢ over all pairs tells whether a key that resembles the query still scores above a "
    "random one at distance Δ (Men et al. 2024); first_negative is the smallest whole Δ at which it falls "
    "below zero.\n\n"
    "With --context, min_base is the smallest base of two digits, from 100 to 10⁹, with which the model's "
    "sum "
    "stays at or above zero for Δ = 0 … N − 1. Larger bases may fail again: the bases that reach a context "
    "have gaps.\n\n"
    "JSON keys: base, head_dim, first_negative (null if none up to the limit), with --context also min_base "
    "(null if none); where the scaling depends on the length of the sequence, seq_len (null: not given, so "
    "within the "
    "context) and of LongRoPE factor_list (short or long).",
    "  rope-explorer base-bound --base 500000 --context 8192\n",
    command_base_bound::declare};

}  // namespace rope::cli
