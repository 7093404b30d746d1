#include "core/model/model_family.h"

#include <string>

namespace rope {
namespace {

constexpr auto kHalf = Layout::half;
constexpr auto kInterleaved = Layout::interleaved;

// Layouts: how each modeling file of Hugging Face transformers pairs components (rotate_half over halves, or
// over even and odd members, or a complex product). Defaults: the arguments of its configuration class.
constexpr ModelFamily kFamilies[] = {
    {"llama", kHalf, R"({"hidden_size": 4096, "num_attention_heads": 32, "max_position_embeddings": 2048})"},
    {"mistral", kHalf,
     R"({"hidden_size": 4096, "num_attention_heads": 32, "max_position_embeddings": 131072})"},
    {"mixtral", kHalf,
     R"({"hidden_size": 4096, "num_attention_heads": 32, "max_position_embeddings": 131072, "rope_theta": 1e6})"},
    {"qwen2", kHalf, R"({"hidden_size": 4096, "num_attention_heads": 32, "max_position_embeddings": 32768})"},
    {"qwen3", kHalf, R"({"head_dim": 128, "max_position_embeddings": 32768})"},
    {"gemma", kHalf, R"({"head_dim": 256, "max_position_embeddings": 8192})"},
    {"gemma2", kHalf,
     R"({"head_dim": 256, "max_position_embeddings": 8192, "query_pre_attn_scalar": 256,
         "attn_logit_softcapping": 50})"},
    {"gemma3_text", kHalf,
     R"({"head_dim": 256, "max_position_embeddings": 131072, "rope_theta": 1e6, "rope_local_base_freq": 1e4,
         "query_pre_attn_scalar": 256})"},
    {"gemma3n_text", kHalf,
     R"({"head_dim": 256, "rope_theta": 1e6, "rope_local_base_freq": 1e4, "max_position_embeddings": 32768})",
     1},
    {"gemma3n", kHalf, "", 1},
    {"gemma4_text", kHalf, "", 1},  // their q and k are normalised
    {"gemma4", kHalf, "", 1},
    {"granite", kHalf, R"({"attention_multiplier": 1})"},
    {"phi", kHalf, R"({"partial_rotary_factor": 0.5, "max_position_embeddings": 2048})"},
    {"phi3", kHalf, R"({"max_position_embeddings": 4096, "original_max_position_embeddings": 4096})"},
    {"gpt_neox", kHalf, R"({"rotary_pct": 0.25, "max_position_embeddings": 2048})"},
    {"gptj", kInterleaved, R"({"n_embd": 4096, "n_head": 16, "rotary_dim": 64, "n_positions": 2048})"},
    {"codegen", kInterleaved, R"({"n_embd": 4096, "n_head": 16, "rotary_dim": 64, "n_positions": 2048})"},
    {"stablelm", kHalf, R"({"partial_rotary_factor": 0.25, "max_position_embeddings": 4096})"},
    {"falcon", kHalf, R"({"max_position_embeddings": 2048})"},
    {"cohere", kInterleaved, R"({"max_position_embeddings": 8192})"},
    {"cohere2", kInterleaved, R"({"max_position_embeddings": 8192})", 0, StillLayers::full},
    {"glm", kInterleaved, R"({"head_dim": 128, "partial_rotary_factor": 0.5})"},
    {"glm4", kInterleaved, R"({"head_dim": 128, "partial_rotary_factor": 0.5})"},
    {"glm4v_text", kInterleaved, ""},
    {"glm4v", kInterleaved, ""},
    {"roformer", kInterleaved, R"({"max_position_embeddings": 1536})"},
    {"chatglm", kInterleaved, R"({"partial_rotary_factor": 0.5})"},
    {"helium", kInterleaved, ""},
    {"ernie4_5", kInterleaved, ""},
    {"ernie4_5_moe", kInterleaved, ""},
    {"minicpm3", kHalf, R"({"rope_interleave": false})"},
    {"modernbert", kHalf,
     R"({"global_rope_theta": 160000, "local_rope_theta": 10000, "max_position_embeddings": 8192})"},
    {"smollm3", kHalf, "", 0, StillLayers::fourth},
    {"exaone4", kHalf, "", 0, StillLayers::full_beside_sliding},
    {"llama4_text", kInterleaved, R"({"attn_temperature_tuning": true})", 0, StillLayers::fourth},
    {"baichuan", kHalf, ""},
    {"persimmon", kHalf, R"({"partial_rotary_factor": 0.5, "rope_theta": 25000})"},
    {"nemotron", kHalf, R"({"partial_rotary_factor": 0.5})"},
    {"gpt_oss", kHalf, R"({"head_dim": 64, "rope_theta": 150000, "max_position_embeddings": 131072})"},
    {"deepseek_v2", kInterleaved, R"({"qk_rope_head_dim": 64, "qk_nope_head_dim": 128})"},
    {"deepseek_v3", kInterleaved, R"({"qk_rope_head_dim": 64, "qk_nope_head_dim": 128})"},
};

// Without rotation: nothing else is to be known of them.
constexpr std::string_view kFamiliesWithoutRotation =
    "albert bart beit bert big_bird biogpt blenderbot bloom camembert clip clip_text_model "
    "clip_vision_model ctrl deberta deberta-v2 deit dinov2 distilbert electra falcon_mamba gpt2 "
    "gpt_bigcode gpt_neo hubert imagegpt jais jamba layoutlm led longformer longt5 mamba mamba2 marian "
    "mbart mpnet mpt mt5 nemotron_h openai-gpt opt pegasus prophetnet reformer roberta rwkv segformer "
    "siglip siglip_vision_model speech_to_text swin swinv2 t5 umt5 videomae vit vit_mae wav2vec2 whisper "
    "xglm xlm xlm-roberta xlnet xmod ";

// "Gemma3ForCausalLM" and "gemma_3" are both "gemma3".
std::string folded(std::string_view name) {
    std::string text;
    for (const char c : name)
        if (c != '_' && c != '-') text += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return text;
}

std::string architecture_name(const nlohmann::json& config) {
    const auto list = config.find("architectures");
    if (list == config.end() || !list->is_array() || list->empty() || !list->front().is_string()) return {};
    const auto name = list->front().get<std::string>();
    for (const char* ending : {"For", "LMHead", "Model"})
        if (const auto at = name.find(ending); at != std::string::npos && at > 0)
            return folded(name.substr(0, at));
    return folded(name);
}

std::string family_name(const nlohmann::json& config) {
    const auto type = config.find("model_type");
    return type != config.end() && type->is_string() ? folded(type->get<std::string>())
                                                     : architecture_name(config);
}

}  // namespace

const ModelFamily* find_family(const nlohmann::json& config) {
    const std::string name = family_name(config);
    for (const ModelFamily& family : kFamilies)
        if (folded(family.model_type) == name) return &family;
    return nullptr;
}

bool known_without_rotation(const nlohmann::json& config) {
    const std::string name = family_name(config);
    if (name.empty()) return false;
    for (std::size_t at = 0; at < kFamiliesWithoutRotation.size();) {
        const std::size_t end = kFamiliesWithoutRotation.find(' ', at);
        if (folded(kFamiliesWithoutRotation.substr(at, end - at)) == name) return true;
        at = end + 1;
    }
    return false;
}

}  // namespace rope
