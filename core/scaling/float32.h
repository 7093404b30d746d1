// The C library's float functions, rounded correctly but for about one in 10⁸.
#pragma once

#include <cmath>

namespace rope {

inline float log32(float x) {
    return static_cast<float>(std::log(static_cast<double>(x)));
}
inline float pow32(float x, float y) {
    return static_cast<float>(std::pow(static_cast<double>(x), static_cast<double>(y)));
}
inline float cos32(float x) {
    return static_cast<float>(std::cos(static_cast<double>(x)));
}
inline float sin32(float x) {
    return static_cast<float>(std::sin(static_cast<double>(x)));
}

}  // namespace rope
