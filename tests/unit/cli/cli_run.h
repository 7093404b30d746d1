// The program under test, and small readers for what it prints.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/run_program.h"
#include "tests/support/temp_folder.h"

namespace rope::test {

inline Run cli(std::vector<std::string> arguments, const Surroundings& surroundings = {}) {
    arguments.insert(arguments.begin(), ROPE_PROGRAM);
    return run_program(arguments, surroundings);
}

// The answer of a command that must succeed without a word on standard error.
inline nlohmann::json cli_json(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "json"});
    const Run result = cli(arguments);
    EXPECT_EQ(result.status, 0) << result.errors;
    EXPECT_EQ(result.errors, "");
    return nlohmann::json::parse(result.output);
}

// A refusal: the status, nothing on standard output, one line on standard error that holds `words`.
inline void expect_refusal(const Run& result, int status, const std::string& words) {
    EXPECT_EQ(result.status, status) << result.errors;
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(std::count(result.errors.begin(), result.errors.end(), '\n'), 1) << result.errors;
    EXPECT_EQ(result.errors.rfind("rope-explorer: ", 0), 0u) << result.errors;
    EXPECT_NE(result.errors.find(words), std::string::npos) << result.errors;
}

inline std::string file_content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Equality of files that are too long to be printed: says where they part.
inline testing::AssertionResult same(const std::string& a, const std::string& b) {
    if (a == b) return testing::AssertionSuccess();
    const std::size_t at =
        static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
    return testing::AssertionFailure() << a.size() << " and " << b.size() << " bytes differ from byte " << at
                                       << ": " << a.substr(at, 60) << " | " << b.substr(at, 60);
}

// CSV without quoted fields: lines of fields.
inline std::vector<std::vector<std::string>> csv_lines(const std::string& text) {
    std::vector<std::vector<std::string>> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.emplace_back();
        for (std::size_t from = 0; from <= line.size();) {
            const std::size_t comma = std::min(line.find(',', from), line.size());
            lines.back().push_back(line.substr(from, comma - from));
            from = comma + 1;
        }
    }
    return lines;
}

}  // namespace rope::test
