#include "app/cli/output_format.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/cli/text_width.h"
#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/export/table.h"

namespace rope::cli {
namespace {

constexpr std::array<std::string_view, 3> kFormats{"text", "csv", "json"};

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

void declare_text_or_json(Options& options, OutputFormat& into) {
    options.value(
        "--format", "FORMAT", "text (default) or json", [&into](const std::string& name) -> Checked<Done> {
            if (name != "text" && name != "json")
                return usage_fault("unknown_format", "'" + name + "'", "is not text or json", "", "--format");
            into = name == "json" ? OutputFormat::json : OutputFormat::text;
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
        text += padded_right(name, width) + "  " + printable(value) + "\n";
    return text;
}

}  // namespace rope::cli
