// Models as their config.json gives them, for tests that need one that is not the default.
#pragma once

#include <utility>

#include "core/model/config_reader.h"

namespace rope::test {

inline ModelSpec model_of_config(const char* name, const char* config) {
    Checked<ModelSpec> model = read_config(config, name);
    require(model.ok(), "the test's config is refused");
    model.value().name = name;
    model.value().source = std::string(name) + "/config.json";
    return std::move(model).value();
}

// The position fields of meta-llama/Llama-3.1-8B.
inline ModelSpec llama() {
    return model_of_config("Llama-3.1-8B", R"({
        "model_type": "llama", "hidden_size": 4096, "num_attention_heads": 32,
        "max_position_embeddings": 131072, "rope_theta": 500000.0,
        "rope_scaling": {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                         "original_max_position_embeddings": 8192, "rope_type": "llama3"}})");
}

// Two kinds of layers, as in google/gemma-3-4b-it.
inline ModelSpec gemma() {
    return model_of_config("Gemma-3-4B", R"({
        "model_type": "gemma3_text", "hidden_size": 2560, "num_attention_heads": 8, "head_dim": 256,
        "max_position_embeddings": 131072, "rope_theta": 1000000.0, "rope_local_base_freq": 10000.0,
        "rope_scaling": {"factor": 8.0, "rope_type": "linear"}})");
}

// A quarter of each head is rotated, as in EleutherAI/pythia-1b.
inline ModelSpec pythia() {
    return model_of_config("Pythia-1B", R"({
        "model_type": "gpt_neox", "hidden_size": 2048, "num_attention_heads": 8, "rotary_pct": 0.25,
        "rotary_emb_base": 10000, "max_position_embeddings": 2048})");
}

}  // namespace rope::test
