#include "tests/reference/matrix_json.h"

#include <algorithm>
#include <cmath>

namespace rope::reference {

Matrix matrix_of(const CaseInput& input, std::string_view name) {
    const std::vector<std::vector<double>> rows = input.rows(name);
    Matrix matrix(rows.size(), rows.empty() ? 0 : rows.front().size());
    for (std::size_t r = 0; r < rows.size(); ++r) {
        if (rows[r].size() != matrix.columns)
            throw CaseError("rows of " + std::string(name) + " differ in length");
        std::copy(rows[r].begin(), rows[r].end(), matrix.row(r).begin());
    }
    return matrix;
}

nlohmann::json json_of(const Matrix& matrix) {
    return table_of(matrix.rows, matrix.columns, [&](std::int64_t r, std::int64_t c) {
        return matrix(static_cast<std::size_t>(r), static_cast<std::size_t>(c));
    });
}

std::int64_t whole_number(double value, std::string_view name) {
    if (!(std::abs(value) <= 9007199254740992.0 && value == std::floor(value)))
        throw CaseError("input " + std::string(name) + " is not a whole number");
    return static_cast<std::int64_t>(value);
}

std::vector<std::int64_t> whole_numbers(const CaseInput& input, std::string_view name) {
    std::vector<std::int64_t> whole;
    for (const double value : input.numbers(name))
        whole.push_back(whole_number(value, name));
    return whole;
}

}  // namespace rope::reference
