// Vectors that a rule makes, the same on every machine.
#pragma once

#include <cstdint>
#include <vector>

namespace rope {

// SplitMix64 (Steele, Lea, Flood 2014): the state starts at the seed; one 64-bit number a call.
class SplitMix64 {
  public:
    explicit SplitMix64(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();

  private:
    std::uint64_t state_;
};

// N(0, 1) components by Box–Muller: u = (z >> 11)·2⁻⁵³; y_{2j}, y_{2j+1} = √(−2 ln(1 − u_{2j})) ·
// (cos, sin)(2π u_{2j+1}). Formed in long double and rounded once: the C library chooses its double functions
// by processor (with or without fused multiply-add), and their last bit differs. Cost about 0.1 µs a
// component.
std::vector<double> gaussian_vector(int length, std::uint64_t seed);

}  // namespace rope
