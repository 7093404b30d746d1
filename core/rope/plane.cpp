// The 2-D rotations of vision models.
#include <fmt/format.h>

#include <cmath>

#include "core/rope/axes.h"
#include "core/rope/exact_frequencies.h"

namespace rope {
namespace {

// Which coordinate comes first among the pairs.
enum class First { column, row };

// The `first` coordinate turns by `ahead`, the pairs after them by `behind` with the other.
AxisFrequencies split(First first, const std::vector<Extended>& ahead, const std::vector<Extended>& behind) {
    std::vector<Extended> head = ahead, tail(ahead.size());
    head.resize(ahead.size() + behind.size());
    tail.insert(tail.end(), behind.begin(), behind.end());
    const FrequencyTable one = make_table(head, 1), other = make_table(tail, 1);
    return first == First::column ? AxisFrequencies{{one, other}} : AxisFrequencies{{other, one}};
}

Checked<AxisFrequencies> halves(First first, double base, int rotary_dim) {
    if (rotary_dim % 4 != 0 || rotary_dim < 4)
        return Fault{.id = "not_a_multiple_of_4",
                     .subject = fmt::format("{} rotated components", rotary_dim),
                     .rule = "must be a multiple of 4, because rows and columns share the pairs equally",
                     .remedy = "",
                     .where = ""};
    // base^(−2t/(d/2)), t < d/4.
    const std::vector<Extended> theta = default_frequencies(base, rotary_dim / 2);
    return split(first, theta, theta);
}

}  // namespace

Checked<AxisFrequencies> axial_axes(double base, int rotary_dim) {
    return halves(First::column, base, rotary_dim);
}

Checked<AxisFrequencies> qwen2vl_vision_axes(double base, int rotary_dim) {
    return halves(First::row, base, rotary_dim);
}

Checked<AxisFrequencies> mixed_axes_as_initialised(double base, int rotary_dim, double angle) {
    const Checked<AxisFrequencies> axial = axial_axes(base, rotary_dim);
    if (!axial.ok()) return axial.fault();
    std::vector<double> column, row;
    const int quarter = rotary_dim / 4;
    for (int i = 0; i < 2 * quarter; ++i) {
        const double size = axial.value().axes[0].theta[static_cast<std::size_t>(i % quarter)];
        const double direction = angle + (i < quarter ? 0 : std::acos(0.0));
        column.push_back(size * std::cos(direction));
        row.push_back(size * std::sin(direction));
    }
    return mixed_axes(column, row);
}

AxisFrequencies pixtral_axes(double base, int rotary_dim) {
    std::vector<Extended> even, odd;
    int t = 0;
    for (const Extended& theta : default_frequencies(base, rotary_dim))
        (t++ % 2 == 0 ? even : odd).push_back(theta);
    return split(First::row, even, odd);
}

Checked<AxisFrequencies> mixed_axes(std::span<const double> column, std::span<const double> row) {
    if (column.size() != row.size() || column.empty())
        return Fault{
            .id = "wrong_length",
            .subject = fmt::format("{} frequencies of columns and {} of rows", column.size(), row.size()),
            .rule = "must be equally many, one of each per pair",
            .remedy = "",
            .where = ""};
    for (const std::span<const double> list : {column, row}) {
        for (const double theta : list) {
            if (!std::isfinite(theta))
                return Fault{.id = "not_finite",
                             .subject = "a learned frequency",
                             .rule = "must be a finite number",
                             .remedy = "",
                             .where = ""};
        }
    }
    return AxisFrequencies{{make_table(column, 1), make_table(row, 1)}};
}

}  // namespace rope
