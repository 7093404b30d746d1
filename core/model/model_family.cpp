#include "core/model/model_family.h"

#include <string>

namespace rope {
namespace {

constexpr auto kHalf = Layout::half;
constexpr auto kInterleaved = Layout::interleaved;

// Layouts: how each modeling file of Hugging Face transformers pairs components (rotate_half over halves, or
// over even and odd members, or a complex product). Defaults: the arguments of its configuration class.
constexpr ModelFamily kFamilies[] = {
    {"llama", kHalf, true,
     R"({"hidden_size": 4096, "num_attention_heads": 32, "max_position_embeddings": 2048})"},
    {"mistral", kHalf, true,
     R"({"hidden_size": 4096, "num_attention_heads": 32, "max_position_embeddings": 131072})"},
    {"mixtral", kHalf, true,
     R"({"hidden_size": 4096, "num_attention_heads": 32, "max_position_embeddings": 131072, "rope_theta": 1e6})"},
    {"qwen2", kHalf, true,
     R"({"hidden_size": 4096, "num_attention_heads": 32, "max_position_embeddings": 32768})"},
    {"qwen3", kHalf, true, R"({"head_dim": 128, "max_position_embeddings": 32768})"},
    {"gemma", kHalf, true, R"({"head_dim": 256, "max_position_embeddings": 8192})"},
    {"gemma2", kHalf, true,
     R"({"head_dim": 256, "max_position_embeddings": 8192, "query_pre_attn_scalar": 256})"},
    {"gemma3_text", kHalf, true,
     R"({"head_dim": 256, "max_position_embeddings": 131072, "rope_theta": 1e6, "rope_local_base_freq": 1e4,
         "query_pre_attn_scalar": 256})"},
    {"gemma4_text", kHalf, true, "", 1},  // its q and k are normalised
    {"gemma4", kHalf, true, "", 1},
    {"granite", kHalf, true, R"({"attention_multiplier": 1})"},
    {"phi", kHalf, true, R"({"partial_rotary_factor": 0.5, "max_position_embeddings": 2048})"},
    {"phi3", kHalf, true, R"({"max_position_embeddings": 4096, "original_max_position_embeddings": 4096})"},
    {"gpt_neox", kHalf, true, R"({"rotary_pct": 0.25, "max_position_embeddings": 2048})"},
    {"gptj", kInterleaved, true, R"({"n_embd": 4096, "n_head": 16, "rotary_dim": 64, "n_positions": 2048})"},
    {"codegen", kInterleaved, true,
     R"({"n_embd": 4096, "n_head": 16, "rotary_dim": 64, "n_positions": 2048})"},
    {"stablelm", kHalf, true, R"({"partial_rotary_factor": 0.25, "max_position_embeddings": 4096})"},
    {"falcon", kHalf, true, R"({"max_position_embeddings": 2048})"},
    {"cohere", kInterleaved, true, R"({"max_position_embeddings": 8192})"},
    {"cohere2", kInterleaved, true, R"({"max_position_embeddings": 8192})"},
    {"glm", kInterleaved, true, R"({"head_dim": 128, "partial_rotary_factor": 0.5})"},
    {"glm4", kInterleaved, true, R"({"head_dim": 128, "partial_rotary_factor": 0.5})"},
    {"chatglm", kInterleaved, true, R"({"partial_rotary_factor": 0.5})"},
    {"helium", kInterleaved, true, ""},
    {"ernie4_5", kInterleaved, true, ""},
    {"llama4_text", kInterleaved, true, ""},
    {"persimmon", kHalf, true, R"({"partial_rotary_factor": 0.5, "rope_theta": 25000})"},
    {"nemotron", kHalf, true, R"({"partial_rotary_factor": 0.5})"},
    {"gpt_oss", kHalf, true, R"({"head_dim": 64, "rope_theta": 150000, "max_position_embeddings": 131072})"},
    {"deepseek_v2", kInterleaved, true, R"({"qk_rope_head_dim": 64, "qk_nope_head_dim": 128})"},
    {"deepseek_v3", kInterleaved, true, R"({"qk_rope_head_dim": 64, "qk_nope_head_dim": 128})"},
    {"bert", kHalf, false, ""},
    {"roberta", kHalf, false, ""},
    {"distilbert", kHalf, false, ""},
    {"deberta", kHalf, false, ""},
    {"deberta-v2", kHalf, false, ""},
    {"gpt2", kHalf, false, ""},
    {"gpt_neo", kHalf, false, ""},
    {"gpt_bigcode", kHalf, false, ""},
    {"opt", kHalf, false, ""},
    {"bloom", kHalf, false, ""},
    {"mpt", kHalf, false, ""},
    {"t5", kHalf, false, ""},
    {"bart", kHalf, false, ""},
    {"whisper", kHalf, false, ""},
    {"mamba", kHalf, false, ""},
};

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

}  // namespace

const ModelFamily* find_family(const nlohmann::json& config) {
    const auto type = config.find("model_type");
    const std::string name = type != config.end() && type->is_string() ? folded(type->get<std::string>())
                                                                       : architecture_name(config);
    for (const ModelFamily& family : kFamilies)
        if (folded(family.model_type) == name) return &family;
    return nullptr;
}

}  // namespace rope
