// compare: what differs between two models, field by field and pair by pair.
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <memory>
#include <numbers>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "app/cli/output_format.h"
#include "core/base/number_text.h"
#include "core/model/current_length.h"

namespace rope::cli {
namespace command_compare {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

struct State {
    DocumentOptions document;
    OutputFormat format = OutputFormat::text;
};

// Every field of a model that has a name, in the order in which people ask for them.
using Fields = std::vector<std::pair<std::string, std::string>>;

Fields fields_of(const ModelSpec& model, const FrequencyTable& table) {
    Fields fields{{"head_dim", std::to_string(model.shape.head_dim)},
                  {"rotary_dim", std::to_string(model.shape.rotary_dim)},
                  {"rotary_offset", std::to_string(model.shape.rotary_offset)},
                  {"layout", std::string(id(model.shape.layout))},
                  {"base", shortest_text(model.base)},
                  {"scaling", model.scaling.type}};
    for (const auto& [name, value] : model.scaling.numbers)
        fields.emplace_back("scaling." + name, shortest_text(value));
    for (const auto& [name, list] : model.scaling.lists)
        fields.emplace_back("scaling." + name, std::to_string(list.size()) + " numbers");
    if (const std::string_view list = factor_list_in_use(model); !list.empty())
        fields.emplace_back("factor_list", list);
    fields.emplace_back("attention_factor", shortest_text(table.attention_factor));
    fields.emplace_back("attention_scale", has_own_attention_scale(model)
                                               ? shortest_text(model.attention_scale)
                                               : "1/√head_dim");
    fields.emplace_back("softmax_scale_multiplier", shortest_text(model.softmax_scale_multiplier));
    if (model.logit_softcap != 0) fields.emplace_back("logit_softcap", shortest_text(model.logit_softcap));
    if (const QueryGrowth& growth = model.query_growth; growth.strength != 0)
        fields.emplace_back("query_growth",
                            fmt::format("{} every {} tokens", shortest_text(growth.strength), growth.length));
    fields.emplace_back("context_length", std::to_string(model.context_length));
    fields.emplace_back("trained_context", std::to_string(model.trained_context));
    if (!model.layer_type.empty()) fields.emplace_back("layer_type", model.layer_type);
    return fields;
}

struct Difference {
    std::string field, a, b;  // "–" where a model lacks the field
};

std::string value_of(const Fields& fields, const std::string& name) {
    for (const auto& [each, value] : fields) {
        if (each == name) return value;
    }
    return "–";
}

std::vector<Difference> differences(const Fields& a, const Fields& b) {
    std::vector<Difference> found;
    for (const auto& [name, value] : a) {
        const std::string other = value_of(b, name);
        if (other != value) found.push_back({name, value, other});
    }
    for (const auto& [name, value] : b) {
        if (value_of(a, name) == "–") found.push_back({name, "–", value});
    }
    return found;
}

struct Comparison {
    const ModelSpec &a, &b;
    const FrequencyTable &table_a, &table_b;
    std::vector<Difference> fields;
};

// One row a pair of the longer head. Half a turn apart is as wrong as an angle can be: π/|θ_A − θ_B| tokens.
std::vector<Column> pair_columns(const Comparison& compared, bool differing_only) {
    std::vector<Column> columns{{"pair", "1", {}},
                                {"inv_freq A", "rad/token", {}},
                                {"inv_freq B", "rad/token", {}},
                                {"B/A", "1", {}},
                                {"half a turn apart", "tokens", {}}};
    const auto at = [](const FrequencyTable& table, int i) {
        return i < table.pairs() ? table.theta[static_cast<std::size_t>(i)] : kNone;
    };
    for (int i = 0; i < std::max(compared.table_a.pairs(), compared.table_b.pairs()); ++i) {
        const double a = at(compared.table_a, i), b = at(compared.table_b, i);
        if (differing_only && a == b) continue;
        const double row[] = {static_cast<double>(i), a, b, a == 0 ? kNone : b / a,
                              a == b ? kNone : std::numbers::pi / std::abs(a - b)};
        for (std::size_t c = 0; c < columns.size(); ++c)
            columns[c].values.push_back(row[c]);
    }
    return columns;
}

std::string as_json(const Comparison& compared) {
    const std::vector<Column> pairs = pair_columns(compared, false);
    std::vector<std::string> names, a, b;
    for (const Difference& each : compared.fields) {
        names.push_back(each.field);
        a.push_back(each.a);
        b.push_back(each.b);
    }
    return JsonObject()
        .text("a", compared.a.name)
        .text("b", compared.b.name)
        .texts("fields", names)
        .texts("values_a", a)
        .texts("values_b", b)
        .numbers("inv_freq_a", compared.table_a.theta)
        .numbers("inv_freq_b", compared.table_b.theta)
        .numbers("ratio", pairs[3].values)
        .done();
}

std::string as_text(const Comparison& compared) {
    Fields lines;
    for (const Difference& each : compared.fields)
        lines.emplace_back(each.field, each.a + "  →  " + each.b);
    std::string text = text_facts(Fields{{"A", compared.a.name}, {"B", compared.b.name}}) + "\n";
    text += lines.empty() ? "No field differs.\n" : text_facts(lines);
    const std::vector<Column> pairs = pair_columns(compared, true);
    const std::size_t differing = pairs[0].values.size();
    const int all = std::max(compared.table_a.pairs(), compared.table_b.pairs());
    if (differing == 0) return text + "\nAll " + std::to_string(all) + " pairs turn alike.\n";
    return text + "\n" + std::to_string(differing) + " of " + std::to_string(all) +
           " pairs turn at another speed:\n" + text_table(pairs);
}

Checked<Done> run(const State& state, Console& console) {
    const Checked<Document> document = state.document.document(console);
    if (!document.ok()) return document.fault();
    const std::vector<ModelSpec>& models = document.value().models;
    if (models.size() != 2) {
        return usage_fault("needs_two_models",
                           models.size() == 1 ? "compare" : std::to_string(models.size()) + " models",
                           models.size() == 1 ? "has nothing to compare the one model with; two are needed"
                                              : "cannot be compared; two are needed",
                           "write for example --preset default --config config.json");
    }
    const Checked<ModelFrequencies> a = frequencies(models[0]), b = frequencies(models[1]);
    if (!a.ok()) return a.fault();
    if (!b.ok()) return b.fault();
    const Comparison compared{
        models[0], models[1], a.value().table, b.value().table,
        differences(fields_of(models[0], a.value().table), fields_of(models[1], b.value().table))};
    switch (state.format) {
        case OutputFormat::csv:
            return console.write(csv_table(pair_columns(compared, false)));
        case OutputFormat::json:
            return console.write(as_json(compared));
        case OutputFormat::text:
            break;
    }
    return console.write(as_text(compared));
}

Action declare(Options& options) {
    const auto state = std::make_shared<State>();
    declare_format(options, state->format);
    state->document.declare_model(options);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace
}  // namespace command_compare

extern const Command compare_command{
    "compare",
    "MODEL MODEL [--format~text|csv|json]",
    "Print what differs between two models, field by field and pair by pair.",
    "Each --config or --preset begins a model; the flags after it belong to it. Text names the fields that "
    "differ and the pairs that turn at another speed, with the distance after which they are half a turn "
    "apart; CSV holds every pair.\n\n"
    "JSON keys: a, b (names), fields[], values_a[], values_b[] (what differs), inv_freq_a[], inv_freq_b[], "
    "ratio[].",
    "  rope-explorer compare --preset default --preset llama-3.1-8b\n",
    command_compare::declare};

}  // namespace rope::cli
