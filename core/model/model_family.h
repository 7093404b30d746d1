// What a kind of model (model_type of config.json) implies without saying so.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "core/rope/layout.h"

namespace rope {

// Which layers of a family do not rotate although nothing in the file says so.
enum class StillLayers {
    none,
    full,                 // those that look at all tokens
    full_beside_sliding,  // the same, where there are sliding ones too
    fourth                // every fourth, unless no_rope_layers says which
};

struct ModelFamily {
    std::string_view model_type;  // as in config.json
    Layout layout = Layout::half;
    std::string_view defaults;  // JSON: the fields its configuration class fills in when the file lacks them
    double attention_scale = 0;  // what its attention multiplies q·k by; 0: its fields say, else 1/√head_dim
    StillLayers still = StillLayers::none;
};

// By model_type, else by the first of `architectures`; null when neither is known (then half, no defaults).
const ModelFamily* find_family(const nlohmann::json& config);

// Whether this kind of model is known to have no rotary position embedding.
bool known_without_rotation(const nlohmann::json& config);

}  // namespace rope
