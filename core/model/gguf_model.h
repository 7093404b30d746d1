// What a GGUF file says about positions. Sources: docs/spec-rope.md, section 8; llama-model.cpp (llama.cpp).
#pragma once

#include <string>
#include <string_view>

#include "core/model/model_spec.h"

namespace rope {

// The model of a whole file in memory (mapped, best). The layout is the one ggml rotates with, to which the
// converter has permuted q and k; Llama 3's divisors and LongRoPE's lists are read from their small tensors.
// Faults: those of read_gguf, no_architecture, no_rope, no_rope_keys (lists what is there),
// unsupported_field, those of ConfigFields, of validate and of the scalings.
Checked<ModelSpec> read_gguf_model(std::string_view file, const std::string& where);

}  // namespace rope
