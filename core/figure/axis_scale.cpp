#include "core/figure/axis_scale.h"

#include <algorithm>
#include <cmath>

namespace rope {
namespace {

constexpr double kLargest = 1e300;        // sums and differences of such values stay finite
constexpr double kFarAway = 1e6;          // axis lengths; beyond any page, and safe to multiply
constexpr double kSmallestRange = 1e-13;  // of the values: below, neighbouring doubles would be ticks

double finite(double value, double otherwise) {
    return std::isfinite(value) ? std::clamp(value, -kLargest, kLargest) : otherwise;
}

}  // namespace

Axis drawable(const Axis& axis) {
    Axis out = axis;
    out.lo = finite(axis.lo, 0);
    out.hi = finite(axis.hi, out.lo + 1);
    if (out.lo > out.hi) std::swap(out.lo, out.hi);
    if (axis.scale == AxisScale::logarithmic) {
        if (!(out.hi > 0)) out.hi = 1;
        if (!(out.lo > 0)) out.lo = out.hi * 1e-6;
        out.lo = std::max(out.lo, 1e-300);
        out.hi = std::max(out.hi, out.lo);
        if (!(out.hi / out.lo > 1 + 1e-12)) {
            out.lo /= 2;
            out.hi *= 2;
        }
        return out;
    }
    const double size = std::max(std::abs(out.lo), std::abs(out.hi));
    if (!(out.hi - out.lo > kSmallestRange * size)) {
        const double room = std::max(0.05 * size, size > 0 && size < 1e-6 ? size : 0.5);
        out.lo -= room;
        out.hi += room;
    }
    return out;
}

double axis_fraction(const Axis& axis, double value) {
    double f = 0;
    if (axis.scale == AxisScale::logarithmic) {
        f = value > 0 ? std::log(value / axis.lo) / std::log(axis.hi / axis.lo)
                      : (std::isnan(value) ? value : -kFarAway);
    } else {
        f = value / (axis.hi - axis.lo) - axis.lo / (axis.hi - axis.lo);
        // The plain form is exact at both ends; the one above cannot overflow.
        if (std::abs(value) < kLargest) f = (value - axis.lo) / (axis.hi - axis.lo);
    }
    if (axis.reversed) f = 1 - f;
    return std::isnan(f) ? f : std::clamp(f, -kFarAway, kFarAway);
}

double axis_value(const Axis& axis, double fraction) {
    const double f = axis.reversed ? 1 - fraction : fraction;
    if (axis.scale == AxisScale::logarithmic) return axis.lo * std::pow(axis.hi / axis.lo, f);
    return axis.lo + f * (axis.hi - axis.lo);
}

}  // namespace rope
