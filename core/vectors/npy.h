// NumPy's .npy container, versions 1.0 to 3.0 (NEP 1). Source: docs/spec-rope.md, section 9.
#pragma once

#include "core/vectors/number_array.h"

namespace rope {

// Reads floats of 2, 4 and 8 bytes, bfloat16 ("V2"), integers and booleans, in both byte orders and in C or
// Fortran order. Never unpickles. Faults: not_npy, npy_version, npy_header, npy_type, npy_shape, npy_short.
// Cost O(header); the data stays as it is.
Checked<NumberArray> read_npy(std::string bytes, const std::string& where);

}  // namespace rope
