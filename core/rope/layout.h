// Which two components of a head form pair i. Source: "Conventions" in docs/conventions.md.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace rope {

enum class Layout {
    half,         // pair i = (i, i + P): NeoX, rotate_half; Hugging Face Llama, Mistral, Qwen, Gemma
    interleaved,  // pair i = (2i, 2i + 1): GPT-J, Meta's Llama, complex multiplication
};

std::string_view id(Layout layout);  // "half", "interleaved"

// The shape of one head: components [rotary_offset, rotary_offset + rotary_dim) are rotated, the rest copied.
struct HeadShape {
    int head_dim = 128;
    int rotary_dim = 128;   // even, 2 … head_dim − rotary_offset
    int rotary_offset = 0;  // MLA heads: qk_nope_head_dim
    Layout layout = Layout::half;

    int pairs() const { return rotary_dim / 2; }
    friend bool operator==(const HeadShape&, const HeadShape&) = default;
};

// The component indices of pair i within the head: (first, second).
inline std::pair<int, int> pair_components(const HeadShape& shape, int i) {
    return shape.layout == Layout::half
               ? std::pair{shape.rotary_offset + i, shape.rotary_offset + i + shape.pairs()}
               : std::pair{shape.rotary_offset + 2 * i, shape.rotary_offset + 2 * i + 1};
}

// Rows of a projection with `heads` heads of this shape, reordered between the layouts (shape.layout is not
// read): W_half[r] = W_interleaved[rows[r]], and the inverse. Rows stay inside their head; rows that are not
// rotated stay where they are. Keys are reordered with the number of KEY heads. Source:
// convert_llama_weights_to_hf.py `permute` (Hugging Face), and its inverse in llama.cpp.
std::vector<int> half_from_interleaved(const HeadShape& shape, int heads);  // [heads·head_dim]
std::vector<int> interleaved_from_half(const HeadShape& shape, int heads);

}  // namespace rope
