#include "app/cli/model_options.h"

#include <array>

#include "core/model/config_reader.h"
#include "core/model/presets.h"

namespace rope::cli {
namespace {

constexpr std::array kModelFlags = std::to_array<ModelFlag>({
    {"--head-dim", "N", "model.head_dim", "components of one head's query or key vector (default 128)"},
    {"--rotary-dim", "N", "model.rotary_dim", "how many of them are rotated, even (default: all)"},
    {"--base", "B", "model.base", "base b of θᵢ = b^(−2i/rotary_dim), rope_theta in configs (default 10000)"},
    {"--layout", "NAME", "model.layout",
     "half: pairs (i, i + P), as in Hugging Face Llama; interleaved: pairs (2i, 2i + 1) (default half)"},
    {"--scaling", "NAME", "model.scaling", "method of context extension, see: rope-explorer list scalings"},
    {"--factor", "S", "model.factor", "scaling factor s"},
    {"--context", "N", "model.context_length", "context length shown [tokens] (default 4096)"},
    {"--original-context", "N", "model.trained_context",
     "context length the model was trained on [tokens] (default 4096)"},
});

}  // namespace

std::span<const ModelFlag> model_flags() {
    return kModelFlags;
}

void DocumentOptions::start_model(std::string_view flag, const std::string& source) {
    if (!parts_.back().source.empty()) parts_.emplace_back();
    parts_.back().source_flag = flag;
    parts_.back().source = source;
}

void DocumentOptions::declare_model(Options& options) {
    options.group("MODEL (all optional; the later of two wins)");
    options.value("--config", "FILE",
                  "read a model's config.json; a further --config or --preset adds a model",
                  [this](const std::string& path) -> Checked<Done> {
                      start_model("--config", path);
                      return Done{};
                  });
    options.value("--preset", "NAME", "a known model, see: rope-explorer list presets",
                  [this](const std::string& name) -> Checked<Done> {
                      start_model("--preset", name);
                      return Done{};
                  });
    for (const ModelFlag& flag : kModelFlags) {
        options.value(flag.flag, flag.value_name, flag.help,
                      [this, name = flag.flag](const std::string& text) -> Checked<Done> {
                          parts_.back().flags[name] = text;
                          return Done{};
                      });
    }
    options.value("--set", "ID=VALUE", "any parameter by its id, see: rope-explorer list parameters",
                  [this](const std::string& text) -> Checked<Done> {
                      parts_.back().settings.push_back(text);
                      return Done{};
                  });
}

void DocumentOptions::declare_vectors(Options& options) {
    options.group("Vectors (V: a list 1,0,0.5; a file q.npy; gaussian:seed=1, ones, onehot:3)");
    options.value("--query", "V", "the query q, one number per component (default gaussian:seed=1)",
                  [this](const std::string& text) -> Checked<Done> {
                      vectors_.emplace_back(true, text);
                      return Done{};
                  });
    options.value("--key", "V", "the key k (default gaussian:seed=2)",
                  [this](const std::string& text) -> Checked<Done> {
                      vectors_.emplace_back(false, text);
                      return Done{};
                  });
}

Checked<Done> DocumentOptions::append_parameter(std::string_view id, std::string_view text,
                                                const std::string& where, std::size_t model,
                                                std::vector<Step>& steps) {
    const Parameter* parameter = find_parameter(id);
    if (parameter == nullptr) {
        std::vector<std::string_view> known;
        for (const Parameter& each : parameters())
            known.push_back(each.spec.id);
        return usage_fault("unknown_parameter", std::string(id), "is not a parameter",
                           did_you_mean(id, known, "see rope-explorer list parameters"), where);
    }
    const Checked<Value> value = parse_value(parameter->spec, text, where);
    if (!value.ok()) {
        Fault fault = value.fault();
        fault.kind = FaultKind::usage;
        return fault;
    }
    steps.push_back({where, std::string(id), SetParameter{std::string(id), value.value(), model}});
    return Done{};
}

Checked<std::vector<DocumentOptions::Step>> DocumentOptions::steps() const {
    std::vector<Step> steps;
    for (std::size_t index = 0; index < parts_.size(); ++index) {
        const ModelPart& part = parts_[index];
        if (!part.source.empty()) {
            const Checked<ModelSpec> model =
                part.source_flag == "--config" ? read_config_file(part.source) : read_preset(part.source);
            if (!model.ok()) {
                Fault fault = model.fault();
                if (part.source_flag == "--preset") fault.kind = FaultKind::usage;
                if (fault.where.empty()) fault.where = part.source_flag;
                return fault;
            }
            steps.push_back({part.source_flag, "", SetModel{index, model.value()}});
        }
        for (const ModelFlag& flag : kModelFlags) {
            const auto given = part.flags.find(flag.flag);
            if (given == part.flags.end()) continue;
            const Checked<Done> appended =
                append_parameter(flag.id, given->second, std::string(flag.flag), index, steps);
            if (!appended.ok()) return appended.fault();
        }
        for (const std::string& setting : part.settings) {
            const std::size_t equals = setting.find('=');
            if (equals == std::string::npos) {
                return usage_fault("bad_setting", "'" + setting + "'", "is not of the form ID=VALUE",
                                   "write for example --set model.base=500000", "--set");
            }
            const std::string id = setting.substr(0, equals);
            const Checked<Done> appended =
                append_parameter(id, setting.substr(equals + 1), "--set " + id, index, steps);
            if (!appended.ok()) return appended.fault();
        }
    }
    for (const auto& [is_query, text] : vectors_) {
        steps.push_back({is_query ? "--query" : "--key", "", SetVector{is_query, VectorSource{text}}});
    }
    return steps;
}

// All at once, because two flags can be valid only together; when refused, the culprit is the flag from which
// on no prefix is valid any more.
Checked<Document> DocumentOptions::apply_all(const std::vector<Step>& steps) {
    const auto apply_first = [&](std::size_t count) {
        Together together{.edits = {}, .label = "Command line"};
        for (std::size_t i = 0; i < count; ++i)
            together.edits.push_back(steps[i].edit);
        return apply(Document{}, together);
    };
    Checked<Applied> all = apply_first(steps.size());
    if (all.ok()) return std::move(all).value().document;
    Fault fault = all.fault();
    for (std::size_t count = steps.size(); count > 0; --count) {
        if (!apply_first(count - 1).ok()) continue;
        fault.where = steps[count - 1].where;
        break;
    }
    fault.kind = FaultKind::usage;
    return fault;
}

Checked<Document> DocumentOptions::document(Console& console) const {
    const Checked<std::vector<Step>> all = steps();
    if (!all.ok()) return all.fault();
    Checked<Document> document = apply_all(all.value());
    if (!document.ok()) return document;
    for (std::size_t i = 0; i < all.value().size(); ++i) {
        const Step& step = all.value()[i];
        const auto* set = std::get_if<SetParameter>(&step.edit);
        if (set == nullptr) continue;
        bool set_again = false;
        for (std::size_t later = i + 1; later < all.value().size(); ++later) {
            const auto* other = std::get_if<SetParameter>(&all.value()[later].edit);
            set_again |= other != nullptr && other->id == set->id && other->model == set->model;
        }
        const Parameter& parameter = *find_parameter(set->id);
        const Value now = parameter.get(document.value(), parameter, set->model);
        if (!set_again && now != set->value) {
            console.note(step.where + ": " + value_text(set->value) + " became " + value_text(now) +
                         ", because a later option needs it so");
        }
    }
    return document;
}

Checked<Document> DocumentOptions::one_model(Console& console) const {
    if (parts_.size() > 1) {
        return usage_fault("too_many_models", std::to_string(parts_.size()) + " models",
                           "were given, and this command takes one", "several models: rope-explorer plot",
                           parts_[1].source_flag);
    }
    return document(console);
}

}  // namespace rope::cli
