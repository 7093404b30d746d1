#include "core/export/table.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>

#include "core/base/number_text.h"

namespace rope {
namespace {

Fault no_data() {
    return Fault{.id = "no_data",
                 .subject = "this figure",
                 .rule = "has no numbers to write",
                 .remedy = "choose png, svg or pdf",
                 .where = ""};
}

std::string field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string with_unit(const std::string& name, const std::string& unit) {
    return field(fmt::format("{} ({})", name, unit.empty() ? "1" : unit));
}

void append_value(std::string& out, double value) {
    if (!std::isnan(value)) out += exact_text(value);
}

std::string grid_text(const DataTable& table) {
    const Raster& grid = *table.grid;
    std::string out = with_unit(table.row_name, table.position_unit);
    for (int c = 0; c < grid.columns; ++c) {
        const double position = table.column_first + c * table.column_step;
        out += ',';
        out +=
            with_unit(fmt::format("{} at {} {}", table.grid_name, table.column_name, shortest_text(position)),
                      table.grid_unit);
    }
    out += '\n';
    // A map of lags repeats few values: each is written once and copied.
    std::vector<std::string> lags(grid.toeplitz ? grid.values->size() : 0);
    for (std::size_t i = 0; i < lags.size(); ++i)
        append_value(lags[i], (*grid.values)[i]);
    for (int r = 0; r < grid.rows; ++r) {
        out += shortest_text(table.row_first + r * table.row_step);
        for (int c = 0; c < grid.columns; ++c) {
            out += ',';
            if (grid.toeplitz) {
                out += lags[static_cast<std::size_t>(r - c + grid.columns - 1)];
            } else {
                append_value(out, grid.at(r, c));
            }
        }
        out += '\n';
    }
    return out;
}

std::string columns_text(const std::vector<Column>& columns) {
    std::string out;
    for (const Column& column : columns) {
        if (&column != columns.data()) out += ',';
        out += with_unit(column.name, column.unit);
    }
    out += '\n';
    for (std::size_t i = 0; i < columns.front().values.size(); ++i) {
        for (const Column& column : columns) {
            if (&column != columns.data()) out += ',';
            if (column.texts.empty())
                append_value(out, column.values.at(i));
            else
                out += field(column.texts.at(i));
        }
        out += '\n';
    }
    return out;
}

bool is_empty(const DataTable& table) {
    return table.grid ? table.grid->rows < 1 || table.grid->columns < 1 : table.columns.empty();
}

void append_little_endian(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
        out.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
}

}  // namespace

Checked<std::string> csv_text(const DataTable& table) {
    if (is_empty(table)) return no_data();
    return table.grid ? grid_text(table) : columns_text(table.columns);
}

Checked<std::string> npy_bytes(const DataTable& table) {
    if (is_empty(table)) return no_data();
    const std::size_t rows =
        table.grid ? static_cast<std::size_t>(table.grid->rows) : table.columns.front().values.size();
    const std::size_t columns =
        table.grid ? static_cast<std::size_t>(table.grid->columns) : table.columns.size();
    std::string header =
        fmt::format("{{'descr': '<f8', 'fortran_order': False, 'shape': ({}, {}), }}", rows, columns);
    constexpr std::size_t kBefore = 10, kAlign = 64;  // magic, version, length; then the data is aligned
    header.append(kAlign - (kBefore + header.size() + 1) % kAlign, ' ');
    header += '\n';
    std::string out("\x93NUMPY\x01\x00", 8);
    append_little_endian(out, header.size(), 2);
    out += header;
    out.reserve(out.size() + rows * columns * 8);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < columns; ++c) {
            const double value = table.grid ? table.grid->at(static_cast<int>(r), static_cast<int>(c))
                                            : table.columns[c].values.at(r);
            append_little_endian(out, std::bit_cast<std::uint64_t>(value), 8);
        }
    }
    return out;
}

}  // namespace rope
