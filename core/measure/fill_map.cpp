#include "core/measure/fill_map.h"

#include <algorithm>
#include <vector>

#include "core/base/checked.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/measure/fill_map.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for each instruction set.
#include <hwy/cache_control.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace rope::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Row r is `columns` values from last_row + rows − 1 − r on.
void fill_rows(const float* last_row, std::size_t rows, std::size_t columns, float* out) {
    const hn::ScalableTag<float> d;
    const std::size_t lanes = hn::Lanes(d);
    for (std::size_t r = 0; r < rows; ++r, out += columns) {
        const float* row = last_row + (rows - 1 - r);
        const std::size_t beyond = reinterpret_cast<std::uintptr_t>(out) / sizeof(float) % lanes;
        std::size_t c = std::min(columns, (lanes - beyond) % lanes);  // up to where vectors are aligned
        std::copy_n(row, c, out);
        for (; c + lanes <= columns; c += lanes)
            hn::Stream(hn::LoadU(d, row + c), d, out + c);
        std::copy(row + c, row + columns, out + c);
    }
    hwy::FlushStream();
}

}  // namespace rope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rope {

HWY_EXPORT(fill_rows);

void fill_map(std::span<const double> lags, std::size_t rows, std::size_t columns, std::span<float> out) {
    constexpr std::size_t kLarge = std::size_t{4} << 20;  // bytes: more than a core's second cache
    require(rows >= 1 && columns >= 1 && lags.size() == rows + columns - 1 && out.size() == rows * columns,
            "fill_map: rows + columns - 1 lags and an entry for each cell");
    // Backwards, so that every row is a run of it.
    std::vector<float> run(lags.size());
    std::transform(lags.rbegin(), lags.rend(), run.begin(),
                   [](double lag) { return static_cast<float>(lag); });
    if (out.size_bytes() > kLarge) {
        HWY_DYNAMIC_DISPATCH(fill_rows)(run.data(), rows, columns, out.data());
        return;
    }
    for (std::size_t r = 0; r < rows; ++r)
        std::copy_n(run.data() + (rows - 1 - r), columns, out.data() + r * columns);
}

}  // namespace rope
#endif
