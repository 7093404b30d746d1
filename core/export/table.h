// The data behind a Figure as text and as .npy.
#pragma once

#include <string>

#include "core/base/checked.h"
#include "core/figure/figure.h"

namespace rope {

// Comma-separated values (RFC 4180 quoting, "\n"). The first line names every column and its unit. A grid has
// one line per row: its position, then the values, each column named by its position. Numbers have 17
// significant digits; NaN is an empty field. Faults: no_data.
Checked<std::string> csv_text(const DataTable& table);

// NumPy format 1.0, little-endian float64, C order: a grid's shape is (rows, columns), a table's (length,
// columns). NaN stays NaN. Faults: no_data.
Checked<std::string> npy_bytes(const DataTable& table);

}  // namespace rope
