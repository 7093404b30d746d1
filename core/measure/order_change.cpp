#include "core/measure/order_change.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/checked.h"

namespace rope {

OrderChange order_change(const Matrix& now, const Matrix& as_written, std::span<const int> order) {
    const std::size_t n = order.size();
    require(now.rows == n && now.columns == n && as_written.rows == n && as_written.columns == n,
            "order_change: maps of another size than the order");
    OrderChange out;
    out.difference = Matrix(n, n, std::numeric_limits<double>::quiet_NaN());
    double smallest = std::numeric_limits<double>::infinity(), highest = -smallest;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            const double a = now(i, j);
            const double b =
                as_written(static_cast<std::size_t>(order[i]), static_cast<std::size_t>(order[j]));
            for (const double value : {a, b}) {
                if (!std::isfinite(value)) continue;
                smallest = std::min(smallest, value);
                highest = std::max(highest, value);
            }
            if (std::isfinite(a) != std::isfinite(b)) ++out.unmasked;
            if (!std::isfinite(a) || !std::isfinite(b)) continue;
            out.difference(i, j) = a - b;
            out.largest = std::max(out.largest, std::abs(a - b));
        }
    }
    if (highest > smallest) out.range = highest - smallest;
    return out;
}

}  // namespace rope
