// What the laws are tried on.
#pragma once

#include <rapidcheck.h>

#include <cmath>
#include <vector>

#include "core/rope/exact_frequencies.h"
#include "core/rope/layout.h"

namespace rope::property {

// Numbers in [low, high] on a grid fine enough to have all bits in use.
inline rc::Gen<double> number(double low, double high) {
    constexpr std::int64_t kSteps = std::int64_t{1} << 40;
    return rc::gen::map(
        rc::gen::resize(1000, rc::gen::inRange<std::int64_t>(0, kSteps + 1)), [=](std::int64_t step) {
            return low + (high - low) * static_cast<double>(step) / static_cast<double>(kSteps);
        });
}

// The same in the logarithm: for bases, factors and other quantities that multiply.
inline rc::Gen<double> magnitude(double low, double high) {
    return rc::gen::map(number(std::log(low), std::log(high)), [](double x) { return std::exp(x); });
}

inline rc::Gen<double> any_base() {
    return magnitude(2, 1e9);
}

inline rc::Gen<std::vector<double>> vector_of(int length) {
    return rc::gen::container<std::vector<double>>(static_cast<std::size_t>(length), number(-4, 4));
}

inline rc::Gen<std::int64_t> position(std::int64_t largest) {
    return rc::gen::resize(1000, rc::gen::inRange<std::int64_t>(-largest, largest + 1));
}

// Heads of every kind: whole, partly rotated, with an offset, in both layouts.
inline rc::Gen<HeadShape> any_shape() {
    return rc::gen::apply(
        [](int pairs, int before, int after, bool half) {
            return HeadShape{.head_dim = before + 2 * pairs + after,
                             .rotary_dim = 2 * pairs,
                             .rotary_offset = before,
                             .layout = half ? Layout::half : Layout::interleaved};
        },
        rc::gen::inRange(1, 17), rc::gen::inRange(0, 5), rc::gen::inRange(0, 5), rc::gen::arbitrary<bool>());
}

inline FrequencyTable table_for(const HeadShape& shape, double base, double attention_factor = 1) {
    return make_table(default_frequencies(base, shape.rotary_dim), attention_factor);
}

inline double dot(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t c = 0; c < a.size(); ++c)
        sum += a[c] * b[c];
    return sum;
}

inline double norm(const std::vector<double>& x) {
    return std::sqrt(dot(x, x));
}

inline double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
    double largest = 0;
    for (std::size_t c = 0; c < a.size(); ++c)
        largest = std::max(largest, std::abs(a[c] - b[c]));
    return largest;
}

}  // namespace rope::property

namespace rc {
inline void showValue(const rope::HeadShape& shape, std::ostream& out) {
    out << "head_dim " << shape.head_dim << ", rotary " << shape.rotary_dim << " from " << shape.rotary_offset
        << ", " << rope::id(shape.layout);
}
}  // namespace rc
