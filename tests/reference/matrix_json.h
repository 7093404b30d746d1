// Matrices as reference files write them: a list of rows, null where nothing is visible.
#pragma once

#include "core/base/checked.h"
#include "core/base/matrix.h"
#include "tests/reference/case.h"

namespace rope::reference {

// Rows of one length, and neither is 0; a CaseError otherwise.
Matrix matrix_of(const CaseInput& input, std::string_view name);

nlohmann::json json_of(const Matrix& matrix);

// One [rows, columns] table from a function of (r, c).
template <class Entry>
nlohmann::json table_of(std::size_t rows, std::size_t columns, const Entry& entry) {
    nlohmann::json table = nlohmann::json::array();
    for (std::size_t r = 0; r < rows; ++r) {
        nlohmann::json row = nlohmann::json::array();
        for (std::size_t c = 0; c < columns; ++c)
            row.push_back(entry(static_cast<std::int64_t>(r), static_cast<std::int64_t>(c)));
        table.push_back(std::move(row));
    }
    return table;
}

// The value, or a CaseError with the fault's sentence.
template <class T>
T value_of(Checked<T> checked) {
    if (!checked.ok()) throw CaseError(sentence(checked.fault()));
    return std::move(checked).value();
}

}  // namespace rope::reference
