// RoPE on blocks of heads in float32, as an engine keeps them: what a kernel of one's own can be timed and
// tested against. fp64 truth is rotate() in rotation.h.
#pragma once

#include <cstdint>
#include <span>

#include "core/rope/frequencies.h"
#include "core/rope/layout.h"

namespace rope {

// out = x rotated; both [positions][heads][head_dim] without gaps; `out` may be `x` itself, else they must
// not overlap. Components outside the rotary part are copied. Angles are exact (cos_sin.h), not float32
// products: |error| ≤ 2e-7·a·(|u| + |v|) for a pair (u, v). Cost: one pass over memory; large results that
// are aligned to 64 bytes are written past the caches. Last bits may differ between machines.
void rotate_heads(std::span<const float> x, std::size_t heads, const HeadShape& shape,
                  const FrequencyTable& table, std::span<const std::int64_t> positions, std::span<float> out);

}  // namespace rope
