// Texts and numbers of a session as JSON, shared by its writer and its reader.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace rope {

constexpr const char* kSessionFormat = "rope-explorer session";

// A string, or {"bytes": "2f746d70ff"} where a file's name is not UTF-8 and JSON could not hold it.
nlohmann::ordered_json text_to_json(const std::string& text);
std::optional<std::string> text_from_json(const nlohmann::json& json);

// Whole numbers without a decimal point, others as the shortest decimals that read back as the same double.
nlohmann::ordered_json number_to_json(double number);

}  // namespace rope
