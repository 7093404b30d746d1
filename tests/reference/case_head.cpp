#include "tests/reference/case_head.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/number_text.h"
#include "core/rope/exact_frequencies.h"

namespace rope::reference {

int even_dim(int dim, std::string_view name) {
    if (dim < 2 || dim % 2 != 0 || dim > kMostComponents)
        throw CaseError(
            fmt::format("{} = {} is not an even number from 2 to {}", name, dim, kMostComponents));
    return dim;
}

double base_of(const CaseInput& input, std::string_view name, double otherwise) {
    const double base = input.number_or(name, otherwise);
    if (!(base > 0)) throw CaseError(fmt::format("{} = {} is not above 0", name, shortest_text(base)));
    return base;
}

FrequencyTable table_of(const CaseInput& input) {
    static_cast<void>(input.text_or("frequency_rule", ""));  // says where `frequencies` come from
    const double base = base_of(input);
    if (!input.has("frequencies"))
        return make_table(default_frequencies(base, even_dim(input.count("dim"), "dim")), 1);
    const std::vector<double> theta = input.numbers("frequencies");
    if (theta.empty() ||
        (input.has("dim") && static_cast<int>(theta.size()) != even_dim(input.count("dim"), "dim") / 2))
        throw CaseError("one frequency per pair");
    return make_table(theta, 1);
}

HeadShape shape_of(const CaseInput& input) {
    const int dim = even_dim(input.count("dim"), "dim");
    return {.head_dim = dim, .rotary_dim = dim, .layout = input.layout_or(Layout::interleaved)};
}

HeadShape checked_shape(const HeadShape& shape) {
    even_dim(shape.rotary_dim, "rotary_dim");
    if (shape.head_dim > kMostComponents || shape.rotary_offset > shape.head_dim - shape.rotary_dim)
        throw CaseError("rotary_dim does not fit the head");
    return shape;
}

double position_of(double value) {
    if (!(std::abs(value) <= kLargestExactPosition))
        throw CaseError("position " + shortest_text(value) +
                        " is beyond 2^53, the last that numbers hold exactly");
    return value;
}

double position_of(const CaseInput& input, std::string_view name) {
    return position_of(input.number(name));
}

std::vector<double> positions_of(const CaseInput& input, std::string_view name) {
    std::vector<double> positions = input.numbers(name);
    for (const double position : positions)
        position_of(position);
    return positions;
}

std::pair<double, double> position_pair(const std::vector<double>& row, std::string_view name) {
    if (row.size() != 2) throw CaseError(std::string(name) + " holds [m, n]");
    return {position_of(row[0]), position_of(row[1])};
}

std::vector<double> vector_of(const CaseInput& input, std::string_view name, int size) {
    std::vector<double> x = input.numbers(name);
    if (x.size() != static_cast<std::size_t>(size))
        throw CaseError(fmt::format("{} must have {} entries", name, size));
    return x;
}

std::size_t checked_entries(std::size_t rows, std::size_t columns) {
    if (columns != 0 && rows > kMostEntries / columns) throw CaseError("a table of too many entries");
    return rows * columns;
}

}  // namespace rope::reference
