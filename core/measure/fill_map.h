// The whole map of one fixed q and k from its lags.
#pragma once

#include <cstddef>
#include <span>

namespace rope {

// out[r·columns + c] = lags[r − c + columns − 1], lags [rows + columns − 1], in float32. Cost: one pass over
// `out`; one larger than 4 MB is written past the caches.
void fill_map(std::span<const double> lags, std::size_t rows, std::size_t columns, std::span<float> out);

}  // namespace rope
