// The number type in which frequencies are formed before they are rounded to double or to turns: 113 bits,
// because a double θ is off by up to 5e-7 rad at position 2³². Included only where frequencies are made: the
// header behind it costs two seconds of compiling.
#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>

#include "core/base/phase.h"

namespace rope {

using Extended = boost::multiprecision::cpp_bin_float_quad;

// θ [rad/token] as turns per token, rounded to 2⁻⁶⁵ turns: |error| at |position| ≤ 2³² is ≤ 7.4e-10 rad.
TurnFraction turn_step(const Extended& theta);

}  // namespace rope
