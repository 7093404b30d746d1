// The number type in which frequencies are formed before they are rounded to double or to turns: 113 bits,
// because a double θ is off by up to 5e-7 rad at position 2³².
#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace rope {

using Extended = boost::multiprecision::cpp_bin_float_quad;

}  // namespace rope
