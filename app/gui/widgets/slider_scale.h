// Between the values of a row and places on its track.
#pragma once

#include <optional>

#include "core/base/parameter.h"

namespace rope {

class SliderTrack {
  public:
    // `max_override` instead of the row's slider_max where it is above the lower end.
    // `whole`: places stand for whole numbers although the row allows fractions.
    explicit SliderTrack(const ParamSpec& spec, std::optional<double> max_override = {}, bool whole = false);

    double position(double value) const;  // 0 … 1 inside the track, clamped
    double value(double position) const;  // on the row's step and within its range

    double lo() const { return lo_; }
    double hi() const { return hi_; }

  private:
    const ParamSpec& spec_;
    double lo_, hi_;
    bool whole_, logarithmic_;
};

// The nearest allowed value: within min … max, on the step where the row has whole numbers.
double nearest_allowed(const ParamSpec& spec, double value);

}  // namespace rope
