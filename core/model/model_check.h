// Every position field of a model's file in words, and the mistakes that engines pass over in silence.
// Sources: docs/spec-rope.md, sections 3 and 6 to 8.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/checked.h"

namespace rope {

struct GgufFile;  // core/model/gguf.h

struct ExplainedField {
    std::string name;     // "rope_scaling.factor"
    std::string value;    // as in the file; long lists in short
    std::string meaning;  // one sentence
};

// Something that an engine accepts and that is probably not meant.
struct Finding {
    std::string id;       // "factor_mismatch"
    std::string field;    // where it is
    std::string problem;  // what is there, and what engines make of it
    std::string remedy;
};

struct ModelCheck {
    std::vector<ExplainedField> fields;  // in the order of reading
    std::vector<Finding> findings;
    std::optional<Fault> refused;  // why the file cannot be used at all
};

// A config.json or a GGUF file; the faults are those of files that are neither. Cost O(length), of GGUF
// O(metadata).
Checked<ModelCheck> check_model_file(const std::string& path);
Checked<ModelCheck> check_config(std::string_view text, const std::string& where);
Checked<ModelCheck> check_gguf(std::string_view file, const std::string& where);

// What a field means, by its last name; empty for one that has nothing to do with positions.
std::string_view config_field_meaning(std::string_view name);
std::string_view gguf_field_meaning(std::string_view name);  // after "llama."

// A JSON value for a sentence: long lists by length and range.
std::string short_value(const nlohmann::json& value);

}  // namespace rope
