// Scores of many different queries and keys in float32, under a causal mask: a matrix product that leaves out
// what the mask hides.
#pragma once

#include <cstddef>
#include <span>

namespace rope {

// out[m·tokens + n] = scale · q_m · k_n for n ≤ m; the hidden entries are left as they are. q and k are
// [tokens][head_dim], rotated already. |error| ≤ head_dim · 1.2e-7 · scale · Σ|q_c k_c|, as of any float32
// sum. Cost: tokens²·head_dim/2 fused multiply-adds, and 256 tokens of k copied to be read in order. Last
// bits may differ between machines.
void causal_products(std::span<const float> q, std::span<const float> k, std::size_t tokens,
                     std::size_t head_dim, float scale, std::span<float> out);

}  // namespace rope
