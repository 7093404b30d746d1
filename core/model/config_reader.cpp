#include "core/model/config_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/base/atomic_file.h"
#include "core/base/json_text.h"
#include "core/base/mapped_file.h"
#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/model/config_fields.h"
#include "core/model/gguf.h"
#include "core/model/gguf_model.h"
#include "core/model/layer_dictionaries.h"
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

// Baichuan's larger models, with heads of the same width, have ALiBi; only their width tells them apart.
bool is_baichuan_with_alibi(const ConfigFields& fields, const ModelFamily* family) {
    return family != nullptr && family->model_type == "baichuan" && fields.count("hidden_size") == 5120;
}

void refuse_without_rotation(const ConfigFields& fields, const ModelFamily* family, FirstFault& first) {
    const auto refuse = [&](const std::string& what) {
        first.add("no_rope", what, "has no rotary position embedding",
                  "choose a model that has one, such as Llama, Qwen or Gemma");
    };
    const std::string kind = fields.text("position_embedding_type").value_or("");
    const bool rotates =
        kind == "rotary" || kind == "rope";  // jina-embeddings-v3 is an xlm-roberta that does
    if (known_without_rotation(fields.json()) && !rotates)
        refuse(fields.has("model_type") ? "model_type = \"" + fields.text("model_type").value_or("") + "\""
                                        : "a model of this architecture");
    if (fields.has("alibi") && fields.boolean("alibi").value_or(false)) refuse("a model with alibi = true");
    if (is_baichuan_with_alibi(fields, family)) refuse("baichuan with hidden_size = 5120, which has ALiBi,");
    if (!fields.has("position_embedding_type")) return;
    // A family that is known to rotate, or a base, outweighs the word: files keep it from a class before
    // them.
    if (family != nullptr || fields.has("rope_theta") || fields.has("global_rope_theta")) {
        if (kind != "nope") return;
    }
    for (const std::string_view other : {"absolute", "learned_absolute", "learned", "relative_key",
                                         "relative_key_query", "alibi", "nope", "none"})
        if (kind == other) refuse("a model with position_embedding_type = \"" + kind + "\"");
}

// Fields that name parts or kinds of layers are checked although nothing is computed from them: one of
// another type means that the file is damaged.
void check_types(const ConfigFields& fields, const json& whole, FirstFault& first) {
    const auto& values = fields.json();
    // Some models have a list, one for each layer.
    const auto heads = values.find("num_key_value_heads");
    if (heads == values.end() || !heads->is_array()) fields.count("num_key_value_heads");
    const auto kinds = values.find("layer_types");
    if (kinds != values.end() && !kinds->is_null() && !kinds->is_array())
        first.add("not_a_list", "layer_types", "must be a list of names");
    ConfigFields(whole, "", first).object("text_config");
}

// head_dim, where its rotary part lies, and its layout. The rotary part's size is a matter of the layer.
HeadShape read_shape(const ConfigFields& fields, const ModelFamily* family, FirstFault& first) {
    HeadShape shape;
    shape.layout = family == nullptr ? Layout::half : family->layout;
    if (fields.boolean("rotary_emb_interleaved").value_or(false))
        shape.layout = Layout::interleaved;  // nomic
    std::int64_t head_dim = 0;
    if (const auto rope_part = fields.count("qk_rope_head_dim"); rope_part && *rope_part > 0) {
        // DeepSeek's MLA: a head is [nope | rope]; head_dim, where present, is only the rope part again.
        const std::int64_t rest = fields.count("qk_nope_head_dim").value_or(0);
        head_dim = rest + *rope_part;
        shape.rotary_offset = static_cast<int>(rest);
        shape.layout = fields.boolean("rope_interleave").value_or(true) ? Layout::interleaved : Layout::half;
    } else if (const auto given = fields.first_count({"head_dim", "attention_head_dim", "kv_channels"})) {
        head_dim = *given;
    } else {
        const auto hidden = fields.first_count({"hidden_size", "n_embd", "d_model"});
        const auto heads = fields.first_count({"num_attention_heads", "n_head", "n_heads"});
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
    static const std::initializer_list<std::string_view> kShares = {"partial_rotary_factor", "rotary_pct",
                                                                    "rope_pct", "rotary_emb_fraction"};
    const auto partial = fields.first_number(kShares);
    const bool stated = std::any_of(kShares.begin(), kShares.end(),
                                    [&](std::string_view name) { return written.contains(name); });
    (stated ? around.partial : around.default_partial) = partial;
    if (fields.has("qk_rope_head_dim"))
        around.rotary_dim = shape.head_dim - shape.rotary_offset;
    else if (const auto rotary_dim = fields.count("rotary_dim"); rotary_dim && !stated)
        around.rotary_dim = static_cast<int>(*rotary_dim);
    std::optional<double> base =
        fields.first_number({"rope_theta", "rotary_emb_base", "global_rope_theta", "rope_embedding_base"});
    if (const auto attention = fields.object("attn_config"); attention && !base)
        base = attention->number("rope_theta");  // DBRX
    around.base = base.value_or(10000) *
                  fields.number("rope_ratio").value_or(1);  // ChatGLM multiplies its base of 10000
    return around;
}

// Base of the sliding layers where their dictionary lacks it: Gemma-3 and ModernBERT state it at top level.
double sliding_base(const ConfigFields& fields, const RopeSurroundings& around) {
    return fields.first_number({"rope_local_base_freq", "local_rope_theta"})
        .value_or(fields.has("global_rope_theta") ? around.base : 10000);
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

void read_layers(ModelSpec& model, const ConfigFields& fields, const ModelFamily* family,
                 RopeSurroundings around, FirstFault& first) {
    const LayerDictionaries found = find_layer_dictionaries(fields, family, first);
    if (found.by_layer.empty()) {
        take(model, read_rope_fields(ConfigFields(found.all, found.name, first), around));
        return;
    }
    around.per_layer = !found.all_or_nothing;
    model.layer_type = first_shown(found.by_layer);
    const int full_head_dim = full_layers_head_dim(fields, first);
    const int usual_head_dim = model.shape.head_dim;
    for (const auto& [layer, dictionary] : found.by_layer) {
        RopeSurroundings own = around;
        if (full_head_dim > 0 && layer == kFullLayers) own.head_dim = full_head_dim;
        if (layer == kSlidingLayers && !found.all_or_nothing) own.base = sliding_base(fields, around);
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
        RopeFields read =
            read_rope_fields(ConfigFields(dictionary, found.all_or_nothing ? found.name : layer, first), own);
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
        std::string folder = absolute.parent_path().filename().string();
        if (!folder.empty()) return folder;
    }
    return absolute.stem().string();
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

// transformers: Gemma2Attention, Ministral3Attention (Llama 4's formula over the trained context) and
// Llama4TextAttention, whose layers without rotation grow.
void read_score_changes(ModelSpec& model, const ConfigFields& fields, FirstFault& first) {
    model.logit_softcap = fields.number("attn_logit_softcapping").value_or(0);
    if (!(model.logit_softcap >= 0))
        first.add("out_of_range", "attn_logit_softcapping = " + shortest_text(model.logit_softcap),
                  "must not be below 0");
    for (const char* name : {"rope_scaling", "rope_parameters"}) {
        const auto dictionary = fields.object(name);
        const auto strength = dictionary ? dictionary->number("llama_4_scaling_beta") : std::nullopt;
        if (strength && *strength != 0)
            model.query_growth = {.strength = *strength, .length = model.trained_context};
    }
    // true, or a number that counts as it.
    if (!fields.has("attn_temperature_tuning")) return;
    const json& tuning = fields.json().at("attn_temperature_tuning");
    if (tuning.is_boolean() && !tuning.get<bool>()) return;
    if (tuning.is_number() && tuning.get<double>() == 0) return;
    const double strength = fields.number("attn_scale").value_or(0.1);
    if (strength == 0) return;
    model.query_growth = {.strength = strength,
                          .length = fields.count("floor_scale").value_or(8192),
                          .offset = 1,
                          .only_without_positions = true};
    if (model.query_growth.length < 1) first.add("out_of_range", "floor_scale = 0", "must be at least 1");
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
    check_types(fields, parsed.value(), first);
    refuse_without_rotation(fields, family, first);
    if (first.fault()) return *first.fault();
    model.shape = read_shape(fields, family, first);
    if (first.fault()) return *first.fault();

    const RopeSurroundings around = read_surroundings(fields, model.shape, part);
    if (around.context) model.context_length = model.trained_context = *around.context;
    read_layers(model, fields, family, around, first);
    if (first.fault()) return *first.fault();
    if (!around.context) model.context_length = model.trained_context;
    model.softmax_scale_multiplier = mla_softmax_multiplier(model);
    model.attention_scale = read_attention_scale(fields, family, first);
    read_score_changes(model, fields, first);
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
    if (const auto mapped = MappedFile::open(file);
        mapped.ok() && meant_as_gguf(mapped.value().bytes(), file))
        return read_gguf_model(mapped.value().bytes(), file);
    const auto text = read_file(file, kMostBytes);
    if (!text.ok()) return text.fault();
    if (meant_as_gguf(text.value(), file)) return read_gguf_model(text.value(), file);
    auto model = read_config(text.value(), file);
    if (model.ok() && file != "-") {
        model.value().name = name_of_file(file);
        model.value().source = file;
    }
    return model;
}

}  // namespace rope
