#include "core/measure/causal_products.h"

#include <algorithm>

#include "core/base/checked.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/measure/causal_products.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for each instruction set.
#include <hwy/aligned_allocator.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace rope::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;

// A tile of scores is kept in registers: kRows queries by two vectors of keys, 24 of 32 or 12 of 16
// registers.
constexpr std::size_t kRows = HWY_TARGET <= HWY_AVX3 ? 12 : 6;
constexpr std::size_t kKeys = 2 * HWY_LANES(float);
constexpr std::size_t kPanelKeys = 256;  // keys copied at once: 128 KB at head_dim 128, in the second cache
static_assert(kPanelKeys % kKeys == 0);

// packed[key / kKeys][component][key % kKeys], zeros after the last key.
void pack(const float* HWY_RESTRICT k, std::size_t keys, std::size_t head_dim, float* HWY_RESTRICT packed) {
    for (std::size_t from = 0; from < keys; from += kKeys, packed += kKeys * head_dim) {
        for (std::size_t key = 0; key < kKeys; ++key) {
            for (std::size_t c = 0; c < head_dim; ++c)
                packed[c * kKeys + key] = from + key < keys ? k[(from + key) * head_dim + c] : 0;
        }
    }
}

// tile[row][key] = scale · q_row · k_key.
HWY_INLINE void multiply(const float* const* q, const float* HWY_RESTRICT packed, std::size_t head_dim,
                         float scale, float* HWY_RESTRICT tile, std::size_t stride) {
    const D d;
    V left[kRows], right[kRows];
    for (std::size_t r = 0; r < kRows; ++r)
        left[r] = right[r] = hn::Zero(d);
    for (std::size_t c = 0; c < head_dim; ++c) {
        const V k0 = hn::Load(d, packed + c * kKeys), k1 = hn::Load(d, packed + c * kKeys + kKeys / 2);
        for (std::size_t r = 0; r < kRows; ++r) {
            const V component = hn::Set(d, q[r][c]);
            left[r] = hn::MulAdd(component, k0, left[r]);
            right[r] = hn::MulAdd(component, k1, right[r]);
        }
    }
    const V factor = hn::Set(d, scale);
    for (std::size_t r = 0; r < kRows; ++r) {
        hn::StoreU(hn::Mul(left[r], factor), d, tile + r * stride);
        hn::StoreU(hn::Mul(right[r], factor), d, tile + r * stride + kKeys / 2);
    }
}

void products(const float* q, const float* k, std::size_t tokens, std::size_t head_dim, float scale,
              float* out) {
    const auto packed = hwy::AllocateAligned<float>(kPanelKeys * head_dim);
    HWY_ALIGN float at_edge[kRows * kKeys];
    const float* rows[kRows];
    for (std::size_t panel = 0; panel < tokens; panel += kPanelKeys) {
        const std::size_t panel_end = std::min(panel + kPanelKeys, tokens);
        pack(k + panel * head_dim, panel_end - panel, head_dim, packed.get());
        for (std::size_t m = panel; m < tokens; m += kRows) {
            const std::size_t last = std::min(m + kRows, tokens) - 1;
            for (std::size_t r = 0; r < kRows; ++r)
                rows[r] = q + std::min(m + r, last) * head_dim;
            for (std::size_t n = panel; n < panel_end && n <= last; n += kKeys) {
                const float* keys = packed.get() + (n - panel) * head_dim;
                if (n + kKeys <= m + 1 && m + kRows <= tokens) {  // all of the tile is visible
                    multiply(rows, keys, head_dim, scale, out + m * tokens + n, tokens);
                    continue;
                }
                multiply(rows, keys, head_dim, scale, at_edge, kKeys);
                for (std::size_t r = m; r <= last; ++r) {
                    const std::size_t seen = std::min(kKeys, r + 1 - std::min(n, r + 1));
                    std::copy_n(at_edge + (r - m) * kKeys, seen, out + r * tokens + n);
                }
            }
        }
    }
}

}  // namespace rope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rope {

HWY_EXPORT(products);

void causal_products(std::span<const float> q, std::span<const float> k, std::size_t tokens,
                     std::size_t head_dim, float scale, std::span<float> out) {
    require(q.size() == tokens * head_dim && k.size() == q.size() && out.size() == tokens * tokens,
            "causal_products: q and k are [tokens][head_dim], out [tokens][tokens]");
    HWY_DYNAMIC_DISPATCH(products)(q.data(), k.data(), tokens, head_dim, scale, out.data());
}

}  // namespace rope
#endif
