// Heads and vectors the tests of this room share.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "core/measure/scores.h"
#include "core/rope/exact_frequencies.h"
#include "core/rope/rotation.h"

namespace rope::test {

// Numbers without pattern in [−1, 1): SplitMix64.
inline std::vector<double> scattered(std::size_t count, std::uint64_t seed) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) {
        std::uint64_t z = (seed += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        values.push_back(static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-52 - 1);
    }
    return values;
}

// A head with copied components at both ends and an attention factor: every term of a score is there.
struct Head {
    HeadShape shape{.head_dim = 22, .rotary_dim = 16, .rotary_offset = 2, .layout = Layout::half};
    FrequencyTable table = make_table(default_frequencies(10000, 16), 1.125);
    std::vector<double> q = scattered(22, 1), k = scattered(22, 2);
    PairParts parts = pair_parts(q, k, shape);

    ScoreInputs inputs(ScorePart part = ScorePart::total) const {
        return {.table = &table, .parts = &parts, .head_dim = shape.head_dim, .part = part};
    }
    // The score by its definition: rotate both, multiply, divide by √d.
    double direct(double m, double n) const {
        const std::vector<double> qm = rotate(q, shape, table, m), kn = rotate(k, shape, table, n);
        double sum = 0;
        for (std::size_t c = 0; c < qm.size(); ++c)
            sum += qm[c] * kn[c];
        return sum / std::sqrt(static_cast<double>(shape.head_dim));
    }
};

}  // namespace rope::test
