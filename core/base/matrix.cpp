#include "core/base/matrix.h"

#include "core/base/checked.h"

namespace rope {

double dot_product(std::span<const double> a, std::span<const double> b) {
    require(a.size() == b.size(), "dot_product: lengths differ");
    double sum = 0;
    for (std::size_t c = 0; c < a.size(); ++c)
        sum += a[c] * b[c];
    return sum;
}

Matrix row_products(const Matrix& a, const Matrix& b) {
    Matrix products(a.rows, b.rows);
    for (std::size_t r = 0; r < a.rows; ++r) {
        for (std::size_t c = 0; c < b.rows; ++c)
            products(r, c) = dot_product(a.row(r), b.row(c));
    }
    return products;
}

Matrix product(const Matrix& a, const Matrix& b) {
    require(a.columns == b.rows, "product: a.columns must be b.rows");
    Matrix sums(a.rows, b.columns);
    for (std::size_t r = 0; r < a.rows; ++r) {
        for (std::size_t i = 0; i < a.columns; ++i) {
            const double weight = a(r, i);
            if (weight == 0) continue;
            for (std::size_t c = 0; c < b.columns; ++c)
                sums(r, c) += weight * b(i, c);
        }
    }
    return sums;
}

}  // namespace rope
