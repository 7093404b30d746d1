// Hugging Face config.json, in the legacy and the current form of the rope fields.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "core/model/model_spec.h"

namespace rope {

// The object that holds the fields of the language model: multimodal models keep them in one of their own,
// some one inside another.
const nlohmann::json& text_part(const nlohmann::json& config);

// `where` names the file in faults. Reads text_config when present; fields that do not concern positions may
// hold anything, NaN and Infinity literals included. Faults carry line and column for broken JSON. Cost
// O(length). Source of every rule: docs/conventions.md, "How config.json is read".
Checked<ModelSpec> read_config(std::string_view json, const std::string& where);

// Reads a config.json (at most 64 MiB), a folder that holds one, or a GGUF file of any size; the model is
// named after its folder or file.
Checked<ModelSpec> read_config_file(const std::string& path);

}  // namespace rope
