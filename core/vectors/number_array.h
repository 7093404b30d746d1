// An array of numbers as a file holds it, turned into doubles only where it is asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/checked.h"

namespace rope {

enum class ElementType { f16, bf16, f32, f64, i8, i16, i32, i64, u8, u16, u32, u64, boolean };

std::size_t byte_size(ElementType type);

struct NumberArray {
    std::vector<std::size_t> shape;
    ElementType type = ElementType::f64;
    bool big_endian = false;
    bool column_major = false;      // Fortran order
    std::string bytes;              // the file
    std::size_t data_begin = 0;     // of the first element in `bytes`; the readers have checked that all fit
    std::size_t surplus_bytes = 0;  // after the last element; legal, worth a warning

    // The elements along the last axis at the given indices of all other axes, in order. 64-bit integers
    // beyond 2⁵³ are rounded. The indices must be in range. Cost O(elements of the row).
    std::vector<double> row(const std::vector<std::size_t>& leading) const;
};

}  // namespace rope
