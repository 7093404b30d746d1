#include "core/vectors/generator.h"

#include <cmath>
#include <numbers>

namespace rope {

std::uint64_t SplitMix64::next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

std::vector<double> gaussian_vector(int length, std::uint64_t seed) {
    SplitMix64 random(seed);
    const auto uniform = [&] { return std::ldexp(static_cast<long double>(random.next() >> 11), -53); };
    std::vector<double> values(static_cast<std::size_t>(length));
    for (std::size_t j = 0; j < values.size(); j += 2) {
        const long double radius = std::sqrt(-2 * std::log(1 - uniform()));
        const long double angle = 2 * std::numbers::pi_v<long double> * uniform();
        values[j] = static_cast<double>(radius * std::cos(angle));
        if (j + 1 < values.size()) values[j + 1] = static_cast<double>(radius * std::sin(angle));
    }
    return values;
}

}  // namespace rope
