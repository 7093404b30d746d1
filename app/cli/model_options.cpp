#include "app/cli/model_options.h"

#include <algorithm>
#include <array>

#include "core/model/config_reader.h"
#include "core/model/presets.h"

namespace rope::cli {
namespace {

constexpr std::array kModelFlags = std::to_array<ModelFlag>({
    {"--name", "TEXT", "model.name", "what legends and captions call the model"},
    {"--head-dim", "N", "model.head_dim", "components of one head's query or key vector (default 128)"},
    {"--rotary-dim", "N", "model.rotary_dim", "how many of them are rotated, even (default: all)"},
    {"--base", "B", "model.base", "base b of θᵢ = b^(−2i/rotary_dim), rope_theta in configs (default 10000)"},
    {"--layout", "NAME", "model.layout",
     "half: pairs (i, i + P), as in Hugging Face Llama; interleaved: pairs (2i, 2i + 1) (default half)"},
    {"--scaling", "NAME", "model.scaling", "method of context extension, see: rope-explorer list scalings"},
    {"--factor", "S", "model.factor", "scaling factor s"},
    {"--context", "N", "model.context", "context length shown [tokens] (default 4096)"},
    {"--original-context", "N", "model.original_context",
     "context length the model was trained on [tokens] (default 4096)"},
    {"--seq-len", "N", "model.seq_len",
     "current length of the sequence [tokens], for dynamic NTK and LongRoPE (default: where positions are "
     "given, the largest + 1)"},
});

Fault located(Fault fault, const std::string& where) {
    fault.where = where;
    fault.kind = FaultKind::usage;
    return fault;
}

Checked<ModelSpec> read_model(std::string_view flag, const std::string& source) {
    if (flag == "--config") return read_config_file(source);
    if (source == "default") return ModelSpec{};
    Checked<ModelSpec> preset = read_preset(source);
    if (!preset.ok()) return located(preset.fault(), "--preset");
    return preset;
}

// All at once, because two flags can be valid only together; when refused, the culprit is the flag from which
// on no prefix is valid any more.
template <class Steps>
Checked<Applied> apply_all(const Document& start, const Steps& steps) {
    const auto apply_first = [&](std::size_t count) {
        Together together{.edits = {}, .label = "Command line"};
        for (std::size_t i = 0; i < count; ++i)
            together.edits.push_back(steps[i].edit);
        return apply(start, together);
    };
    Checked<Applied> all = apply_first(steps.size());
    if (all.ok()) return all;
    std::size_t culprit = steps.size();
    while (culprit > 1 && !apply_first(culprit - 1).ok())
        --culprit;
    return located(all.fault(), culprit > 0 ? steps[culprit - 1].where : "");
}

}  // namespace

std::span<const ModelFlag> model_flags() {
    return kModelFlags;
}

void DocumentOptions::start_model(std::string_view flag, const std::string& source) {
    if (!parts_.back().source_flag.empty()) parts_.emplace_back();
    parts_.back().source_flag = flag;
    parts_.back().source = source;
}

void DocumentOptions::declare_model(Options& options) {
    options.group("MODEL (all optional; the later of two wins)");
    options.value("--config", "FILE", "read a model's config.json or .gguf",
                  [this](const std::string& path) -> Checked<Done> {
                      start_model("--config", path);
                      return Done{};
                  });
    options.value("--preset", "NAME", "a known model, or default; see: rope-explorer list presets",
                  [this](const std::string& name) -> Checked<Done> {
                      start_model("--preset", name);
                      return Done{};
                  });
    for (const ModelFlag& flag : kModelFlags) {
        options.value(
            flag.flag, flag.value_name, flag.help, [this, &flag](const std::string& text) -> Checked<Done> {
                parts_.back().settings.push_back({std::string(flag.flag), std::string(flag.id), text});
                return Done{};
            });
    }
    options.value("--set", "ID=VALUE", "any parameter by its id, see: rope-explorer list parameters",
                  [this](const std::string& text) -> Checked<Done> {
                      const std::size_t equals = text.find('=');
                      if (equals == std::string::npos || equals == 0) {
                          return usage_fault("bad_setting", "'" + text + "'", "is not of the form ID=VALUE",
                                             "write for example --set model.base=500000", "--set");
                      }
                      const std::string id = text.substr(0, equals);
                      parts_.back().settings.push_back({"--set " + id, id, text.substr(equals + 1)});
                      return Done{};
                  });
}

void DocumentOptions::declare_vectors(Options& options) {
    options.group("Vectors (V: 1,0,0.5; q.npy; m.safetensors:wq[3]; gaussian:seed=1; onehot:3)");
    const auto vector = [&](std::string_view flag, std::string_view id, std::string_view help) {
        options.value(flag, "V", help, [this, flag, id](const std::string& text) -> Checked<Done> {
            vectors_.push_back({std::string(flag), std::string(id), text});
            return Done{};
        });
    };
    vector("--query", "vectors.query", "the query q, one number per component (default gaussian:seed=1)");
    vector("--key", "vectors.key", "the key k (default gaussian:seed=2)");
    declare_projections(options);
}

void DocumentOptions::declare_projections(Options& options) {
    options.group("Projections (W: identity; orthogonal:seed=1; 0,-1;1,0; w.npy; m.safetensors:wq)");
    const auto projection = [&](std::string_view flag, std::string_view id, std::string_view help) {
        options.value(flag, "W", help, [this, flag, id](const std::string& text) -> Checked<Done> {
            vectors_.push_back({std::string(flag), std::string(id), text});
            return Done{};
        });
    };
    projection("--w-q", "vectors.w_q",
               "multiply the query by W_q before it is rotated; 2 × 2 acts on every pair (default identity)");
    projection("--w-k", "vectors.w_k", "the same for the key");
}

bool DocumentOptions::gave(std::string_view flag) const {
    return std::any_of(parts_.begin(), parts_.end(), [&](const ModelPart& part) {
        return std::any_of(part.settings.begin(), part.settings.end(),
                           [&](const Setting& setting) { return setting.where == flag; });
    });
}

Checked<Document> DocumentOptions::sources() const {
    Document document;
    for (std::size_t index = 0; index < parts_.size(); ++index) {
        const ModelPart& part = parts_[index];
        if (part.source_flag.empty()) continue;
        const Checked<ModelSpec> model = read_model(part.source_flag, part.source);
        if (!model.ok()) return model.fault();
        Checked<Applied> applied = apply(document, SetModel{index, model.value()});
        if (!applied.ok()) return located(applied.fault(), std::string(part.source_flag) + " " + part.source);
        document = std::move(applied).value().document;
    }
    return document;
}

Checked<std::vector<DocumentOptions::Step>> DocumentOptions::steps() const {
    std::vector<Step> steps;
    const auto append = [&](const Setting& setting, std::size_t model) -> Checked<Done> {
        const Checked<const Parameter*> parameter = parameter_named(setting.id);
        if (!parameter.ok()) return located(parameter.fault(), setting.where);
        const Checked<Value> value = parse_value(parameter.value()->spec, setting.text, setting.where);
        if (!value.ok()) return located(value.fault(), setting.where);
        steps.push_back({setting.where, SetParameter{setting.id, value.value(), model}});
        return Done{};
    };
    for (std::size_t index = 0; index < parts_.size(); ++index) {
        for (const Setting& setting : parts_[index].settings) {
            if (Checked<Done> done = append(setting, index); !done.ok()) return done.fault();
        }
    }
    for (const Setting& vector : vectors_) {
        if (Checked<Done> done = append(vector, 0); !done.ok()) return done.fault();
    }
    return steps;
}

Checked<Document> DocumentOptions::document(Console& console) const {
    Checked<Document> start = sources();
    if (!start.ok()) return start;
    const Checked<std::vector<Step>> all = steps();
    if (!all.ok()) return all.fault();
    Checked<Applied> applied = apply_all(start.value(), all.value());
    if (!applied.ok()) return applied.fault();
    Document document = std::move(applied).value().document;
    for (const Step& step : all.value()) {
        const auto* set = std::get_if<SetParameter>(&step.edit);
        if (set == nullptr) continue;
        const Parameter& row = *find_parameter(set->id);
        if (!row.per_model || is_relevant(row, document, set->model)) continue;
        if (row.spec.id == "model.mrope_interleaved") {
            console.note(step.where +
                         " has no effect, because the model has no sections that fit its head; "
                         "give them with --set model.mrope_section=16,24,24");
            continue;
        }
        console.note(step.where + " has no effect, because the scaling " +
                     document.models[set->model].scaling.type +
                     " does not use it; choose one with --scaling");
    }
    return document;
}

Checked<Document> DocumentOptions::one_model(Console& console) const {
    if (parts_.size() > 1) {
        return usage_fault("too_many_models", std::to_string(parts_.size()) + " models",
                           "were given, and this command takes one",
                           "several models on one axis: rope-explorer plot decay",
                           std::string(parts_[1].source_flag));
    }
    return document(console);
}

}  // namespace rope::cli
