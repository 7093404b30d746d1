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

AxisMap::AxisMap(double lo, double hi) {
    lo_ = finite(lo, 0);
    hi_ = finite(hi, lo_ + 1);
    if (lo_ > hi_) std::swap(lo_, hi_);
    const double size = std::max(std::abs(lo_), std::abs(hi_));
    if (!(hi_ - lo_ > kSmallestRange * size)) {
        const double room = std::max(0.05 * size, size > 0 && size < 1e-6 ? size : 0.5);
        lo_ -= room;
        hi_ += room;
    }
    start_ = lo_;
    length_ = hi_ - lo_;
}

AxisMap::AxisMap(const Axis& axis) : AxisMap(axis.lo, axis.hi) {
    reversed_ = axis.reversed;
    if (axis.scale == AxisScale::linear) return;
    logarithmic_ = true;
    lo_ = finite(axis.lo, 0);
    hi_ = finite(axis.hi, lo_ + 1);
    if (lo_ > hi_) std::swap(lo_, hi_);
    if (!(hi_ > 0)) hi_ = 1;
    if (!(lo_ > 0)) lo_ = hi_ * 1e-6;
    lo_ = std::max(lo_, 1e-300);
    hi_ = std::max(hi_, lo_);
    if (!(std::log(hi_) - std::log(lo_) > 1e-12)) {
        lo_ /= 2;
        hi_ *= 2;
    }
    start_ = std::log(lo_);
    length_ = std::log(hi_) - start_;
}

double AxisMap::fraction(double value) const {
    double f = 0;
    if (logarithmic_)
        f = value > 0 ? (std::log(value) - start_) / length_ : std::isnan(value) ? value : -kFarAway;
    else if (std::abs(value) < kLargest)
        f = (value - start_) / length_;
    else
        f = value / length_ - start_ / length_;  // the difference could overflow
    if (reversed_) f = 1 - f;
    return std::isnan(f) ? f : std::clamp(f, -kFarAway, kFarAway);
}

double AxisMap::value(double fraction) const {
    const double f = reversed_ ? 1 - fraction : fraction;
    return logarithmic_ ? std::exp(start_ + f * length_) : start_ + f * length_;
}

PageMap::PageMap(const Panel& panel, const Rect& plot) : plot_(plot) {
    if (panel.x) x_.emplace(*panel.x);
    if (panel.y) y_.emplace(*panel.y);
}

Point PageMap::page(Point data) const {
    const double fx = x_ ? x_->fraction(data.x) : data.x, fy = y_ ? y_->fraction(data.y) : data.y;
    return {plot_.x + fx * plot_.width, plot_.bottom() - fy * plot_.height};
}

Point PageMap::data(Point page) const {
    const double fx = plot_.width > 0 ? (page.x - plot_.x) / plot_.width : 0;
    const double fy = plot_.height > 0 ? (plot_.bottom() - page.y) / plot_.height : 0;
    return {x_ ? x_->value(fx) : fx, y_ ? y_->value(fy) : fy};
}

}  // namespace rope
