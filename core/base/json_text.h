// JSON from outside, read without trust.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/base/checked.h"

namespace rope {

struct JsonOptions {
    // Python writes NaN, Infinity and -Infinity; real model configs hold them. true: they become non-finite
    // numbers, for the reader of a field to refuse by name. false: refused here.
    bool allow_non_finite = false;
    bool top_level_object = true;
    int most_depth = 100;  // of nested arrays and objects
};

// The whole text as one JSON value; a byte-order mark is skipped. Every fault says line and column (1-based,
// in characters) after `where`. Faults: json_empty, json_syntax (truncated, not UTF-8, trailing text),
// json_too_deep, duplicate_key, number_overflow, not_finite, not_an_object. Cost O(length).
Checked<nlohmann::json> parse_json(std::string_view text, const std::string& where,
                                   const JsonOptions& options = {});

}  // namespace rope
