// A small dense matrix of doubles, row by row, and the two products that attention is made of.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace rope {

struct Matrix {
    std::size_t rows = 0, columns = 0;
    std::vector<double> values{};  // [rows · columns]

    Matrix() = default;
    Matrix(std::size_t row_count, std::size_t column_count, double fill = 0)
        : rows(row_count), columns(column_count), values(row_count * column_count, fill) {}

    double& operator()(std::size_t r, std::size_t c) { return values[r * columns + c]; }
    double operator()(std::size_t r, std::size_t c) const { return values[r * columns + c]; }
    std::span<double> row(std::size_t r) { return {values.data() + r * columns, columns}; }
    std::span<const double> row(std::size_t r) const { return {values.data() + r * columns, columns}; }
    friend bool operator==(const Matrix&, const Matrix&) = default;
};

// Σ a_c b_c; both of one length.
double dot_product(std::span<const double> a, std::span<const double> b);

// a bᵀ [a.rows, b.rows]: every row of a with every row of b, as q·k. Both of one width. Cost
// O(a.rows·b.rows·width).
Matrix row_products(const Matrix& a, const Matrix& b);

// a b [a.rows, b.columns]: rows of b weighted by a, as attention·v; a.columns = b.rows. A weight of 0 takes
// nothing, whatever stands in its row.
Matrix product(const Matrix& a, const Matrix& b);

}  // namespace rope
