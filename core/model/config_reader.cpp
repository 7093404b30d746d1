#include "core/model/config_reader.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "core/base/atomic_file.h"
#include "core/base/json_text.h"
#include "core/base/mapped_file.h"
#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/model/config_fields.h"
#include "core/model/gguf_model.h"
#include "core/model/model_family.h"
#include "core/model/rope_fields.h"

namespace rope {
namespace {

using nlohmann::json;

// The file's fields, and those that its family's configuration class would add.
json with_defaults(const json& config, const ModelFamily* family) {
    json merged = config;
    if (family == nullptr || family->defaults.empty()) return merged;
    const json defaults = json::parse(family->defaults);
    for (const auto& [name, value] : defaults.items())
        if (!merged.contains(name)) merged[name] = value;
    return merged;
}

void refuse_without_rotation(const ConfigFields& fields, const ModelFamily* family, FirstFault& first) {
    constexpr std::string_view kRule = "has no rotary position embedding";
    constexpr std::string_view kRemedy = "choose a model that has one, such as Llama, Qwen or Gemma";
    if (family != nullptr && !family->rotary)
        first.add("no_rope", "model_type = \"" + std::string(family->model_type) + "\"", std::string(kRule),
                  std::string(kRemedy));
    if (fields.has("alibi") && fields.boolean("alibi").value_or(false))
        first.add("no_rope", "a model with alibi = true", std::string(kRule), std::string(kRemedy));
    if (!fields.has("position_embedding_type")) return;
    const std::string kind = fields.text("position_embedding_type").value_or("");
    for (const std::string_view other :
         {"absolute", "learned_absolute", "relative_key", "relative_key_query", "alibi", "nope"})
        if (kind == other)
            first.add("no_rope", "a model with position_embedding_type = \"" + kind + "\"",
                      std::string(kRule), std::string(kRemedy));
}

// head_dim, where its rotary part lies, and its layout. The rotary part's size is a matter of the layer.
HeadShape read_shape(const ConfigFields& fields, const ModelFamily* family, FirstFault& first) {
    HeadShape shape;
    shape.layout = family == nullptr ? Layout::half : family->layout;
    std::int64_t head_dim = 0;
    if (const auto rope_part = fields.count("qk_rope_head_dim"); rope_part && *rope_part > 0) {
        // DeepSeek's MLA: a head is [nope | rope]; head_dim, where present, is only the rope part again.
        const std::int64_t rest = fields.count("qk_nope_head_dim").value_or(0);
        head_dim = rest + *rope_part;
        shape.rotary_offset = static_cast<int>(rest);
        shape.layout = fields.boolean("rope_interleave").value_or(true) ? Layout::interleaved : Layout::half;
    } else if (fields.has("head_dim")) {
        head_dim = fields.count("head_dim").value_or(0);
    } else {
        const auto hidden = fields.first_count({"hidden_size", "n_embd"});
        const auto heads = fields.first_count({"num_attention_heads", "n_head"});
        if (!hidden || !heads) {
            first.add("no_head_dim", "head_dim",
                      "is missing, and cannot be had from hidden_size / num_attention_heads",
                      "is this the config.json of a language model?");
            return shape;
        }
        if (*heads == 0) {
            first.add("out_of_range", "num_attention_heads = 0", "must be at least 1");
            return shape;
        }
        head_dim = *hidden / *heads;
    }
    if (head_dim < 2 || head_dim > kLargestHeadDim || head_dim % 2 != 0) {
        first.add(head_dim % 2 != 0 ? "odd_head_dim" : "out_of_range", fmt::format("head_dim = {}", head_dim),
                  fmt::format("must be even and from 2 to {}", kLargestHeadDim));
        return shape;
    }
    shape.head_dim = static_cast<int>(head_dim);
    return shape;
}

RopeSurroundings read_surroundings(const ConfigFields& fields, const HeadShape& shape, const json& written) {
    RopeSurroundings around;
    around.head_dim = shape.head_dim;
    around.context = fields.first_count({"max_position_embeddings", "n_positions", "seq_length"},
                                        ConfigFields::kMostTokens);
    around.original_context = fields.count("original_max_position_embeddings", ConfigFields::kMostTokens);
    // A share that only the family's class supplies must not override what the dictionary says.
    const auto partial = fields.first_number({"partial_rotary_factor", "rotary_pct", "rope_pct"});
    const bool stated = written.contains("partial_rotary_factor") || written.contains("rotary_pct") ||
                        written.contains("rope_pct");
    (stated ? around.partial : around.default_partial) = partial;
    if (fields.has("qk_rope_head_dim"))
        around.rotary_dim = shape.head_dim - shape.rotary_offset;
    else if (const auto rotary_dim = fields.count("rotary_dim"); rotary_dim && !stated)
        around.rotary_dim = static_cast<int>(*rotary_dim);
    around.base =
        fields.first_number({"rope_theta", "rotary_emb_base", "global_rope_theta"}).value_or(10000) *
        fields.number("rope_ratio").value_or(1);  // ChatGLM multiplies its base of 10000
    return around;
}

bool is_per_layer(const json& dictionary) {
    bool any = false;
    for (const auto& value : dictionary) {
        if (!value.is_object() && !value.is_null()) return false;
        any |= value.is_object();
    }
    return any;
}

// Where the layers' parameters stand: one dictionary for all, or one for each kind of layer.
struct Dictionaries {
    json all = json::object();
    const char* name = "rope_parameters";  // of `all`, for faults: as the file calls it
    std::map<std::string, json> by_layer;  // null: no rotation there
};

// Base of the sliding layers where their dictionary lacks it: Gemma-3 and ModernBERT state it at top level.
double sliding_base(const ConfigFields& fields, const RopeSurroundings& around) {
    return fields.first_number({"rope_local_base_freq", "local_rope_theta"})
        .value_or(fields.has("global_rope_theta") ? around.base : 10000);
}

Dictionaries find_dictionaries(const ConfigFields& fields) {
    const auto scaling = fields.object("rope_scaling");
    const auto parameters = fields.object("rope_parameters");
    const bool has_scaling = scaling && !scaling->json().empty();
    Dictionaries found;
    if (has_scaling && is_per_layer(scaling->json())) {
        for (const auto& [layer, dictionary] : scaling->json().items())
            found.by_layer[layer] = dictionary;
        return found;
    }
    if (parameters && is_per_layer(parameters->json())) {
        for (const auto& [layer, dictionary] : parameters->json().items())
            found.by_layer[layer] = dictionary;
        // A flat rope_scaling beside them belongs to the full layers, and wins there.
        if (has_scaling) {
            json& full = found.by_layer[std::string(kFullLayers)];
            if (full.is_null()) full = json::object();
            full.update(scaling->json());
        }
        return found;
    }
    if (has_scaling) {
        found.all = scaling->json();
        found.name = "rope_scaling";
    } else if (parameters) {
        found.all = parameters->json();
    } else if (fields.has("rope_type")) {
        found.all = fields.json();  // the fields alone, without a model around
        found.name = "";
    }
    if (fields.has("rope_local_base_freq") || fields.has("local_rope_theta"))
        found.by_layer = {{std::string(kFullLayers), found.all},
                          {std::string(kSlidingLayers), json::object()}};
    return found;
}

void take(ModelSpec& model, const RopeFields& read) {
    if (read.layer.head_dim > 0) model.shape.head_dim = read.layer.head_dim;
    model.shape.rotary_dim = read.layer.rotary_dim;
    model.base = read.layer.base;
    model.scaling = read.layer.scaling;
    if (read.trained_context > 0) model.trained_context = read.trained_context;
}

// Full layers if they rotate, else the first kind by name that does.
std::string first_shown(const std::map<std::string, json>& by_layer) {
    const auto full = by_layer.find(std::string(kFullLayers));
    if (full != by_layer.end() && !full->second.is_null()) return full->first;
    for (const auto& [layer, dictionary] : by_layer)
        if (!dictionary.is_null()) return layer;
    return by_layer.begin()->first;
}

// Gemma 4: full layers have heads of their own width. 0 where all are the same.
int full_layers_head_dim(const ConfigFields& fields, FirstFault& first) {
    const std::int64_t given = fields.count("global_head_dim").value_or(0);
    if (given == 0) return 0;
    if (given < 2 || given > kLargestHeadDim || given % 2 != 0) {
        first.add(given % 2 != 0 ? "odd_head_dim" : "out_of_range",
                  fmt::format("global_head_dim = {}", given),
                  fmt::format("must be even and from 2 to {}", kLargestHeadDim));
        return 0;
    }
    return static_cast<int>(given);
}

void read_layers(ModelSpec& model, const ConfigFields& fields, RopeSurroundings around, FirstFault& first) {
    const Dictionaries found = find_dictionaries(fields);
    if (found.by_layer.empty()) {
        take(model, read_rope_fields(ConfigFields(found.all, found.name, first), around));
        return;
    }
    around.per_layer = true;
    model.layer_type = first_shown(found.by_layer);
    const int full_head_dim = full_layers_head_dim(fields, first);
    const int usual_head_dim = model.shape.head_dim;
    for (const auto& [layer, dictionary] : found.by_layer) {
        RopeSurroundings own = around;
        if (full_head_dim > 0 && layer == kFullLayers) own.head_dim = full_head_dim;
        if (layer == kSlidingLayers) own.base = sliding_base(fields, around);
        if (dictionary.is_null()) {
            LayerRope& none = model.layer_types[layer];
            none = {
                .head_dim = full_head_dim > 0 ? own.head_dim : 0,
                .rotary_dim = (full_head_dim > 0 ? own.head_dim : usual_head_dim) - model.shape.rotary_offset,
                .base = own.base,
                .scaling = {},
                .no_positions = true};
            if (layer == model.layer_type) take(model, {none, 0});
            continue;
        }
        RopeFields read = read_rope_fields(ConfigFields(dictionary, layer, first), own);
        if (full_head_dim > 0) read.layer.head_dim = own.head_dim;
        model.layer_types[layer] = read.layer;
        if (layer == model.layer_type) take(model, read);
    }
}

std::string last_part(const std::string& path) {
    return path.substr(path.find_last_of('/') + 1);
}

std::string model_name(const json& config, const std::string& where) {
    for (const char* field : {"_name_or_path", "name_or_path", "model_type"}) {
        const auto name = config.find(field);
        if (name == config.end() || !name->is_string()) continue;
        std::string text = last_part(name->get<std::string>());
        if (!text.empty()) return text;
    }
    return last_part(where);
}

// Every kind of layer must be computable, so that a fault appears when the file is opened and not later.
Checked<Done> check_frequencies(const ModelSpec& model, const std::string& where) {
    const auto located = [&](Fault fault) {
        if (fault.where.empty()) fault.where = where;
        return fault;
    };
    if (const auto own = frequencies(model); !own.ok()) return located(own.fault());
    for (const auto& [layer, unused] : model.layer_types) {
        const auto other = with_layer_type(model, layer);
        if (!other.ok()) return located(other.fault());
        if (const auto own = frequencies(other.value()); !own.ok()) return located(own.fault());
    }
    return Done{};
}

// The folder of .../Llama-3.1-8B/config.json, or the repository in a Hugging Face cache's
// models--meta-llama--Llama-3.1-8B/snapshots/0123abcd/config.json; else the file's own name.
std::string name_of_file(const std::string& path) {
    std::error_code ignored;
    const std::filesystem::path absolute = std::filesystem::absolute(path, ignored).lexically_normal();
    for (const auto& part : absolute) {
        const std::string text = part.string();
        if (text.rfind("models--", 0) == 0) return text.substr(text.rfind("--") + 2);
    }
    if (absolute.filename() == "config.json" && absolute.has_parent_path()) {
        const std::string folder = absolute.parent_path().filename().string();
        if (!folder.empty()) return folder;
    }
    return absolute.stem().string();
}

bool is_gguf(std::string_view bytes) {
    return bytes.starts_with("GGUF");
}

// What q·k is multiplied by: Gemma 2 and 3 name a width to take the root of, Granite the number itself.
double read_attention_scale(const ConfigFields& fields, const ModelFamily* family, FirstFault& first) {
    if (family != nullptr && family->attention_scale != 0) return family->attention_scale;
    for (const char* name : {"query_pre_attn_scalar", "attention_multiplier"}) {
        const std::optional<double> value = fields.number(name);
        if (!value) continue;
        if (!(*value > 0))
            first.add("out_of_range", fmt::format("{} = {}", name, shortest_text(*value)), "must be above 0");
        return name == std::string_view("attention_multiplier") ? *value : 1 / std::sqrt(*value);
    }
    return 0;
}

}  // namespace

const json& text_part(const json& config) {
    for (const char* name : {"text_config", "llm_config", "language_config", "thinker_config"})
        if (const auto part = config.find(name); part != config.end() && part->is_object())
            return text_part(*part);
    return config;
}

Checked<ModelSpec> read_config(std::string_view text, const std::string& where) {
    const auto parsed = parse_json(text, where, {.allow_non_finite = true});
    if (!parsed.ok()) return parsed.fault();
    const json& part = text_part(parsed.value());
    const ModelFamily* family = find_family(part);
    if (family == nullptr && &part != &parsed.value()) family = find_family(parsed.value());
    const json merged = with_defaults(part, family);

    FirstFault first(where);
    const ConfigFields fields(merged, "", first);
    ModelSpec model;
    model.name = model_name(part, where);
    model.source = where;
    refuse_without_rotation(fields, family, first);
    if (first.fault()) return *first.fault();
    model.shape = read_shape(fields, family, first);
    if (first.fault()) return *first.fault();

    const RopeSurroundings around = read_surroundings(fields, model.shape, part);
    if (around.context) model.context_length = model.trained_context = *around.context;
    read_layers(model, fields, around, first);
    if (first.fault()) return *first.fault();
    if (!around.context) model.context_length = model.trained_context;
    model.softmax_scale_multiplier = mla_softmax_multiplier(model);
    model.attention_scale = read_attention_scale(fields, family, first);
    if (first.fault()) return *first.fault();

    if (const auto checked = check_frequencies(model, where); !checked.ok()) return checked.fault();
    return model;
}

Checked<ModelSpec> read_config_file(const std::string& path) {
    constexpr std::size_t kMostBytes = std::size_t{64} << 20;
    std::error_code ignored;
    const bool folder = std::filesystem::is_directory(path, ignored);
    const std::string file = folder ? (std::filesystem::path(path) / "config.json").string() : path;
    // A GGUF file may be larger than memory: it is mapped, and only its first pages are looked at.
    if (const auto mapped = MappedFile::open(file); mapped.ok() && is_gguf(mapped.value().bytes()))
        return read_gguf_model(mapped.value().bytes(), file);
    const auto text = read_file(file, kMostBytes);
    if (!text.ok()) return text.fault();
    if (is_gguf(text.value())) return read_gguf_model(text.value(), file);
    auto model = read_config(text.value(), file);
    if (model.ok() && file != "-") {
        model.value().name = name_of_file(file);
        model.value().source = file;
    }
    return model;
}

}  // namespace rope
