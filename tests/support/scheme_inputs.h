// Inputs for the schemes: seeded q and k at whole positions.
#pragma once

#include <cstdint>
#include <vector>

#include "core/rope/exact_frequencies.h"
#include "core/scheme/scheme.h"
#include "core/vectors/generator.h"

namespace rope {

inline Matrix gaussian_rows(std::size_t rows, int columns, std::uint64_t seed) {
    Matrix matrix(rows, static_cast<std::size_t>(columns));
    matrix.values = gaussian_vector(static_cast<int>(rows) * columns, seed);
    return matrix;
}

// first, first + step, ...
inline std::vector<std::int64_t> positions_from(std::int64_t first, int count, std::int64_t step = 1) {
    std::vector<std::int64_t> positions;
    for (int i = 0; i < count; ++i)
        positions.push_back(first + i * step);
    return positions;
}

// One q and one k at `count` positions from `first`. The table must outlive the inputs.
inline SchemeInputs scheme_inputs(const HeadShape& shape, const FrequencyTable& table, std::int64_t first,
                                  int count, std::uint64_t seed = 1) {
    return {.q = gaussian_rows(1, shape.head_dim, seed),
            .k = gaussian_rows(1, shape.head_dim, seed + 1),
            .query_positions = positions_from(first, count),
            .key_positions = positions_from(first, count),
            .shape = shape,
            .table = &table};
}

}  // namespace rope
