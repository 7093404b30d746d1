// Expected against computed, field by field.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace rope::reference {

struct Tolerance {
    double absolute = 0, relative = 0;  // passes where |got − want| ≤ absolute + relative·|want|
};

struct Mismatch {
    std::string field;  // dotted path with indices: "cos[3][0]"
    std::string want, got;
    double error = 0;  // |got − want|; NaN where that has no meaning
    Tolerance tolerance;
};

// Every difference between `want` and `got`. Fields of `got` that `want` lacks are not looked at; a field
// that `got` lacks is one the group does not know. `by_field` holds {"rel", "abs"} by dotted path (without
// indices), the longest match wins. "inf" and "-inf" stand for infinities, null for "does not exist" (NaN).
// Whole numbers are compared exactly where both sides are written as such.
std::vector<Mismatch> compare(const nlohmann::json& want, const nlohmann::json& got, Tolerance tolerance,
                              const nlohmann::json& by_field);

}  // namespace rope::reference
