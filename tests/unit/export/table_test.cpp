#include "core/export/table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace rope {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

DataTable lag_grid() {
    DataTable table;
    Raster grid;
    grid.rows = 2;
    grid.columns = 3;
    grid.toeplitz = true;  // value of (r, c) is values[r − c + 2]
    grid.values = std::make_shared<const std::vector<double>>(std::vector<double>{kNaN, 0.1, 2, -3});
    table.grid = grid;
    table.grid_name = "score";
    table.grid_unit = "1";
    table.row_first = 10;
    table.row_step = 5;
    table.column_first = 0.5;
    table.column_step = 2;
    return table;
}

TEST(Csv, NamesEveryColumnAndItsUnit) {
    DataTable table;
    table.columns = {{"delta", "tokens", {0, 1, 2}}, {"rotation bound", "1", {32.5, 0.1, 1e-300}}};
    EXPECT_EQ(csv_text(table).value(),
              "delta (tokens),rotation bound (1)\n0,32.5\n1,0.10000000000000001\n2,1e-300\n");
}

TEST(Csv, NaNIsAnEmptyField) {  // Faults row 69
    DataTable table;
    table.columns = {{"a", "1", {kNaN, kInf}}, {"b", "", {1, kNaN}}};
    EXPECT_EQ(csv_text(table).value(), "a (1),b (1)\n,1\ninf,\n");
}

TEST(Csv, QuotesNamesThatHoldCommasQuotesAndNewlines) {
    DataTable table;
    table.columns = {{"A, \"x\"\n😀", "1", {1}}};
    EXPECT_EQ(csv_text(table).value(), "\"A, \"\"x\"\"\n😀 (1)\"\n1\n");
}

TEST(Csv, ColumnsOfWordsAreWrittenAsWords) {
    DataTable table;
    table.columns = {{"query", "word", {1, 0}, {"a \"cat\", really", "The"}}, {"score", "1", {2, kNaN}}};
    EXPECT_EQ(csv_text(table).value(), "query (word),score (1)\n\"a \"\"cat\"\", really\",2\nThe,\n");
}

TEST(Csv, AGridHasItsPositionsInTheFirstLineAndColumn) {
    EXPECT_EQ(csv_text(lag_grid()).value(),
              "query position (tokens),score at key position 0.5 (1),score at key position 2.5 (1),"
              "score at key position 4.5 (1)\n"
              "10,2,0.10000000000000001,\n"
              "15,-3,2,0.10000000000000001\n");
}

TEST(Csv, ADenseGridReadsAsItsLagsDo) {
    const DataTable lags = lag_grid();
    DataTable dense = lags;
    dense.grid->toeplitz = false;
    dense.grid->values =
        std::make_shared<const std::vector<double>>(std::vector<double>{2, 0.1, kNaN, -3, 2, 0.1});
    EXPECT_EQ(csv_text(dense).value(), csv_text(lags).value());
    EXPECT_EQ(npy_bytes(dense).value(), npy_bytes(lags).value());
}

TEST(Csv, AFigureWithoutNumbersSaysSo) {
    EXPECT_EQ(csv_text({}).fault().id, "no_data");
    EXPECT_EQ(npy_bytes({}).fault().id, "no_data");
}

TEST(Npy, HeaderAndValuesAsNumPyWritesThem) {  // numpy.lib.format, version 1.0
    const std::string bytes = npy_bytes(lag_grid()).value();
    EXPECT_EQ(bytes.substr(0, 8), std::string("\x93NUMPY\x01\x00", 8));
    const std::size_t length =
        static_cast<unsigned char>(bytes[8]) + 256u * static_cast<unsigned char>(bytes[9]);
    EXPECT_EQ((10 + length) % 64, 0u);
    const std::string header = bytes.substr(10, length);
    EXPECT_EQ(header.find("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }"), 0u);
    EXPECT_EQ(header.back(), '\n');
    ASSERT_EQ(bytes.size(), 10 + length + 6 * 8);
    double values[6];
    std::memcpy(values, bytes.data() + 10 + length,
                sizeof values);  // the test runs on little-endian machines
    EXPECT_EQ(values[0], 2);
    EXPECT_EQ(values[1], 0.1);
    EXPECT_TRUE(std::isnan(values[2]));
    EXPECT_EQ(values[3], -3);
}

TEST(Npy, ATableIsOneColumnAfterTheOther) {
    DataTable table;
    table.columns = {{"a", "1", {1, 2, 3}}, {"b", "1", {4, 5, 6}}};
    const std::string bytes = npy_bytes(table).value();
    EXPECT_NE(bytes.find("'shape': (3, 2)"), std::string::npos);
    double values[6];
    std::memcpy(values, bytes.data() + bytes.size() - sizeof values, sizeof values);
    EXPECT_EQ(values[1], 4);
    EXPECT_EQ(values[2], 2);
}

}  // namespace
}  // namespace rope
