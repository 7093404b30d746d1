// One case of a reference file, and what a group of cases needs to answer it.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/rope/layout.h"

namespace rope::reference {

// A case that cannot be answered: missing or malformed input, or a program fault. Reported as its failure.
struct CaseError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Input fields by name. Remembers which were asked for: a field that nobody asked for is unknown, and the
// case fails, because ignoring an input could only agree by luck. null reads as absent.
class CaseInput {
  public:
    explicit CaseInput(const nlohmann::json& fields) : fields_(fields) {}

    bool has(std::string_view name) const;
    double number(std::string_view name) const;  // finite
    double number_or(std::string_view name, double otherwise) const;
    int count(std::string_view name) const;  // a whole number from 0 to 2³⁰
    int count_or(std::string_view name, int otherwise) const;
    bool flag_or(std::string_view name, bool otherwise) const;
    std::string text_or(std::string_view name, const std::string& otherwise) const;
    Layout layout_or(Layout otherwise) const;
    std::vector<double> numbers(std::string_view name) const;
    std::vector<std::vector<double>> rows(std::string_view name) const;
    bool is_matrix(std::string_view name) const;
    const nlohmann::json& object(std::string_view name) const;  // for groups that check its fields themselves
    std::int64_t whole_number(std::string_view name) const;
    std::vector<std::int64_t> whole_numbers(std::string_view name) const;
    std::uint64_t seed(std::string_view name) const;           // every one of 64 bits
    const nlohmann::json& value(std::string_view name) const;  // of any type

    // The whole object, for groups whose input is a file of its own (config.json).
    const nlohmann::json& all() const;

    std::vector<std::string> unread() const;

  private:
    const nlohmann::json* find(std::string_view name) const;
    const nlohmann::json& get(std::string_view name) const;
    const nlohmann::json& fields_;
    mutable std::set<std::string, std::less<>> read_;
};

// A whole number of at most 2⁵³, negative ones included.
std::int64_t whole_number(double value, std::string_view name);

// The decimal that a float32 is written as, read as a double: so stand float32 results in the files.
double as_written(float value);

// Answers every field of `expected` that the group knows, computed from the input alone. Fields that a case
// does not ask for may be there too. NaN stands for null.
using Answer = nlohmann::json (*)(const CaseInput&);

struct Group {
    std::string_view name;
    Answer answer;
};

}  // namespace rope::reference
