#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/model/model_check.h"

namespace rope {
namespace {

struct Meaning {
    std::string_view name, words;
};

constexpr Meaning kConfig[] = {
    {"model_type", "the family: decides the layout of pairs and what missing fields mean"},
    {"head_dim", "components of one head; wins over hidden_size / num_attention_heads"},
    {"hidden_size", "width of the model; divided by the heads it gives head_dim where that is missing"},
    {"n_embd", "width of the model; divided by n_head it gives head_dim"},
    {"num_attention_heads", "query heads"},
    {"n_head", "query heads"},
    {"num_key_value_heads", "key heads; their rows are permuted with this number when layouts change"},
    {"qk_rope_head_dim", "MLA: the rotated components, at the end of a head"},
    {"qk_nope_head_dim", "MLA: the components before them, which carry no position"},
    {"rope_interleave", "whether MLA heads pair neighbours (true) or halves"},
    {"rope_theta", "base b of the frequencies b^(-2i/d)"},
    {"rotary_emb_base", "base b of the frequencies (GPT-NeoX's name)"},
    {"global_rope_theta", "base of the full-attention layers (ModernBERT's name)"},
    {"rope_local_base_freq", "base of the sliding-window layers, which are never scaled"},
    {"local_rope_theta", "base of the sliding-window layers (ModernBERT's name)"},
    {"rope_ratio", "multiplies the base (ChatGLM)"},
    {"global_head_dim",
     "width of a head in the full-attention layers, where it differs from head_dim (Gemma 4)"},
    {"query_pre_attn_scalar", "scores are q·k over the root of this, instead of √head_dim (Gemma 2 and 3)"},
    {"attention_multiplier", "what q·k is multiplied by, instead of 1/√head_dim (Granite)"},
    {"partial_rotary_factor", "share of the head that is rotated; the product is truncated, not rounded"},
    {"rotary_pct", "share of the head that is rotated (GPT-NeoX's name)"},
    {"rope_pct", "share of the head that is rotated"},
    {"rotary_dim", "components of the head that are rotated, as a count"},
    {"max_position_embeddings", "context length M the file claims [tokens]"},
    {"n_positions", "context length M [tokens]"},
    {"seq_length", "context length M [tokens]"},
    {"original_max_position_embeddings", "context length L the model was trained on before scaling [tokens]"},
    {"sliding_window", "how far the sliding-window layers look back [tokens]; no position field"},
    {"layer_types", "which kind of attention each layer has"},
    {"alibi", "whether ALiBi takes the place of rotation"},
    {"position_embedding_type", "which kind of position encoding the model has"},
    {"rope_scaling", "how frequencies are changed for long contexts (transformers 4)"},
    {"rope_parameters", "base and scaling in one dictionary (transformers 5)"},
    {"rope_type", "the scaling method"},
    {"type", "the scaling method, under its old name"},
    {"factor", "scaling factor s: how many times the trained context is to be reached"},
    {"attention_factor", "multiplies cos and sin of q and of k, so scores grow by its square"},
    {"beta_fast", "YaRN: pairs with more turns within L than this keep their speed; 0 or null means 32"},
    {"beta_slow", "YaRN: pairs with fewer turns within L than this are slowed by s; 0 or null means 1"},
    {"mscale", "YaRN: with mscale_all_dim, the attention factor is the quotient of both temperatures"},
    {"mscale_all_dim", "YaRN: the lower of the two temperatures; MLA squares it into the softmax scale"},
    {"truncate", "YaRN: whether the ends of the ramp are rounded outward to whole pairs"},
    {"low_freq_factor", "Llama 3: pairs with fewer turns within L than this turn s times slower"},
    {"high_freq_factor", "Llama 3: pairs with more turns within L than this keep their speed"},
    {"short_factor", "LongRoPE: one divisor a pair, for lengths up to L"},
    {"long_factor", "LongRoPE: one divisor a pair, for lengths beyond L"},
    {"short_mscale", "LongRoPE: the attention factor for lengths up to L (Phi-3.5-MoE)"},
    {"long_mscale", "LongRoPE: the attention factor for lengths beyond L (Phi-3.5-MoE)"},
    {"alpha", "multiplies the base by alpha^(d/(d-2)) at every length, as NTK-aware scaling does (Hunyuan)"},
    {"no_rope_layers", "1 for each layer that rotates, 0 for one without position encoding"},
    {"no_rope_layer_interval", "every layer of this number has no position encoding"},
    {"attn_logit_softcapping", "c: engines use c·tanh(score/c); scores here are drawn before that (Gemma 2)"},
    {"llama_4_scaling_beta",
     "scores of queries beyond L grow with their position; scores here are drawn without (Ministral 3)"},
    {"attn_temperature_tuning",
     "scores of late queries in layers without rotation grow with their position; drawn without (Llama 4)"},
    {"rotary_emb_fraction", "share of the head that is rotated (nomic-bert)"},
    {"rotary_emb_interleaved", "whether pairs are neighbours (nomic-bert)"},
    {"rotary_scaling_factor", "dynamic NTK of nomic-bert; not read by this program"},
    {"use_dynamic_ntk", "dynamic NTK of the first Qwen; not read by this program"},
    {"rope_embedding_base", "base b of the frequencies (Phi-3-small)"},
    {"attention_head_dim", "components of one head (Zamba 2)"},
    {"kv_channels", "components of one head (ChatGLM, the first Qwen)"},
    {"d_model", "width of the model; divided by n_heads it gives head_dim"},
    {"n_heads", "query heads"},
    {"mrope_section", "M-RoPE: how many pairs follow time, height and width"},
    {"mrope_interleaved", "M-RoPE: whether the three alternate or stand one after the other"},
};

constexpr Meaning kGguf[] = {
    {"context_length", "context length M [tokens]"},
    {"embedding_length",
     "width of the model; divided by the heads it gives the head where key_length is missing"},
    {"attention.head_count", "query heads, one number or one a layer"},
    {"attention.head_count_kv", "key heads"},
    {"attention.key_length", "components of one head"},
    {"attention.key_length_swa",
     "components of one head in the sliding-window layers, where it differs from attention.key_length (Gemma "
     "4)"},
    {"attention.key_length_mla", "components of one head before MLA absorbs them"},
    {"rope.freq_base", "base b of the frequencies; 10000 where missing"},
    {"attention.scale", "what q·k is multiplied by; absent or 0 means 1/√head_dim"},
    {"attn_logit_softcapping", "c: engines use c·tanh(score/c); scores here are drawn before that (Gemma 2)"},
    {"attention.temperature_scale",
     "scores of late queries grow with their position; scores here are drawn without (Ministral 3)"},
    {"attention.temperature_length", "after how many tokens they first do"},
    {"rope.freq_base_swa", "base of the sliding-window layers"},
    {"rope.dimension_count_swa", "rotated components of one head in the sliding-window layers"},
    {"rope.dimension_count", "components of the head that are rotated"},
    {"rope.dimension_sections", "M-RoPE: how many pairs follow time, height, width and a fourth row"},
    {"rope.scaling.type", "none, linear, yarn or longrope; linear where missing"},
    {"rope.scaling.factor", "scaling factor s"},
    {"rope.scale_linear", "scaling factor s, under its old name"},
    {"rope.scaling.original_context_length", "context length L before scaling [tokens]"},
    {"rope.scaling.finetuned", "whether the model was trained further with the scaling; changes nothing"},
    {"rope.scaling.attn_factor", "multiplies the attention factor of the method"},
    {"rope.scaling.yarn_log_multiplier", "mscale_all_dim, of which deepseek2 files hold a tenth"},
    {"rope.scaling.yarn_ext_factor", "share of YaRN's ramp; 1 as published"},
    {"rope.scaling.yarn_attn_factor", "multiplies YaRN's attention factor"},
    {"rope.scaling.yarn_beta_fast", "YaRN: pairs with more turns within L than this keep their speed"},
    {"rope.scaling.yarn_beta_slow", "YaRN: pairs with fewer turns within L than this are slowed by s"},
};

std::string_view words_of(std::span<const Meaning> table, std::string_view name) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const Meaning& m) { return m.name == name; });
    return found == table.end() ? std::string_view{} : found->words;
}

}  // namespace

std::string_view config_field_meaning(std::string_view name) {
    return words_of(kConfig, name);
}

std::string_view gguf_field_meaning(std::string_view name) {
    return words_of(kGguf, name);
}

std::string short_value(const nlohmann::json& value) {
    if (value.is_object()) return fmt::format("{} fields", value.size());
    if (value.is_string()) return printable(value.get<std::string>()).substr(0, 80);
    if (value.is_number_float()) return shortest_text(value.get<double>());
    if (!value.is_array()) return value.dump();
    constexpr std::size_t kShown = 6;
    if (value.size() > kShown) return fmt::format("{} values", value.size());
    std::string text;
    for (const nlohmann::json& each : value)
        text += (text.empty() ? "" : ", ") + short_value(each);
    return "[" + text + "]";
}

}  // namespace rope
