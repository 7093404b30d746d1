#include "core/rope/layout.h"

#include <numeric>

namespace rope {

std::string_view id(Layout layout) {
    return layout == Layout::half ? "half" : "interleaved";
}

std::vector<int> half_from_interleaved(const HeadShape& shape, int heads) {
    std::vector<int> rows(static_cast<std::size_t>(shape.head_dim) * static_cast<std::size_t>(heads));
    std::iota(rows.begin(), rows.end(), 0);
    const int pairs = shape.pairs();
    for (int head = 0; head < heads; ++head) {
        const int start = head * shape.head_dim + shape.rotary_offset;
        int* const rotated = &rows[static_cast<std::size_t>(start)];
        for (int i = 0; i < pairs; ++i) {
            rotated[i] = start + 2 * i;
            rotated[pairs + i] = start + 2 * i + 1;
        }
    }
    return rows;
}

std::vector<int> interleaved_from_half(const HeadShape& shape, int heads) {
    const std::vector<int> forward = half_from_interleaved(shape, heads);
    std::vector<int> rows(forward.size());
    for (std::size_t r = 0; r < forward.size(); ++r) {
        rows[static_cast<std::size_t>(forward[r])] = static_cast<int>(r);
    }
    return rows;
}

}  // namespace rope
