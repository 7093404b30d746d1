#include "core/measure/wave_sums.h"

#include <algorithm>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/measure/wave_sums.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for each instruction set.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace rope::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A few blocks at once, so that what was read of the tables serves them all.
template <std::size_t kBlocks>
void sums_of(const double* HWY_RESTRICT cosine, const double* HWY_RESTRICT sine,
             const double* HWY_RESTRICT re, const double* HWY_RESTRICT im, std::size_t terms,
             double* HWY_RESTRICT out) {
    const hn::CappedTag<double, kHalfBlock> d;
    using V = hn::Vec<decltype(d)>;
    const std::size_t lanes = hn::Lanes(d);
    HWY_ALIGN double even[kBlocks][kHalfBlock];
    HWY_ALIGN double odd[kBlocks][kHalfBlock];
    for (std::size_t j = 0; j < kHalfBlock; j += lanes) {
        V e[kBlocks], o[kBlocks];
        for (std::size_t b = 0; b < kBlocks; ++b)
            e[b] = o[b] = hn::Zero(d);
        std::size_t i = 0;
        for (; i + 2 <= terms; i += 2) {  // two terms at a time: half as long a chain of dependent sums
            const V c0 = hn::LoadU(d, cosine + i * kHalfBlock + j);
            const V c1 = hn::LoadU(d, cosine + (i + 1) * kHalfBlock + j);
            const V s0 = hn::LoadU(d, sine + i * kHalfBlock + j);
            const V s1 = hn::LoadU(d, sine + (i + 1) * kHalfBlock + j);
            for (std::size_t b = 0; b < kBlocks; ++b) {
                const double *r = re + b * terms + i, *m = im + b * terms + i;
                e[b] = hn::Add(e[b], hn::Add(hn::Mul(hn::Set(d, r[0]), c0), hn::Mul(hn::Set(d, r[1]), c1)));
                o[b] = hn::Add(o[b], hn::Add(hn::Mul(hn::Set(d, m[0]), s0), hn::Mul(hn::Set(d, m[1]), s1)));
            }
        }
        for (; i < terms; ++i) {
            for (std::size_t b = 0; b < kBlocks; ++b) {
                const std::size_t at = b * terms + i;
                e[b] = hn::Add(e[b], hn::Mul(hn::Set(d, re[at]), hn::LoadU(d, cosine + i * kHalfBlock + j)));
                o[b] = hn::Add(o[b], hn::Mul(hn::Set(d, im[at]), hn::LoadU(d, sine + i * kHalfBlock + j)));
            }
        }
        for (std::size_t b = 0; b < kBlocks; ++b) {
            hn::Store(e[b], d, even[b] + j);
            hn::Store(o[b], d, odd[b] + j);
        }
    }
    for (std::size_t b = 0; b < kBlocks; ++b) {
        double* HWY_RESTRICT block = out + b * 2 * kHalfBlock;
        for (std::size_t j = 0; j < kHalfBlock; ++j) {
            block[kHalfBlock + j] = even[b][j] - odd[b][j];
            block[kHalfBlock - 1 - j] = even[b][j] + odd[b][j];
        }
    }
}

void sums(const double* cosine, const double* sine, const double* re, const double* im, std::size_t terms,
          std::size_t blocks, double* out) {
    std::size_t b = 0;
    for (; b + 4 <= blocks; b += 4)
        sums_of<4>(cosine, sine, re + b * terms, im + b * terms, terms, out + b * 2 * kHalfBlock);
    for (; b < blocks; ++b)
        sums_of<1>(cosine, sine, re + b * terms, im + b * terms, terms, out + b * 2 * kHalfBlock);
}

void turn(const double* HWY_RESTRICT re, const double* HWY_RESTRICT im, const double* HWY_RESTRICT by_re,
          const double* HWY_RESTRICT by_im, std::size_t terms, double* HWY_RESTRICT next_re,
          double* HWY_RESTRICT next_im) {
    for (std::size_t i = 0; i < terms; ++i) {  // the compiler makes vectors of this
        next_re[i] = re[i] * by_re[i] - im[i] * by_im[i];
        next_im[i] = re[i] * by_im[i] + im[i] * by_re[i];
    }
}

double smallest(const double* HWY_RESTRICT values, std::size_t count) {
    const hn::ScalableTag<double> d;
    const std::size_t lanes = hn::Lanes(d);
    double found = std::numeric_limits<double>::infinity();
    auto even = hn::Set(d, found), odd = even;
    std::size_t at = 0;
    for (; at + 2 * lanes <= count; at += 2 * lanes) {
        even = hn::Min(even, hn::LoadU(d, values + at));
        odd = hn::Min(odd, hn::LoadU(d, values + at + lanes));
    }
    found = hn::GetLane(hn::MinOfLanes(d, hn::Min(even, odd)));
    for (; at < count; ++at)
        found = std::min(found, values[at]);
    return found;
}

}  // namespace rope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rope {

HWY_EXPORT(sums);
HWY_EXPORT(turn);
HWY_EXPORT(smallest);

void wave_sums(const double* cosine, const double* sine, const double* re, const double* im,
               std::size_t terms, std::size_t blocks, double* out) {
    HWY_DYNAMIC_DISPATCH(sums)(cosine, sine, re, im, terms, blocks, out);
}

void turn_waves(const double* re, const double* im, const double* by_re, const double* by_im,
                std::size_t terms, double* next_re, double* next_im) {
    HWY_DYNAMIC_DISPATCH(turn)(re, im, by_re, by_im, terms, next_re, next_im);
}

double smallest_of(std::span<const double> values) {
    return HWY_DYNAMIC_DISPATCH(smallest)(values.data(), values.size());
}

}  // namespace rope
#endif
