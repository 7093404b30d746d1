// check: every position field of a model's file in words, and what is probably not meant.
#include "core/model/model_check.h"

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/output_format.h"
#include "core/base/utf8.h"

namespace rope::cli {
namespace command_check {
namespace {

struct State {
    std::vector<std::string> files;
    OutputFormat format = OutputFormat::text;
};

std::string as_json(const ModelCheck& check) {
    nlohmann::ordered_json out{{"fields", nlohmann::ordered_json::array()},
                               {"findings", nlohmann::ordered_json::array()}};
    for (const ExplainedField& field : check.fields)
        out["fields"].push_back({{"name", field.name}, {"value", field.value}, {"meaning", field.meaning}});
    for (const Finding& finding : check.findings) {
        out["findings"].push_back({{"id", finding.id},
                                   {"field", finding.field},
                                   {"problem", finding.problem},
                                   {"remedy", finding.remedy}});
    }
    if (check.refused) {
        out["refused"] = {{"id", check.refused->id},
                          {"subject", check.refused->subject},
                          {"rule", check.refused->rule},
                          {"remedy", check.refused->remedy}};
    }
    return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string as_text(const ModelCheck& check) {
    std::string text;
    for (const ExplainedField& field : check.fields)
        text += printable(field.name + " = " + field.value) + "\n    " +
                wrapped(printable(field.meaning), 4, 4) + "\n";
    if (check.fields.empty()) text = "No field concerns positions.\n";
    if (check.findings.empty()) return text + (check.refused ? "" : "\nNothing looks wrong.\n");
    text += "\n" + std::to_string(check.findings.size()) +
            (check.findings.size() == 1 ? " thing looks wrong:\n" : " things look wrong:\n");
    for (const Finding& finding : check.findings) {
        const std::string remedy = finding.remedy.empty() ? "" : "; " + finding.remedy;
        text += "  " + wrapped(printable(finding.field + " " + finding.problem + remedy), 4, 2) + "\n";
    }
    return text;
}

Checked<Done> run(const State& state, Console& console) {
    if (state.files.empty())
        return usage_fault("missing_argument", "check", "needs a file: a config.json or a .gguf");
    const Checked<ModelCheck> check = check_model_file(state.files[0]);
    if (!check.ok()) return check.fault();
    const Checked<Done> written =
        console.write(state.format == OutputFormat::json ? as_json(check.value()) : as_text(check.value()));
    if (!written.ok()) return written.fault();
    if (check.value().refused) return *check.value().refused;
    return Done{};
}

Action declare(Options& options) {
    const auto state = std::make_shared<State>();
    options.words("FILE", "a model's config.json or .gguf; - is standard input", 1, state->files);
    declare_text_or_json(options, state->format);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace
}  // namespace command_check

extern const Command check_command{
    "check",
    "FILE [--format~text|json]",
    "Explain every position field of a config.json or .gguf, and warn of mistakes.",
    "Warnings are what engines accept in silence and is probably not meant: a factor times the trained "
    "length "
    "that is not the context, factor lists or sections that do not fit the head, a missing trained length, "
    "old and new names side by side, parameters that the method does not read. They do not change the exit "
    "status; a file that cannot be used at all does.\n\n"
    "JSON keys: fields[] (name, value, meaning), findings[] (id, field, problem, remedy); of a file that "
    "cannot be used also refused (id, subject, rule, remedy).",
    "  rope-explorer check - <<< '{\"head_dim\": 128, \"rope_scaling\": {\"type\": \"linear\", "
    "\"factor\": 4}}'\n",
    command_check::declare};

}  // namespace rope::cli
