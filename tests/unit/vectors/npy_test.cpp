#include "core/vectors/npy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/unit/vectors/npy_bytes.h"

namespace rope {
namespace {

using test::big_endian;
using test::little_endian;
using test::npy;
using test::npy_with_header;
using Row = std::vector<double>;

Row vector_in(const std::string& file) {
    const auto array = read_npy(file, "q.npy");
    if (!array.ok()) {
        ADD_FAILURE() << sentence(array.fault());
        return {};
    }
    return array.value().row({});
}

std::string fault_id(const std::string& file) {
    const auto array = read_npy(file, "q.npy");
    return array.ok() ? "" : array.fault().id;
}

TEST(Npy, ReadsEveryKindOfNumberInBothByteOrders) {
    EXPECT_EQ(vector_in(npy("<f8", "(3,)", little_endian<double>({1.5, -2, 1e300}))), (Row{1.5, -2, 1e300}));
    EXPECT_EQ(vector_in(npy(">f8", "(2,)", big_endian<double>({1.5, -2}))), (Row{1.5, -2}));
    EXPECT_EQ(vector_in(npy("=f4", "(1,)", little_endian<float>({0.1f}))), (Row{static_cast<double>(0.1f)}));
    EXPECT_EQ(vector_in(npy(">f4", "(2,)", big_endian<float>({0.5f, -3}))), (Row{0.5, -3}));
    EXPECT_EQ(vector_in(npy("|i1", "(2,)", little_endian<std::int8_t>({-128, 127}))), (Row{-128, 127}));
    EXPECT_EQ(vector_in(npy("|u1", "(2,)", little_endian<std::uint8_t>({0, 255}))), (Row{0, 255}));
    EXPECT_EQ(vector_in(npy(">i2", "(2,)", big_endian<std::int16_t>({-2, 258}))), (Row{-2, 258}));
    EXPECT_EQ(vector_in(npy("<u2", "(1,)", little_endian<std::uint16_t>({65535}))), (Row{65535}));
    EXPECT_EQ(vector_in(npy("<i4", "(1,)", little_endian<std::int32_t>({-5}))), (Row{-5}));
    EXPECT_EQ(vector_in(npy("<u4", "(1,)", little_endian<std::uint32_t>({4294967295u}))),
              (Row{4294967295.0}));
    EXPECT_EQ(vector_in(npy(">i8", "(1,)", big_endian<std::int64_t>({-7}))), (Row{-7}));
    EXPECT_EQ(vector_in(npy("<u8", "(1,)", little_endian<std::uint64_t>({1ull << 63}))), (Row{0x1p63}));
    EXPECT_EQ(vector_in(npy("|b1", "(3,)", std::string("\1\0\1", 3))), (Row{1, 0, 1}));
}

TEST(Npy, ReadsHalfPrecisionAndBfloat16) {
    // 1, −2, largest, smallest subnormal, infinity (IEEE 754 binary16).
    EXPECT_EQ(
        vector_in(npy("<f2", "(5,)", little_endian<std::uint16_t>({0x3C00, 0xC000, 0x7BFF, 0x0001, 0x7C00}))),
        (Row{1, -2, 65504, 0x1p-24, std::numeric_limits<double>::infinity()}));
    EXPECT_TRUE(std::isnan(vector_in(npy("<f2", "(1,)", little_endian<std::uint16_t>({0x7E00})))[0]));
    for (const char* descr : {"|V2", "<V2"})  // as ml_dtypes saves bfloat16
        EXPECT_EQ(vector_in(npy(descr, "(3,)", little_endian<std::uint16_t>({0x3F80, 0xC000, 0x3E20}))),
                  (Row{1, -2, 0.15625}));
}

TEST(Npy, ReadsVersions2And3AndAnyPadding) {
    const std::string data = little_endian<double>({4, 5});
    for (const int major : {1, 2, 3})
        EXPECT_EQ(vector_in(npy("<f8", "(2,)", data, false, major)), (Row{4, 5}));
    EXPECT_EQ(vector_in(npy_with_header("{\"shape\":(2L,),\"fortran_order\":False,\"descr\":\"<f8\"}", data)),
              (Row{4, 5}));
}

TEST(Npy, FaultsRow22FortranOrderIsReadAsWritten) {
    // numpy: [[1, 2, 3], [4, 5, 6]] stored by columns.
    const auto array = read_npy(npy("<f8", "(2, 3)", little_endian<double>({1, 4, 2, 5, 3, 6}), true), "");
    ASSERT_TRUE(array.ok());
    EXPECT_EQ(array.value().row({0}), (Row{1, 2, 3}));
    EXPECT_EQ(array.value().row({1}), (Row{4, 5, 6}));
}

TEST(Npy, RowsOfThreeAxesInBothOrders) {
    Row c_order, f_order(24);
    for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 3; ++j)
            for (int k = 0; k < 4; ++k) {
                c_order.push_back(100 * i + 10 * j + k);
                f_order[static_cast<std::size_t>(i + 2 * j + 6 * k)] = 100 * i + 10 * j + k;
            }
    for (const bool fortran : {false, true}) {
        const auto array =
            read_npy(npy("<f8", "(2, 3, 4)", little_endian(fortran ? f_order : c_order), fortran), "");
        EXPECT_EQ(array.value().row({1, 2}), (Row{120, 121, 122, 123}));
        EXPECT_EQ(array.value().row({0, 1}), (Row{10, 11, 12, 13}));
    }
}

TEST(Npy, FaultsRow22RefusesObjectsStructuresAndComplexByName) {
    EXPECT_EQ(fault_id(npy("|O", "(1,)", std::string(8, 'x'))), "npy_type");
    EXPECT_EQ(fault_id(npy("<c8", "(1,)", std::string(8, 'x'))), "npy_type");
    EXPECT_EQ(fault_id(npy("<U4", "(1,)", std::string(16, 'x'))), "npy_type");
    EXPECT_EQ(fault_id(npy("", "(1,)", "x")), "npy_type");
    const Fault fault = read_npy(npy("|O", "(1,)", std::string(8, 'x')), "q.npy").fault();
    EXPECT_NE(sentence(fault).find("'|O'"), std::string::npos) << sentence(fault);
    const auto structured = npy_with_header(
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }\n", std::string(4, 'x'));
    EXPECT_EQ(fault_id(structured), "npy_header");
    EXPECT_NE(sentence(read_npy(structured, "").fault()).find("structures"), std::string::npos);
}

TEST(Npy, FaultsRow23RefusesShapesWhoseProductOverflows) {
    EXPECT_EQ(fault_id(npy("<f8", "(4294967296, 4294967296)", "")), "npy_shape");
    EXPECT_EQ(fault_id(npy("<f8", "(2305843009213693952,)", "")), "npy_shape");  // times 8 bytes is 2⁶⁴
    EXPECT_EQ(fault_id(npy("<f8", "(18446744073709551616,)", "")), "npy_header");
    EXPECT_EQ(fault_id(npy("<f8", "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)", "")),
              "npy_shape");
}

TEST(Npy, FaultsRow24RefusesHeadersThatLie) {
    std::string file = npy("<f8", "(1,)", little_endian<double>({1}));
    file[9] = '\x7F';  // 32 KiB of header in a file of 136 bytes
    EXPECT_EQ(fault_id(file), "npy_header");
    file[8] = file[9] = '\0';
    EXPECT_EQ(fault_id(file), "npy_header");
    EXPECT_EQ(fault_id(npy_with_header(std::string(10'001, ' '), "")), "npy_header");
    std::string version2 = npy("<f8", "(1,)", little_endian<double>({1}), false, 2);
    for (int i = 8; i < 12; ++i)
        version2[static_cast<std::size_t>(i)] = '\xFF';
    EXPECT_EQ(fault_id(version2), "npy_header");
}

TEST(Npy, RefusesOtherFilesAndVersions) {
    EXPECT_EQ(fault_id(""), "not_npy");
    EXPECT_EQ(fault_id("PK\3\4 this is an npz"), "not_npy");
    EXPECT_EQ(fault_id("\x93NUMPY"), "not_npy");
    for (const int major : {0, 4, 255})
        EXPECT_EQ(fault_id(npy("<f8", "(0,)", "", false, major)), "npy_version");
}

TEST(Npy, RefusesHeadersThatAreNotTheOneDict) {
    const std::string data(64, '\0');
    for (const char* header : {"[]", "{}", "{'descr': '<f8', 'fortran_order': False}",
                               "{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}",
                               "{'descr': '<f8', 'fortran_order': False, 'shape': [1]}",
                               "{'descr': '<f8', 'fortran_order': False, 'shape': (1)}",
                               "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}",
                               "{'descr': '<f8', 'fortran_order': False, 'shape': (1.5,)}",
                               "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'extra': 1}",
                               "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}",
                               "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} + os.system('x')",
                               "{'descr': '<f8' 'fortran_order': False, 'shape': (1,)}",
                               "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)"})
        EXPECT_EQ(fault_id(npy_with_header(header, data)), "npy_header") << header;
}

TEST(Npy, RefusesAFileCutAnywhereAndCountsWhatIsTooMuch) {
    const std::string whole = npy("<f4", "(2, 2)", little_endian<float>({1, 2, 3, 4}));
    for (std::size_t length = 0; length < whole.size(); ++length)
        EXPECT_NE(fault_id(whole.substr(0, length)), "");
    EXPECT_EQ(fault_id(whole.substr(0, whole.size() - 1)), "npy_short");
    EXPECT_EQ(read_npy(whole + "xyz", "").value().surplus_bytes, 3u);
    EXPECT_EQ(read_npy(whole, "").value().surplus_bytes, 0u);
}

}  // namespace
}  // namespace rope
