// e^{iφ} as two doubles. std::complex would pay for infinities in every product.
#pragma once

#include <cmath>

#include "core/base/phase.h"

namespace rope {

struct Phasor {
    double re = 0, im = 0;
    friend Phasor operator+(Phasor a, Phasor b) { return {a.re + b.re, a.im + b.im}; }
    friend Phasor operator-(Phasor a, Phasor b) { return {a.re - b.re, a.im - b.im}; }
    friend Phasor operator*(Phasor a, Phasor b) {
        return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
    }
    friend Phasor operator*(double scale, Phasor a) { return {scale * a.re, scale * a.im}; }
};

inline Phasor unit_phasor(double radians) {
    return {std::cos(radians), std::sin(radians)};
}
inline Phasor unit_phasor(TurnFraction phase) {
    return unit_phasor(angle(phase));
}
inline Phasor unit_phasor(ExactPhase phase) {
    return {cosine(phase), sine(phase)};
}

}  // namespace rope
