// Arithmetic of 100 digits, as truth for Extended.
#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>

#include "core/base/extended.h"

namespace rope {

using Wide = boost::multiprecision::cpp_bin_float_100;

// Exact: three doubles hold more than the 113 bits of an Extended. Small values are lifted first, by a power
// of two, so that the last of the three does not underflow.
inline Wide wide(Extended x) {
    constexpr double kLift = 0x1p500;
    if (x != 0 && abs(x) < 1 / kLift) return wide(x * kLift) / kLift;
    Wide sum = 0;
    for (int i = 0; i < 3; ++i) {
        sum += x.to_double();
        x -= x.to_double();
    }
    return sum;
}

// To within the last bit or two of an Extended.
inline Extended extended(Wide x) {
    Extended sum = 0;
    for (int i = 0; i < 3; ++i) {
        const auto part = x.convert_to<double>();
        sum += part;
        x -= part;
    }
    return sum;
}

}  // namespace rope
