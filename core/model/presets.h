// Known models, each as its own config.json fields, read through the config reader like any file.
#pragma once

#include <span>
#include <string_view>

#include "core/model/model_spec.h"

namespace rope {

struct Preset {
    std::string_view id;          // "llama-3.1-8b"
    std::string_view label;       // "Llama 3.1 8B"
    std::string_view repository;  // "meta-llama/Llama-3.1-8B": where the fields come from
    std::string_view config;      // the position fields of its config.json
};

std::span<const Preset> presets();
const Preset* find_preset(std::string_view id);
Checked<ModelSpec> read_preset(std::string_view id);  // Fault unknown_preset names the nearest

}  // namespace rope
