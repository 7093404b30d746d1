#include "app/gui/widgets/slider_scale.h"

#include <algorithm>
#include <cmath>

namespace rope {

double nearest_allowed(const ParamSpec& spec, double value) {
    value = std::clamp(value, spec.min, spec.max);
    if (spec.type != ParamType::integer) return value;
    const double step = std::max(spec.step, 1.0);
    const double steps = std::round((value - spec.min) / step);
    return std::min(spec.min + steps * step, spec.min + std::floor((spec.max - spec.min) / step) * step);
}

SliderTrack::SliderTrack(const ParamSpec& spec, std::optional<double> max_override, bool whole)
    : spec_(spec), whole_(whole) {
    const bool own = spec.slider_min < spec.slider_max;
    lo_ = own ? spec.slider_min : spec.min;
    hi_ = own ? spec.slider_max : spec.max;
    if (max_override && *max_override > lo_) hi_ = *max_override;
    logarithmic_ = spec.scale == SliderScale::logarithmic && lo_ > 0;
}

double SliderTrack::position(double value) const {
    const double t = logarithmic_ ? std::log(std::max(value, lo_) / lo_) / std::log(hi_ / lo_)
                                  : (value - lo_) / (hi_ - lo_);
    return std::isfinite(t) ? std::clamp(t, 0.0, 1.0) : 0;
}

double SliderTrack::value(double position) const {
    const double t = std::clamp(position, 0.0, 1.0);
    double value = logarithmic_ ? lo_ * std::exp(t * std::log(hi_ / lo_)) : lo_ + t * (hi_ - lo_);
    if (t == 0) value = lo_;
    if (t == 1) value = hi_;
    if (whole_) {
        value = std::round(value);
    } else if (spec_.type == ParamType::number && t > 0 && t < 1) {
        // Three digits are as fine as a hand is, and read well.
        double unit = std::pow(10, std::floor(std::log10(std::abs(value))) - 2);
        // Across zero, near which three digits would never end at it, a hundredth of the track's size.
        if (lo_ < 0) unit = std::max(unit, std::pow(10, std::floor(std::log10(hi_ - lo_)) - 2));
        if (std::isfinite(unit) && unit > 0 && value != 0) value = std::round(value / unit) * unit;
    }
    return nearest_allowed(spec_, value);
}

}  // namespace rope
