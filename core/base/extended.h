// The number type in which frequencies are formed before they are rounded to double or to turns: 113 bits,
// because a double θ is off by up to 5e-7 rad at position 2³². Boost's cpp_bin_float_quad behind a wall: its
// header would cost every file that knows a frequency several seconds of compiling.
#pragma once

#include <array>
#include <compare>
#include <cstddef>

#include "core/base/phase.h"

namespace rope {

class Extended {
  public:
    Extended(double value = 0);  // NOLINT: implicit and exact, so that formulas read as in papers
    Extended(const Extended& other);
    Extended& operator=(const Extended& other);
    ~Extended() = default;

    double to_double() const;  // rounded once, to nearest

    Extended& operator+=(const Extended& other);
    Extended& operator-=(const Extended& other);
    Extended& operator*=(const Extended& other);
    Extended& operator/=(const Extended& other);
    Extended operator-() const;

    friend Extended operator+(Extended a, const Extended& b) { return a += b; }
    friend Extended operator-(Extended a, const Extended& b) { return a -= b; }
    friend Extended operator*(Extended a, const Extended& b) { return a *= b; }
    friend Extended operator/(Extended a, const Extended& b) { return a /= b; }
    friend bool operator==(const Extended& a, const Extended& b);
    friend std::partial_ordering operator<=>(const Extended& a, const Extended& b);

    struct Access;  // core/base/extended.cpp

  private:
    alignas(16) std::array<std::byte, 32> quad_;
};

// Relative error ≤ 1e-33 each, but near the zeros of sin, cos and tan. Cost: 1 to 50 µs.
Extended abs(const Extended& x);
Extended floor(const Extended& x);
Extended ceil(const Extended& x);
Extended log(const Extended& x);
Extended pow(const Extended& x, const Extended& y);
Extended sin(const Extended& x);
Extended cos(const Extended& x);
Extended tan(const Extended& x);
Extended atan(const Extended& x);
Extended atan2(const Extended& y, const Extended& x);
Extended two_pi();

// θ [rad/token] as turns per token, modulo one. Error: 2⁻¹²⁸ turns, and 2⁻¹¹² of θ where that is more.
ExactStep exact_step(const Extended& theta);

// The same rounded to 2⁻⁶⁵ turns: |error| at |position| ≤ 2³² is ≤ 7.4e-10 rad.
TurnFraction turn_step(const Extended& theta);

}  // namespace rope
