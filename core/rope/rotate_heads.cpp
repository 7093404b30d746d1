#include "core/rope/rotate_heads.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/rope/rotate_heads.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for each instruction set.
#include <hwy/aligned_allocator.h>
#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include "core/rope/cos_sin-inl.h"

HWY_BEFORE_NAMESPACE();
namespace rope::HWY_NAMESPACE {

template <bool kStream, class D, class V>
HWY_INLINE void put(V v, D d, float* to) {
    if constexpr (kStream) {
        hn::Stream(v, d, to);
    } else {
        hn::StoreU(v, d, to);
    }
}

// Floats from what is read to what is asked for ahead, line by line with the arithmetic: the processor's own
// prefetching stops while cos and sin of the next position are found.
constexpr std::size_t kAhead = 2048;

template <bool kStream>
void rotate_half(const float* x, float* out, const float* HWY_RESTRICT cosine, const float* HWY_RESTRICT sine,
                 std::size_t pairs) {
    const hn::ScalableTag<float> d;
    const std::size_t lanes = hn::Lanes(d);
    std::size_t i = 0;
    for (; i + lanes <= pairs; i += lanes) {
        hwy::Prefetch(x + kAhead + i);
        hwy::Prefetch(x + kAhead + pairs + i);
        const auto u = hn::LoadU(d, x + i), v = hn::LoadU(d, x + pairs + i);
        const auto c = hn::LoadU(d, cosine + i), s = hn::LoadU(d, sine + i);
        put<kStream>(hn::NegMulAdd(v, s, hn::Mul(u, c)), d, out + i);
        put<kStream>(hn::MulAdd(v, c, hn::Mul(u, s)), d, out + pairs + i);
    }
    for (; i < pairs; ++i) {
        const float u = x[i], v = x[pairs + i];
        out[i] = u * cosine[i] - v * sine[i];
        out[pairs + i] = v * cosine[i] + u * sine[i];
    }
}

// cosine and sine here have an entry for each component: cos φ twice, and −sin φ, sin φ.
template <bool kStream>
void rotate_interleaved(const float* x, float* out, const float* HWY_RESTRICT cosine,
                        const float* HWY_RESTRICT sine, std::size_t components) {
    std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR  // whose vectors of one lane hold no pairs
    const hn::ScalableTag<float> d;
    const std::size_t lanes = hn::Lanes(d);
    for (; i + lanes <= components; i += lanes) {
        hwy::Prefetch(x + kAhead + i);
        const auto both = hn::LoadU(d, x + i);
        const auto turned = hn::Mul(hn::Reverse2(d, both), hn::LoadU(d, sine + i));
        put<kStream>(hn::MulAdd(both, hn::LoadU(d, cosine + i), turned), d, out + i);
    }
#endif
    for (; i < components; i += 2) {
        const float u = x[i], v = x[i + 1];
        out[i] = u * cosine[i] + v * sine[i];
        out[i + 1] = v * cosine[i + 1] + u * sine[i + 1];
    }
}

// cos φ and sin φ of each pair times the factor: an entry a pair, or as rotate_interleaved() wants them.
void scale_rows(const float* HWY_RESTRICT cosine, const float* HWY_RESTRICT sine, std::size_t pairs,
                float factor, bool for_components, float* HWY_RESTRICT to_cosine,
                float* HWY_RESTRICT to_sine) {
    const hn::ScalableTag<float> d;
    const auto a = hn::Set(d, factor);
    for (std::size_t i = 0; i < pairs; i += hn::Lanes(d)) {
        const auto c = hn::Mul(a, hn::LoadU(d, cosine + i)), s = hn::Mul(a, hn::LoadU(d, sine + i));
        if (for_components) {
            hn::StoreInterleaved2(c, c, d, to_cosine + 2 * i);
            hn::StoreInterleaved2(hn::Neg(s), s, d, to_sine + 2 * i);
        } else {
            hn::StoreU(c, d, to_cosine + i);
            hn::StoreU(s, d, to_sine + i);
        }
    }
}

template <bool kStream>
void rotate_positions(const float* x, std::size_t heads, const HeadShape& shape, const FrequencyTable& table,
                      std::span<const std::int64_t> positions, float* out) {
    const auto pairs = static_cast<std::size_t>(shape.pairs());
    const auto head_dim = static_cast<std::size_t>(shape.head_dim);
    const auto offset = static_cast<std::size_t>(shape.rotary_offset), end = offset + 2 * pairs;
    const auto factor = static_cast<float>(table.attention_factor);
    const bool some_are_copied = x != out && 2 * pairs < head_dim;
    const std::size_t whole = hwy::RoundUpTo(pairs, hn::Lanes(hn::ScalableTag<float>()));
    // From the start of a cache line: a vector of 64 bytes would lie in two otherwise, and each costs two
    // loads.
    const auto row = [whole] { return hwy::AllocateAligned<float>(2 * whole); };
    const auto cosine = row(), sine = row(), unit_cosine = row(), unit_sine = row();
    for (const std::int64_t position : positions) {
        cos_sin_row(table.step.data(), pairs, position, unit_cosine.get(), unit_sine.get());
        scale_rows(unit_cosine.get(), unit_sine.get(), pairs, factor, shape.layout == Layout::interleaved,
                   cosine.get(), sine.get());
        for (std::size_t head = 0; head < heads; ++head, x += head_dim, out += head_dim) {
            if (some_are_copied) {
                std::copy(x, x + offset, out);
                std::copy(x + end, x + head_dim, out + end);
            }
            if (shape.layout == Layout::half) {
                rotate_half<kStream>(x + offset, out + offset, cosine.get(), sine.get(), pairs);
            } else {
                rotate_interleaved<kStream>(x + offset, out + offset, cosine.get(), sine.get(), 2 * pairs);
            }
        }
    }
    if constexpr (kStream) hwy::FlushStream();
}

void rotate_all(const float* x, std::size_t heads, const HeadShape& shape, const FrequencyTable& table,
                std::span<const std::int64_t> positions, float* out, bool past_caches) {
    if (past_caches) {
        rotate_positions<true>(x, heads, shape, table, positions, out);
    } else {
        rotate_positions<false>(x, heads, shape, table, positions, out);
    }
}

}  // namespace rope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rope {

HWY_EXPORT(rotate_all);

namespace {

constexpr std::size_t kLargestVector = 64;                  // bytes; x86 has no larger ones
constexpr std::size_t kLargeResult = std::size_t{4} << 20;  // bytes: more than a core's second cache

// Whether every vector of the result starts at a multiple of its size.
bool aligned(const HeadShape& shape, const float* out) {
    constexpr std::size_t kLanes = kLargestVector / sizeof(float);
    const auto multiple = [](int components) { return static_cast<std::size_t>(components) % kLanes == 0; };
    return reinterpret_cast<std::uintptr_t>(out) % kLargestVector == 0 && multiple(shape.head_dim) &&
           multiple(shape.rotary_offset) && multiple(shape.layout == Layout::half ? shape.pairs() : 0);
}

}  // namespace

void rotate_heads(std::span<const float> x, std::size_t heads, const HeadShape& shape,
                  const FrequencyTable& table, std::span<const std::int64_t> positions,
                  std::span<float> out) {
    const std::size_t entries = positions.size() * heads * static_cast<std::size_t>(shape.head_dim);
    require(x.size() == entries && out.size() == entries,
            "rotate_heads: positions · heads · head_dim entries");
    require(table.pairs() == shape.pairs(), "rotate_heads: one frequency per pair");
    const bool past_caches =
        x.data() != out.data() && out.size_bytes() >= kLargeResult && aligned(shape, out.data());
    HWY_DYNAMIC_DISPATCH(rotate_all)(x.data(), heads, shape, table, positions, out.data(), past_caches);
}

}  // namespace rope
#endif
