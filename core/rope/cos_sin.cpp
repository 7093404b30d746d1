#include "core/rope/cos_sin.h"

#include <algorithm>
#include <numbers>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/rope/cos_sin.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for each instruction set.
#include <hwy/highway.h>

#include "core/rope/cos_sin-inl.h"

HWY_BEFORE_NAMESPACE();
namespace rope::HWY_NAMESPACE {

void rows_float(const TurnFraction* step, std::size_t pairs, const std::int64_t* positions, std::size_t rows,
                float* cosine, float* sine) {
    for (std::size_t r = 0; r < rows; ++r)
        cos_sin_row(step, pairs, positions[r], cosine + r * pairs, sine + r * pairs);
}

// Polynomials: fdlibm's __kernel_sin and __kernel_cos (Sun Microsystems, 1993), < 2⁻⁵⁸ off on [−π/4, π/4].
template <class D, class VU>
HWY_INLINE void cos_sin_exact(D d, VU phase, hn::Vec<D>& cosine, hn::Vec<D>& sine) {
    const hn::RebindToUnsigned<D> du;
    const hn::RebindToSigned<D> di;
    const auto next = [d](auto square, auto sum, double coefficient)
                          HWY_ATTR { return hn::Add(hn::Mul(square, sum), hn::Set(d, coefficient)); };
    const auto bits = hn::Add(phase, hn::Set(du, std::uint64_t{1} << 61));
    const auto rest = hn::Sub(phase, hn::And(bits, hn::Set(du, std::uint64_t{3} << 62)));
    const auto x = hn::Mul(hn::ConvertTo(d, hn::BitCast(di, rest)),
                           hn::Set(d, 2 * std::numbers::pi / 18446744073709551616.0));
    const auto xx = hn::Mul(x, x);
    auto s = hn::Set(d, 1.58969099521155010221e-10);
    for (const double coefficient :
         {-2.50507602534068634195e-08, 2.75573137070700676789e-06, -1.98412698298579493134e-04,
          8.33333333332248946124e-03, -1.66666666666666324348e-01}) {
        s = next(xx, s, coefficient);
    }
    sine = hn::Add(x, hn::Mul(hn::Mul(xx, x), s));
    auto c = hn::Set(d, -1.13596475577881948265e-11);
    for (const double coefficient :
         {2.08757232129817482790e-09, -2.75573143513906633035e-07, 2.48015872894767294178e-05,
          -1.38888888888741095749e-03, 4.16666666666666019037e-02}) {
        c = next(xx, c, coefficient);
    }
    // 1 − xx/2 rounds; what it lost is added back with the small terms.
    const auto one = hn::Set(d, 1.0), half = hn::Mul(xx, hn::Set(d, 0.5));
    const auto near = hn::Sub(one, half);
    cosine = hn::Add(near, hn::Add(hn::Sub(hn::Sub(one, near), half), hn::Mul(hn::Mul(xx, xx), c)));
    to_quadrant(d, bits, cosine, sine);
}

void all_double(const TurnFraction* phase, std::size_t count, double* cosine, double* sine) {
    const hn::ScalableTag<double> d;
    const hn::RebindToUnsigned<decltype(d)> du;
    const std::size_t lanes = hn::Lanes(d);
    auto c = hn::Zero(d), s = hn::Zero(d);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        cos_sin_exact(d, hn::LoadU(du, phase + i), c, s);
        hn::StoreU(c, d, cosine + i);
        hn::StoreU(s, d, sine + i);
    }
    const hn::CappedTag<double, 1> one;
    const hn::RebindToUnsigned<decltype(one)> unsigned_one;
    auto c1 = hn::Zero(one), s1 = hn::Zero(one);
    for (; i < count; ++i) {
        cos_sin_exact(one, hn::LoadU(unsigned_one, phase + i), c1, s1);
        hn::StoreU(c1, one, cosine + i);
        hn::StoreU(s1, one, sine + i);
    }
}

}  // namespace rope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rope {

HWY_EXPORT(rows_float);
HWY_EXPORT(all_double);

void cos_sin_rows(std::span<const TurnFraction> step, std::span<const std::int64_t> positions,
                  std::span<float> cosine, std::span<float> sine) {
    const std::size_t entries = step.size() * positions.size();
    require(cosine.size() == entries && sine.size() == entries,
            "cos_sin_rows: one entry a position and pair");
    HWY_DYNAMIC_DISPATCH(rows_float)
    (step.data(), step.size(), positions.data(), positions.size(), cosine.data(), sine.data());
}

void cos_sin(std::span<const TurnFraction> phase, std::span<double> cosine, std::span<double> sine) {
    require(cosine.size() == phase.size() && sine.size() == phase.size(), "cos_sin: one entry a phase");
    HWY_DYNAMIC_DISPATCH(all_double)(phase.data(), phase.size(), cosine.data(), sine.data());
}

}  // namespace rope
#endif
