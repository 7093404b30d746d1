#include "core/export/command_line.h"

#include <algorithm>

#include "core/base/number_text.h"
#include "core/document/parameters.h"
#include "core/model/presets.h"

namespace rope {
namespace {

constexpr std::string_view kPresetPrefix = "preset:";

bool is_safe(char c) {
    constexpr std::string_view kSafe = "_-+./:=,@%";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kSafe.find(c) != std::string_view::npos;
}

// Where a model starts before anything is set: as its file or preset gives it.
ModelSpec untouched(const Document& document, const ModelSpec& model) {
    if (model.source.empty()) return {};
    if (model.source.starts_with(kPresetPrefix)) {
        Checked<ModelSpec> preset = read_preset(model.source.substr(kPresetPrefix.size()));
        if (preset.ok()) return std::move(preset).value();
    }
    const auto loaded = document.loaded.find(model.source);
    return loaded == document.loaded.end() ? model : loaded->second;
}

Document untouched(const Document& document) {
    Document start;
    start.models.clear();
    for (const ModelSpec& model : document.models)
        start.models.push_back(untouched(document, model));
    return start;
}

// Sets in `now` what still differs from `wanted`: a value that followed from an earlier one is not repeated.
void append_difference(std::string& line, const Parameter& parameter, std::size_t model,
                       const Document& wanted, Document& now) {
    const Value value = parameter.get(wanted, parameter, model);
    if (value == parameter.get(now, parameter, model)) return;
    if (!parameter.set(now, parameter, model, value).ok()) return;
    line += " --set " + shell_word(std::string(parameter.spec.id) + "=" + value_text(value));
}

void append_model(std::string& line, std::size_t index, const Document& wanted, Document& now) {
    const std::string& source = wanted.models[index].source;
    if (source.starts_with(kPresetPrefix)) {
        line += " --preset " + shell_word(source.substr(kPresetPrefix.size()));
    } else if (!source.empty()) {
        line += " --config " + shell_word(source);
    } else if (wanted.models.size() > 1) {
        line += " --preset default";
    }
    // The kind of layer comes first: it decides what the others start from.
    if (const Parameter* layer_type = find_parameter("model.layer_type")) {
        append_difference(line, *layer_type, index, wanted, now);
    }
    for (const Parameter& parameter : parameters()) {
        if (!parameter.per_model || !is_relevant(parameter, wanted, index)) continue;
        append_difference(line, parameter, index, wanted, now);
    }
}

void append_options(std::string& line, const ExportOptions& options) {
    const ExportOptions usual;
    if (options.size.width != usual.size.width || options.size.height != usual.size.height) {
        line +=
            " --size " + shortest_text(options.size.width) + "x" + shortest_text(options.size.height) + "pt";
    }
    if (options.dpi != usual.dpi) line += " --dpi " + shortest_text(options.dpi);
    if (options.theme != usual.theme) line += " --theme " + std::string(id(options.theme));
    if (options.transparent) line += " --transparent";
    if (!options.with_session) line += " --no-session";
}

}  // namespace

std::string shell_word(std::string_view word) {
    if (!word.empty() && std::all_of(word.begin(), word.end(), is_safe)) return std::string(word);
    std::string quoted = "'";
    for (const char c : word)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

std::string command_line(const Document& document, std::string_view kind, const ExportOptions& options,
                         std::string_view output) {
    std::string line = "rope-explorer plot " + std::string(kind);
    Document now = untouched(document);
    for (std::size_t index = 0; index < document.models.size(); ++index)
        append_model(line, index, document, now);
    for (const Parameter& parameter : parameters()) {
        if (!parameter.per_model) append_difference(line, parameter, 0, document, now);
    }
    append_options(line, options);
    const std::string usual = std::string(kind) + "." + std::string(id(options.format));
    return line + " -o " + shell_word(output.empty() ? usual : output);
}

}  // namespace rope
