// The vector code under cos_sin.h and rotate_heads.h. Included once for each instruction set (Highway's
// foreach_target), so that its guard toggles.
#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>

#include "core/base/phase.h"

#if defined(ROPE_CORE_ROPE_COS_SIN_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ROPE_CORE_ROPE_COS_SIN_INL_H_
#undef ROPE_CORE_ROPE_COS_SIN_INL_H_
#else
#define ROPE_CORE_ROPE_COS_SIN_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace rope::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// From sin x and cos x of the remainder to those of quadrant·π/2 + x: exchange them in odd quadrants, then
// set the signs. `bits` are the integer lanes of the phase plus an eighth of a turn: the top two bits are the
// quadrant.
template <class D, class V, class VU>
HWY_INLINE void to_quadrant(D d, VU bits, V& cosine, V& sine) {
    const hn::RebindToUnsigned<D> du;
    constexpr int kTop = sizeof(hn::TFromD<D>) * 8 - 1;
    const VU second = hn::ShiftLeft<1>(bits);  // its top bit: the quadrant is odd
    const VU top = hn::Set(du, hn::TFromD<decltype(du)>{1} << kTop);
    const auto odd =
        hn::MaskFromVec(hn::BitCast(d, hn::BroadcastSignBit(hn::BitCast(hn::RebindToSigned<D>(), second))));
    const V of_cosine = hn::IfThenElse(odd, sine, cosine);
    sine = hn::Xor(hn::IfThenElse(odd, cosine, sine), hn::BitCast(d, hn::And(bits, top)));
    cosine = hn::Xor(of_cosine, hn::BitCast(d, hn::And(hn::Xor(bits, second), top)));
}

// `phase`: the upper 32 bits of turn fractions. Polynomials: Cephes sinf and cosf (S. Moshier), < 0.5e-8 off
// on [−π/4, π/4].
template <class D, class VU>
HWY_INLINE void cos_sin_of(D d, VU phase, hn::Vec<D>& cosine, hn::Vec<D>& sine) {
    const hn::RebindToUnsigned<D> du;
    const hn::RebindToSigned<D> di;
    const auto bits = hn::Add(phase, hn::Set(du, 1u << 29));
    const auto rest = hn::Sub(phase, hn::And(bits, hn::Set(du, 3u << 30)));
    const auto x =
        hn::Mul(hn::ConvertTo(d, hn::BitCast(di, rest)), hn::Set(d, 1.46291807926715968e-9f));  // 2π/2³²
    const auto xx = hn::Mul(x, x);
    auto s = hn::MulAdd(xx, hn::Set(d, -1.9515295891e-4f), hn::Set(d, 8.3321608736e-3f));
    s = hn::MulAdd(xx, s, hn::Set(d, -1.6666654611e-1f));
    s = hn::MulAdd(hn::Mul(xx, x), s, x);
    auto c = hn::MulAdd(xx, hn::Set(d, 2.443315711809948e-5f), hn::Set(d, -1.388731625493765e-3f));
    c = hn::MulAdd(xx, c, hn::Set(d, 4.166664568298827e-2f));
    c = hn::MulAdd(xx, c, hn::Set(d, -0.5f));
    cosine = hn::MulAdd(xx, c, hn::Set(d, 1.0f));
    sine = s;
    to_quadrant(d, bits, cosine, sine);
}

// The upper 32 bits of step_i · position modulo one turn, for as many pairs as D has lanes. Only those bits
// of the three partial products are formed that reach them; kLong: the position has more than 32 bits, as
// negative ones do.
#if HWY_TARGET == HWY_SCALAR
template <bool, class DU>
HWY_INLINE hn::Vec<DU> upper_phases(DU du, const TurnFraction* step, std::uint64_t position) {
    return hn::Set(du, static_cast<std::uint32_t>(*step * position >> 32));
}
#else
template <bool kLong, class DU>
HWY_INLINE hn::Vec<DU> upper_phases(DU du, const TurnFraction* step, std::uint64_t position) {
    const hn::Repartition<std::uint64_t, DU> du64;
    const auto low = hn::Set(du, static_cast<std::uint32_t>(position));
    const auto high = hn::Set(du, static_cast<std::uint32_t>(position >> 32));
    const auto upper = [&](auto turns) HWY_ATTR {
        const auto of_low = hn::ShiftRight<32>(hn::MulEven(hn::BitCast(du, turns), low));
        auto sum = hn::Add(of_low, hn::MulEven(hn::BitCast(du, hn::ShiftRight<32>(turns)), low));
        if constexpr (kLong) sum = hn::Add(sum, hn::MulEven(hn::BitCast(du, turns), high));
        return hn::BitCast(du, sum);
    };
    const auto first = upper(hn::LoadU(du64, step));
    const auto second = upper(hn::LoadU(du64, step + hn::Lanes(du64)));
    return hn::ConcatEven(du, second, first);
}
#endif

template <bool kLong>
HWY_INLINE void cos_sin_row_of(const TurnFraction* HWY_RESTRICT step, std::size_t count,
                               std::uint64_t position, float* HWY_RESTRICT cosine, float* HWY_RESTRICT sine) {
    const hn::ScalableTag<float> d;
    const hn::RebindToUnsigned<decltype(d)> du;
    const std::size_t lanes = hn::Lanes(d);
    auto c = hn::Zero(d), s = hn::Zero(d);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        cos_sin_of(d, upper_phases<kLong>(du, step + i, position), c, s);
        hn::StoreU(c, d, cosine + i);
        hn::StoreU(s, d, sine + i);
    }
    if (i == count) return;
    constexpr std::size_t kMostLanes = HWY_MAX_BYTES / sizeof(float);
    TurnFraction last[kMostLanes] = {};
    HWY_ALIGN float rest[2][kMostLanes];
    for (std::size_t j = 0; i + j < count; ++j)
        last[j] = step[i + j];
    cos_sin_of(d, upper_phases<kLong>(du, last, position), c, s);
    hn::Store(c, d, rest[0]);
    hn::Store(s, d, rest[1]);
    for (std::size_t j = 0; i + j < count; ++j) {
        cosine[i + j] = rest[0][j];
        sine[i + j] = rest[1][j];
    }
}

// cos and sin in float32 of step_i · position for count pairs, written at cosine and sine.
HWY_INLINE void cos_sin_row(const TurnFraction* HWY_RESTRICT step, std::size_t count, std::int64_t position,
                            float* HWY_RESTRICT cosine, float* HWY_RESTRICT sine) {
    const auto bits = static_cast<std::uint64_t>(position);
    if (bits >> 32 == 0)
        cos_sin_row_of<false>(step, count, bits, cosine, sine);
    else
        cos_sin_row_of<true>(step, count, bits, cosine, sine);
}

}  // namespace rope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
