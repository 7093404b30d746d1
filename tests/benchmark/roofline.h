// What this machine can do at best: the other side of a kernel's fraction of the roofline.
#pragma once

#include <span>

namespace rope::benchmark {

// A second, on one thread and the widest vectors, all operands in registers. float64 is not fused: a
// multiplication and an addition; float32 is.
double products_float64();
double products_float32();

// Past the caches, as fast as the memory takes it. Both need 64-byte alignment and whole vectors.
void stream_copy(std::span<const float> from, std::span<float> to);
void stream_fill(float value, std::span<float> to);

}  // namespace rope::benchmark
