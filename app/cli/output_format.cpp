#include "app/cli/output_format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/cli/text_width.h"
#include "core/base/number_text.h"
#include "core/export/table.h"

namespace rope::cli {
namespace {

constexpr std::array<std::string_view, 3> kFormats{"text", "csv", "json"};

std::string json_number(double value) {
    return std::isfinite(value) ? exact_text(value) : "null";
}

std::string json_array(std::span<const double> values) {
    std::string text = "[";
    for (const double value : values)
        text += (text.size() > 1 ? ", " : "") + json_number(value);
    return text + "]";
}

std::string json_text(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string display(double value) {
    if (std::isnan(value)) return "–";
    if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
    return display_text(value, 6);
}

std::string heading(const Column& column) {
    return column.unit == "1" ? column.name : column.name + " [" + column.unit + "]";
}

}  // namespace

void declare_format(Options& options, OutputFormat& into) {
    options.group("Output");
    options.value("--format", "FORMAT", "text (for people, the default), csv or json (17 significant digits)",
                  [&into](const std::string& name) -> Checked<Done> {
                      const auto found = std::find(kFormats.begin(), kFormats.end(), name);
                      if (found == kFormats.end()) {
                          return usage_fault("unknown_format", "'" + name + "'", "is not a format",
                                             "use text, csv or json", "--format");
                      }
                      into = static_cast<OutputFormat>(found - kFormats.begin());
                      return Done{};
                  });
}

std::string csv_table(std::vector<Column> columns) {
    DataTable table;
    table.columns = std::move(columns);
    return csv_text(table).value();
}

std::string text_table(std::span<const Column> columns) {
    std::vector<std::vector<std::string>> cells(columns.size());
    std::vector<std::size_t> widths;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        std::size_t width = text_width(heading(columns[at]));
        for (const double value : columns[at].values) {
            cells[at].push_back(display(value));
            width = std::max(width, text_width(cells[at].back()));
        }
        widths.push_back(width);
    }
    std::string text;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        text += (at > 0 ? "  " : "") + padded_left(heading(columns[at]), widths[at]);
    }
    text += '\n';
    for (std::size_t row = 0; !columns.empty() && row < cells[0].size(); ++row) {
        for (std::size_t at = 0; at < columns.size(); ++at) {
            text += (at > 0 ? "  " : "") + padded_left(cells[at][row], widths[at]);
        }
        text += '\n';
    }
    return text;
}

std::string text_facts(std::span<const std::pair<std::string, std::string>> facts) {
    std::size_t width = 0;
    for (const auto& [name, value] : facts)
        width = std::max(width, text_width(name));
    std::string text;
    for (const auto& [name, value] : facts)
        text += padded_right(name, width) + "  " + value + "\n";
    return text;
}

JsonObject& JsonObject::add(std::string_view key, std::string value) {
    members_ += (members_.empty() ? "\n  " : ",\n  ") + json_text(key) + ": " + std::move(value);
    return *this;
}

JsonObject& JsonObject::text(std::string_view key, std::string_view value) {
    return add(key, json_text(value));
}

JsonObject& JsonObject::texts(std::string_view key, std::span<const std::string> values) {
    std::string text;
    for (const std::string& value : values)
        text += (text.empty() ? "" : ", ") + json_text(value);
    return add(key, "[" + text + "]");
}

JsonObject& JsonObject::integer(std::string_view key, long long value) {
    return add(key, std::to_string(value));
}

JsonObject& JsonObject::number(std::string_view key, double value) {
    return add(key, json_number(value));
}

JsonObject& JsonObject::numbers(std::string_view key, std::span<const double> values) {
    return add(key, json_array(values));
}

JsonObject& JsonObject::rows(std::string_view key, std::span<const std::vector<double>> rows) {
    std::string text;
    for (const std::vector<double>& row : rows)
        text += (text.empty() ? "\n    " : ",\n    ") + json_array(row);
    return add(key, "[" + text + (rows.empty() ? "]" : "\n  ]"));
}

std::string JsonObject::done() const {
    return "{" + members_ + "\n}\n";
}

}  // namespace rope::cli
