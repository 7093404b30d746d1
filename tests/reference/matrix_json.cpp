#include "tests/reference/matrix_json.h"

#include <algorithm>

namespace rope::reference {

Matrix matrix_of(const CaseInput& input, std::string_view name) {
    const std::vector<std::vector<double>> rows = input.rows(name);
    if (rows.empty() || rows.front().empty()) throw CaseError("input " + std::string(name) + " is empty");
    Matrix matrix(rows.size(), rows.front().size());
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

}  // namespace rope::reference
