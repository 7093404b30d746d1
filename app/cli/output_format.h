// Results as text for people, CSV, or JSON.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/options.h"
#include "core/figure/figure.h"

namespace rope::cli {

enum class OutputFormat { text, csv, json };

void declare_format(Options& options, OutputFormat& into);

// Columns of equal lengths, unit "1" for pure numbers; NaN is a masked value: an empty CSV field, "–" in
// text. CSV is written as figures write theirs (core/export/table.h).
std::string csv_table(std::vector<Column> columns);
// Right-aligned columns with six significant digits.
std::string text_table(std::span<const Column> columns);
// "name   value" lines with aligned values.
std::string text_facts(std::span<const std::pair<std::string, std::string>> facts);

// A JSON object with its keys in the order in which they are added; NaN and infinities are null.
class JsonObject {
  public:
    JsonObject& text(std::string_view key, std::string_view value);
    JsonObject& texts(std::string_view key, std::span<const std::string> values);
    JsonObject& integer(std::string_view key, long long value);
    JsonObject& number(std::string_view key, double value);
    JsonObject& numbers(std::string_view key, std::span<const double> values);
    JsonObject& rows(std::string_view key, std::span<const std::vector<double>> rows);
    std::string done() const;

  private:
    JsonObject& add(std::string_view key, std::string value);
    std::string members_;
};

}  // namespace rope::cli
