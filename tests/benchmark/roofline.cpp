#include "tests/benchmark/roofline.h"

#include "tests/benchmark/ratio.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/benchmark/roofline.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for each instruction set.
#include <hwy/cache_control.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace rope::benchmark::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t kChains = 12;  // of dependent operations: enough to hide their delay
constexpr std::size_t kSteps = 20'000;

// Returns the number of products made.
template <class T, class Step>
HWY_INLINE double chains(const Step& step, volatile T* sink) {
    const hn::ScalableTag<T> d;
    hn::Vec<decltype(d)> sums[kChains];
    for (std::size_t k = 0; k < kChains; ++k)
        sums[k] = hn::Set(d, *sink + static_cast<T>(k));
    for (std::size_t i = 0; i < kSteps; ++i) {
        for (std::size_t k = 0; k < kChains; ++k)
            sums[k] = step(d, sums[k]);
    }
    for (std::size_t k = 1; k < kChains; ++k)
        sums[0] = hn::Add(sums[0], sums[k]);
    *sink = hn::GetLane(sums[0]);
    return static_cast<double>(kSteps * kChains * hn::Lanes(d));
}

double float64(volatile double* sink) {
    return chains<double>([](auto d, auto sum)
                              HWY_ATTR { return hn::Add(hn::Mul(sum, hn::Set(d, 0.5)), hn::Set(d, 1.0)); },
                          sink);
}

double float32(volatile float* sink) {
    return chains<float>(
        [](auto d, auto sum) HWY_ATTR { return hn::MulAdd(sum, hn::Set(d, 0.5F), hn::Set(d, 1.0F)); }, sink);
}

void copy(const float* from, std::size_t count, float* to) {
    const hn::ScalableTag<float> d;
    for (std::size_t i = 0; i < count; i += 2 * hn::Lanes(d)) {
        hn::Stream(hn::Load(d, from + i), d, to + i);
        hn::Stream(hn::Load(d, from + i + hn::Lanes(d)), d, to + i + hn::Lanes(d));
    }
    hwy::FlushStream();
}

void fill(float value, std::size_t count, float* to) {
    const hn::ScalableTag<float> d;
    for (std::size_t i = 0; i < count; i += hn::Lanes(d))
        hn::Stream(hn::Set(d, value), d, to + i);
    hwy::FlushStream();
}

}  // namespace rope::benchmark::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rope::benchmark {

HWY_EXPORT(float64);
HWY_EXPORT(float32);
HWY_EXPORT(copy);
HWY_EXPORT(fill);

double products_float64() {
    volatile double sink = 1;
    double products = 0;
    const double seconds = fastest([&] { products = HWY_DYNAMIC_DISPATCH(float64)(&sink); }, 50);
    return products / seconds;
}

double products_float32() {
    volatile float sink = 1;
    double products = 0;
    const double seconds = fastest([&] { products = HWY_DYNAMIC_DISPATCH(float32)(&sink); }, 50);
    return products / seconds;
}

void stream_copy(std::span<const float> from, std::span<float> to) {
    HWY_DYNAMIC_DISPATCH(copy)(from.data(), to.size(), to.data());
}

void stream_fill(float value, std::span<float> to) {
    HWY_DYNAMIC_DISPATCH(fill)(value, to.size(), to.data());
}

}  // namespace rope::benchmark
#endif
