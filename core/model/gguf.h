// The GGUF container of llama.cpp: metadata and the table of tensors. Source: docs/spec-rope.md, section 8.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/checked.h"

namespace rope {

struct GgufTensor {
    std::uint32_t type = 0;            // ggml's number: 0 is F32
    std::vector<std::uint64_t> shape;  // fastest axis first
    std::size_t begin = 0;             // in the file; inside of it for every tensor
};

struct GgufFile {
    // One member a key. Numbers may be NaN or infinite. Lists of numbers and truth values are lists; those of
    // texts, and of more than 65 536 numbers, are null: no field that concerns positions is one.
    nlohmann::json metadata = nlohmann::json::object();
    std::map<std::string, GgufTensor, std::less<>> tensors;
};

// Whether a file is meant as GGUF: it begins as one, or as one of the formats before it, or is named so.
bool meant_as_gguf(std::string_view bytes, std::string_view path);

// `file` is the whole file; its tensors are not looked at. Every count and length is held against what is
// left of the file before anything is allocated. Faults: not_gguf, gguf_version, gguf_short, gguf_count,
// gguf_type, gguf_key, gguf_value, gguf_alignment, gguf_tensor. Cost O(metadata).
Checked<GgufFile> read_gguf(std::string_view file, const std::string& where);

// The numbers of a small F32 tensor such as rope_freqs.weight. Faults: gguf_tensor (another type, more than
// 65 536 numbers, past the end).
Checked<std::vector<double>> gguf_numbers(std::string_view file, const GgufTensor& tensor,
                                          const std::string& name, const std::string& where);

}  // namespace rope
