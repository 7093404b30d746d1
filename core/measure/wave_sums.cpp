#include "core/measure/wave_sums.h"

#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/measure/wave_sums.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for each instruction set.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace rope::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t kVectors = 2;  // vectors of lags in registers at once

// sums[b][v] = Σ_i values_bi · table_i, two vectors of the table's columns for a few blocks: eight sums are
// as many as hide the delay of an addition, and need fewer loads than products.
template <std::size_t kBlocks, class D>
HWY_INLINE void products(D d, const double* HWY_RESTRICT table, const double* HWY_RESTRICT values,
                         std::size_t stride, std::size_t terms, hn::Vec<D> (&sums)[kBlocks][kVectors]) {
    for (std::size_t b = 0; b < kBlocks; ++b)
        sums[b][0] = sums[b][1] = hn::Zero(d);
    for (std::size_t i = 0; i < terms; ++i, table += kHalfBlock) {
        const auto left = hn::LoadU(d, table), right = hn::LoadU(d, table + hn::Lanes(d));
        for (std::size_t b = 0; b < kBlocks; ++b) {
            const auto value = hn::Set(d, values[b * stride + i]);
            sums[b][0] = hn::Add(sums[b][0], hn::Mul(value, left));
            sums[b][1] = hn::Add(sums[b][1], hn::Mul(value, right));
        }
    }
}

// A few blocks at once, so that what was read of the tables serves them all.
template <std::size_t kBlocks>
void sums_of(const double* HWY_RESTRICT cosine, const double* HWY_RESTRICT sine, std::size_t terms,
             const double* HWY_RESTRICT re, const double* HWY_RESTRICT im, std::size_t stride,
             double* HWY_RESTRICT out) {
    const hn::ScalableTag<double> d;
    const std::size_t lanes = hn::Lanes(d);
    hn::Vec<decltype(d)> even[kBlocks][kVectors], odd[kBlocks][kVectors];
    for (std::size_t j = 0; j < kHalfBlock; j += kVectors * lanes) {
        products<kBlocks>(d, cosine + j, re, stride, terms, even);
        products<kBlocks>(d, sine + j, im, stride, terms, odd);
        for (std::size_t b = 0; b < kBlocks; ++b) {
            double* HWY_RESTRICT centre = out + (2 * b + 1) * kHalfBlock;
            for (std::size_t v = 0; v < kVectors; ++v) {
                const std::size_t at = j + v * lanes;
                hn::StoreU(hn::Sub(even[b][v], odd[b][v]), d, centre + at);
                hn::StoreU(hn::Reverse(d, hn::Add(even[b][v], odd[b][v])), d, centre - at - lanes);
            }
        }
    }
}

void sums(const double* cosine, const double* sine, std::size_t terms, const double* re, const double* im,
          std::size_t stride, std::size_t blocks, double* out) {
    static_assert(kHalfBlock % (kVectors * HWY_LANES(double)) == 0);
    std::size_t b = 0;
    for (; b + 4 <= blocks; b += 4, re += 4 * stride, im += 4 * stride, out += 8 * kHalfBlock)
        sums_of<4>(cosine, sine, terms, re, im, stride, out);
    for (; b < blocks; ++b, re += stride, im += stride, out += 2 * kHalfBlock)
        sums_of<1>(cosine, sine, terms, re, im, stride, out);
}

template <std::size_t kBlocks>
void coefficients_of(const double* HWY_RESTRICT table, std::size_t waves, const double* values,
                     std::size_t stride, double* out) {
    const hn::CappedTag<double, kGroupCoefficients> d;
    const std::size_t lanes = hn::Lanes(d);
    for (std::size_t c = 0; c < kGroupCoefficients; c += lanes) {
        hn::Vec<decltype(d)> sums[kBlocks];
        for (std::size_t b = 0; b < kBlocks; ++b)
            sums[b] = hn::Zero(d);
        for (std::size_t i = 0; i < waves; ++i) {
            const auto of_wave = hn::LoadU(d, table + i * kGroupCoefficients + c);
            for (std::size_t b = 0; b < kBlocks; ++b)
                sums[b] = hn::Add(sums[b], hn::Mul(hn::Set(d, values[b * stride + i]), of_wave));
        }
        for (std::size_t b = 0; b < kBlocks; ++b)
            hn::StoreU(sums[b], d, out + b * stride + c);
    }
}

void coefficients(const double* table, const std::size_t* waves, std::size_t groups, const double* values,
                  std::size_t stride, std::size_t blocks, double* out) {
    for (std::size_t g = 0; g < groups; ++g) {
        std::size_t b = 0;
        for (; b + 8 <= blocks; b += 8)
            coefficients_of<8>(table, waves[g], values + b * stride, stride, out + b * stride);
        for (; b < blocks; ++b)
            coefficients_of<1>(table, waves[g], values + b * stride, stride, out + b * stride);
        table += waves[g] * kGroupCoefficients;
        out += kGroupCoefficients;
    }
}

template <class D>
struct Complex {
    hn::Vec<D> re, im;
};

template <class D>
HWY_INLINE Complex<D> product(const Complex<D>& a, const Complex<D>& b) {
    return {hn::Sub(hn::Mul(a.re, b.re), hn::Mul(a.im, b.im)),
            hn::Add(hn::Mul(a.re, b.im), hn::Mul(a.im, b.re))};
}

// One vector of waves, all of its blocks.
template <class D>
HWY_INLINE void turn_some(D d, const double* HWY_RESTRICT turn_re, const double* HWY_RESTRICT turn_im,
                          std::size_t terms, std::size_t stride, double* HWY_RESTRICT re,
                          double* HWY_RESTRICT im) {
    const auto turned = [&](const Complex<D>& centre, std::size_t by) HWY_ATTR {
        return product(centre, {hn::LoadU(d, turn_re + by * terms), hn::LoadU(d, turn_im + by * terms)});
    };
    const auto store = [&](const Complex<D>& centre, std::size_t row) HWY_ATTR {
        hn::StoreU(centre.re, d, re + row * stride);
        hn::StoreU(centre.im, d, im + row * stride);
    };
    const Complex<D> first{hn::LoadU(d, re), hn::LoadU(d, im)};
    for (std::size_t quarter = 0; quarter < kQuarter; ++quarter) {
        const Complex<D> head = quarter == 0 ? first : turned(first, kQuarter - 2 + quarter);
        store(head, quarter * kQuarter);
        for (std::size_t by = 1; by < kQuarter; ++by)
            store(turned(head, by - 1), quarter * kQuarter + by);
    }
}

void turn(const double* turn_re, const double* turn_im, std::size_t terms, std::size_t stride, double* re,
          double* im) {
    const hn::ScalableTag<double> d;
    const hn::CappedTag<double, 1> one;
    std::size_t i = 0;
    for (; i + hn::Lanes(d) <= terms; i += hn::Lanes(d))
        turn_some(d, turn_re + i, turn_im + i, terms, stride, re + i, im + i);
    for (; i < terms; ++i)
        turn_some(one, turn_re + i, turn_im + i, terms, stride, re + i, im + i);
}

// The extreme that `choose` keeps of two, of vectors and of numbers; `found` to begin with.
template <class Choose>
HWY_INLINE double extreme(const double* HWY_RESTRICT values, std::size_t count, double found,
                          const Choose& choose) {
    const hn::ScalableTag<double> d;
    const hn::CappedTag<double, 1> one;
    const std::size_t lanes = hn::Lanes(d);
    auto even = hn::Set(d, found), odd = even;
    std::size_t at = 0;
    for (; at + 2 * lanes <= count; at += 2 * lanes) {
        even = choose(even, hn::LoadU(d, values + at));
        odd = choose(odd, hn::LoadU(d, values + at + lanes));
    }
    HWY_ALIGN double of_lanes[HWY_MAX_BYTES / sizeof(double)];
    hn::Store(choose(even, odd), d, of_lanes);
    auto last = hn::Set(one, found);
    for (std::size_t lane = 0; lane < lanes; ++lane)
        last = choose(last, hn::LoadU(one, of_lanes + lane));
    for (; at < count; ++at)
        last = choose(last, hn::LoadU(one, values + at));
    return hn::GetLane(last);
}

double smallest(const double* values, std::size_t count) {
    return extreme(values, count, std::numeric_limits<double>::infinity(),
                   [](auto a, auto b) HWY_ATTR { return hn::Min(a, b); });
}

double largest(const double* values, std::size_t count) {
    return extreme(values, count, -std::numeric_limits<double>::infinity(),
                   [](auto a, auto b) HWY_ATTR { return hn::Max(a, b); });
}

}  // namespace rope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rope {

HWY_EXPORT(sums);
HWY_EXPORT(coefficients);
HWY_EXPORT(turn);
HWY_EXPORT(smallest);
HWY_EXPORT(largest);

void wave_sums(const double* cosine, const double* sine, std::size_t terms, const double* re,
               const double* im, std::size_t stride, std::size_t blocks, double* out) {
    HWY_DYNAMIC_DISPATCH(sums)(cosine, sine, terms, re, im, stride, blocks, out);
}

void wave_coefficients(const double* table, std::span<const std::size_t> waves, const double* values,
                       std::size_t stride, std::size_t blocks, double* out) {
    HWY_DYNAMIC_DISPATCH(coefficients)(table, waves.data(), waves.size(), values, stride, blocks, out);
}

void turn_waves(const double* turn_re, const double* turn_im, std::size_t terms, std::size_t stride,
                double* re, double* im) {
    HWY_DYNAMIC_DISPATCH(turn)(turn_re, turn_im, terms, stride, re, im);
}

double smallest_of(std::span<const double> values) {
    return HWY_DYNAMIC_DISPATCH(smallest)(values.data(), values.size());
}

double largest_of(std::span<const double> values) {
    return HWY_DYNAMIC_DISPATCH(largest)(values.data(), values.size());
}

}  // namespace rope
#endif
