// JSON as the program writes it for other programs: numbers with 17 significant digits, keys in order.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rope {

// An object with its keys in the order in which they are added; NaN and infinities are null. Texts that are
// not UTF-8 have U+FFFD in the place of what is malformed.
class JsonObject {
  public:
    JsonObject& text(std::string_view key, std::string_view value);
    JsonObject& texts(std::string_view key, std::span<const std::string> values);
    JsonObject& boolean(std::string_view key, bool value);
    JsonObject& integer(std::string_view key, long long value);
    JsonObject& number(std::string_view key, double value);
    JsonObject& numbers(std::string_view key, std::span<const double> values);
    JsonObject& rows(std::string_view key, std::span<const std::vector<double>> rows);
    JsonObject& object(std::string_view key, const JsonObject& value);
    JsonObject& objects(std::string_view key, std::span<const JsonObject> values);
    bool empty() const { return members_.empty(); }
    std::string done() const;  // ends in a newline

  private:
    JsonObject& add(std::string_view key, std::string_view value);
    std::string braced() const;
    std::string members_;
};

}  // namespace rope
