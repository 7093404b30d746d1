// Results as text for people, CSV, or JSON.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/options.h"
#include "core/base/json_object.h"
#include "core/figure/figure.h"

namespace rope::cli {

enum class OutputFormat { text, csv, json };

void declare_format(Options& options, OutputFormat& into);
// Of commands that print words, which CSV is not for.
void declare_text_or_json(Options& options, OutputFormat& into);

// Columns of equal lengths, unit "1" for pure numbers; NaN is a masked value: an empty CSV field, "–" in
// text. CSV is written as figures write theirs (core/export/table.h).
std::string csv_table(std::vector<Column> columns);
// Right-aligned columns with six significant digits.
std::string text_table(std::span<const Column> columns);
// "name   value" lines with aligned values; control characters, which names from files may hold, are escaped.
std::string text_facts(std::span<const std::pair<std::string, std::string>> facts);

}  // namespace rope::cli
