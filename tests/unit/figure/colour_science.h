// Colour as the eye has it, written apart from core/figure so that the tests do not lean on what they test.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "core/figure/theme.h"

namespace rope::test {

using Triple = std::array<double, 3>;

inline Triple linear_rgb(Colour c) {
    const auto channel = [](std::uint8_t v) {
        const double s = v / 255.0;
        return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
    };
    return {channel(c.r), channel(c.g), channel(c.b)};
}

// CIELAB under D65: another space than the OKLab that the maps are built in.
inline Triple cielab(const Triple& rgb) {
    const double x = (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047;
    const double y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    const double z = (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883;
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

inline double lightness(Colour c) {
    return cielab(linear_rgb(c))[0];
}

inline double difference(const Triple& a, const Triple& b) {
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

enum class Vision { normal, protan, deutan, tritan };

// Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
inline Triple seen(Colour c, Vision vision) {
    constexpr std::array<std::array<Triple, 3>, 4> kMatrices{{
        {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
        {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
        {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
        {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
    }};
    const Triple rgb = linear_rgb(c);
    Triple out{};
    for (std::size_t i = 0; i < 3; ++i) {
        const Triple& row = kMatrices.at(static_cast<std::size_t>(vision)).at(i);
        out.at(i) = std::clamp(row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2], 0.0, 1.0);
    }
    return out;
}

}  // namespace rope::test
