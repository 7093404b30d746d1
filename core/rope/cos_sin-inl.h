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

// cos and sin in float32 of step_i · position for count pairs, written at cosine and sine.
HWY_INLINE void cos_sin_row(const TurnFraction* HWY_RESTRICT step, std::size_t count, std::int64_t position,
                            float* HWY_RESTRICT cosine, float* HWY_RESTRICT sine) {
    constexpr std::size_t kAtOnce = 128;
    const hn::ScalableTag<float> d;
    const hn::RebindToUnsigned<decltype(d)> du;
    const std::size_t lanes = hn::Lanes(d);
    HWY_ALIGN std::uint32_t phase[kAtOnce + HWY_MAX_BYTES / sizeof(std::uint32_t)] = {};
    HWY_ALIGN float rest[2][HWY_MAX_BYTES / sizeof(float)];
    for (std::size_t from = 0; from < count; from += kAtOnce) {
        const std::size_t length = HWY_MIN(kAtOnce, count - from);
        for (std::size_t i = 0; i < length; ++i)  // the compiler makes vectors of this
            phase[i] = static_cast<std::uint32_t>(phase_at(step[from + i], position) >> 32);
        std::size_t i = 0;
        auto c = hn::Zero(d), s = hn::Zero(d);
        for (; i + lanes <= length; i += lanes) {
            cos_sin_of(d, hn::Load(du, phase + i), c, s);
            hn::StoreU(c, d, cosine + from + i);
            hn::StoreU(s, d, sine + from + i);
        }
        if (i == length) continue;
        cos_sin_of(d, hn::Load(du, phase + i), c, s);
        hn::Store(c, d, rest[0]);
        hn::Store(s, d, rest[1]);
        for (std::size_t j = 0; i + j < length; ++j) {
            cosine[from + i + j] = rest[0][j];
            sine[from + i + j] = rest[1][j];
        }
    }
}

}  // namespace rope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
