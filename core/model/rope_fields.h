// The dictionary that config.json holds about one kind of layer: rope_scaling, rope_parameters or a part of
// it.
#pragma once

#include <optional>

#include "core/model/config_fields.h"
#include "core/model/model_spec.h"

namespace rope {

// What stands outside of the dictionary and matters to it.
struct RopeSurroundings {
    int head_dim = 0;
    std::optional<std::int64_t> context;           // M, max_position_embeddings
    std::optional<std::int64_t> original_context;  // L at top level (Phi-3); wins over the dictionary's
    std::optional<double> partial;                 // partial_rotary_factor at top level; wins likewise
    std::optional<double> default_partial;         // of the model's family
    std::optional<int> rotary_dim;                 // stated as a count (GPT-J, MLA); wins over shares
    double base = 10000;                           // where the dictionary lacks rope_theta
    bool per_layer = false;                        // the dictionary is one of several, by layer type
};

struct RopeFields {
    LayerRope layer;
    std::int64_t trained_context = 0;  // L; 0 when nothing says so
};

// The registry's name for a type as config.json writes it: Phi-3's "su", Qwen2-VL's "mrope", Hunyuan's
// "dynamic" with an alpha.
std::string registry_type(const std::string& written, const nlohmann::json& dictionary);

// Faults go to the dictionary's FirstFault: unknown_rope_type, missing_field, and those of ConfigFields.
RopeFields read_rope_fields(const ConfigFields& dictionary, const RopeSurroundings& around);

}  // namespace rope
