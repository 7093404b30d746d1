#include "core/vectors/safetensors.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/atomic_file.h"
#include "core/base/mapped_file.h"
#include "core/vectors/vector_source.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/vectors/npy_bytes.h"

namespace rope {
namespace {

using test::little_endian;
using Row = std::vector<double>;

std::string with_length(std::uint64_t length, const std::string& rest) {
    return little_endian<std::uint64_t>({length}) + rest;
}
std::string file_of_header(const std::string& header, const std::string& data = "") {
    return with_length(header.size(), header + data);
}
// One tensor "a" over the whole buffer.
std::string one(const std::string& type, const std::string& shape, const std::string& data) {
    return file_of_header(R"({"a":{"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":[0,)" +
                              std::to_string(data.size()) + "]}}",
                          data);
}
std::string fault_id(const std::string& file) {
    const auto read = read_safetensors(file, "q.safetensors");
    return read.ok() ? "" : read.fault().id;
}
Row row_of(const std::string& file, const std::vector<std::size_t>& leading = {}) {
    const auto read = read_safetensors(file, "q.safetensors");
    if (!read.ok()) {
        ADD_FAILURE() << sentence(read.fault());
        return {};
    }
    return tensor_part(file, read.value().tensors.at("a"), leading).row({});
}

TEST(Safetensors, ReadsEveryKindOfNumber) {
    EXPECT_EQ(row_of(one("F64", "[2]", little_endian<double>({1.5, -1e300}))), (Row{1.5, -1e300}));
    EXPECT_EQ(row_of(one("F32", "[2]", little_endian<float>({0.5f, -3}))), (Row{0.5, -3}));
    EXPECT_EQ(row_of(one("F16", "[2]", little_endian<std::uint16_t>({0x3C00, 0x0001}))), (Row{1, 0x1p-24}));
    EXPECT_EQ(row_of(one("BF16", "[2]", little_endian<std::uint16_t>({0x3F80, 0xC000}))), (Row{1, -2}));
    EXPECT_EQ(row_of(one("I64", "[1]", little_endian<std::int64_t>({-7}))), (Row{-7}));
    EXPECT_EQ(row_of(one("BOOL", "[3]", std::string("\0\1\1", 3))), (Row{0, 1, 1}));
}

TEST(Safetensors, IndicesCountFromTheFirstAxis) {
    std::vector<float> numbers;
    for (int i = 0; i < 24; ++i)
        numbers.push_back(static_cast<float>(i));
    const std::string file = one("F32", "[2,3,4]", little_endian(numbers));
    EXPECT_EQ(row_of(file, {1, 2}), (Row{20, 21, 22, 23}));
    const auto read = read_safetensors(file, "");
    const NumberArray plane = tensor_part(file, read.value().tensors.at("a"), std::vector<std::size_t>{1});
    EXPECT_EQ(plane.shape, (std::vector<std::size_t>{3, 4}));
    EXPECT_EQ(plane.row({0}), (Row{12, 13, 14, 15}));
}

TEST(Safetensors, KeepsMetadataAndReadsWhatItWrites) {
    const std::vector<NamedTensor> tensors{{"b", {2, 2}, {1, 2, 3, 4}}, {"a", {3}, {0.1, -0.0, 1e-300}}};
    const std::string file = safetensors_bytes(tensors, {{"head_dim", "128"}, {"θ", "\"quoted\""}});
    const auto read = read_safetensors(file, "");
    ASSERT_TRUE(read.ok()) << sentence(read.fault());
    EXPECT_EQ(read.value().metadata.at("head_dim"), "128");
    EXPECT_EQ(read.value().metadata.at("θ"), "\"quoted\"");
    EXPECT_EQ(row_of(file), (Row{0.1, -0.0, 1e-300}));
    EXPECT_EQ(tensor_part(file, read.value().tensors.at("b"), std::vector<std::size_t>{1}).row({}),
              (Row{3, 4}));
    EXPECT_EQ(read.value().tensors.at("a").begin % 8, 0u);
}

TEST(Safetensors, FaultsRow22ElementsThatAreNoNumbersAreRefusedByName) {
    const auto read = read_safetensors(one("F8_E4M3", "[4]", "abcd"), "");
    ASSERT_TRUE(read.ok());
    EXPECT_FALSE(element_type(read.value().tensors.at("a")));
}

TEST(Safetensors, FaultsRow23AShapeBeyondAnyFile) {
    EXPECT_EQ(fault_id(one("F64", "[4294967296,4294967296]", "")), "safetensors_shape");
    EXPECT_EQ(fault_id(one("F64", "[2305843009213693952]", "")), "safetensors_shape");
    EXPECT_EQ(fault_id(one("F64", "[3]", "12345678")), "safetensors_shape");
    EXPECT_EQ(fault_id(one("F4", "[3]", "12")), "safetensors_shape");  // a byte and a half
    EXPECT_EQ(fault_id(one("F64", "[-1]", "")), "safetensors_header");
    EXPECT_EQ(fault_id(one("F64", "[1.5]", "12345678")), "safetensors_header");
    EXPECT_EQ(fault_id(one("F64", "[9223372036854775807,0]", "")), "");  // empty, and legal
}

TEST(Safetensors, FaultsRows24And26AHeaderBeyondTheFile) {
    EXPECT_EQ(fault_id(""), "safetensors_short");
    EXPECT_EQ(fault_id("1234567"), "safetensors_short");
    EXPECT_EQ(fault_id(with_length(3, "{}")), "safetensors_header");
    EXPECT_EQ(fault_id(with_length(~std::uint64_t{0}, "{}")), "safetensors_header");
    EXPECT_EQ(fault_id(with_length(std::uint64_t{1} << 63, "{}")), "safetensors_header");
    EXPECT_EQ(fault_id(with_length(100'000'001, std::string(100'000'001, ' '))), "safetensors_header");
}

TEST(Safetensors, FaultsRows27And28OffsetsMustFillTheFile) {
    const auto two = [](const std::string& first, const std::string& second, std::size_t bytes) {
        return fault_id(file_of_header(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":)" + first +
                                           R"(},"b":{"dtype":"U8","shape":[4],"data_offsets":)" + second +
                                           "}}",
                                       std::string(bytes, 'x')));
    };
    EXPECT_EQ(two("[0,4]", "[4,8]", 8), "");
    EXPECT_EQ(two("[4,8]", "[0,4]", 8), "");
    EXPECT_EQ(two("[4,0]", "[4,8]", 8), "safetensors_offsets");  // begin > end
    EXPECT_EQ(two("[0,4]", "[2,6]", 6), "safetensors_offsets");  // overlap
    EXPECT_EQ(two("[0,4]", "[0,4]", 4), "safetensors_offsets");  // the same place twice
    EXPECT_EQ(two("[0,4]", "[5,9]", 9), "safetensors_offsets");  // a hole
    EXPECT_EQ(two("[1,5]", "[5,9]", 9), "safetensors_offsets");  // not from the beginning
    EXPECT_EQ(two("[0,4]", "[4,8]", 7), "safetensors_offsets");  // past the end
    EXPECT_EQ(two("[0,4]", "[4,8]", 9), "safetensors_offsets");  // bytes left over
    EXPECT_EQ(two("[0,4]", "[4,8,9]", 8), "safetensors_header");
}

TEST(Safetensors, FaultsRow29AnUnknownType) {
    const auto read = read_safetensors(one("F128", "[1]", std::string(16, '\0')), "q.safetensors");
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.fault().id, "safetensors_type");
    EXPECT_NE(sentence(read.fault()).find("'F128'"), std::string::npos);
}

TEST(Safetensors, RefusesHeadersThatAreNoHeaders) {
    EXPECT_EQ(fault_id(file_of_header("[]")), "safetensors_header");
    EXPECT_EQ(fault_id(file_of_header(" {}")), "safetensors_header");
    EXPECT_EQ(fault_id(file_of_header("{\"a\":")), "json_syntax");
    EXPECT_EQ(fault_id(file_of_header("{\"\xff\":1}")), "json_syntax");
    EXPECT_EQ(fault_id(file_of_header(R"({"a":1,"a":2})")), "duplicate_key");
    EXPECT_EQ(fault_id(file_of_header(R"({"a":1})")), "safetensors_header");
    EXPECT_EQ(fault_id(file_of_header(R"({"__metadata__":{"n":1}})")), "safetensors_header");
    EXPECT_EQ(fault_id(file_of_header(R"({"__metadata__":[]})")), "safetensors_header");
    EXPECT_EQ(fault_id(file_of_header("{}   ")), "");
    EXPECT_EQ(fault_id(file_of_header("{" + std::string(200000, '['))), "json_syntax");
}

class SafetensorsVector : public testing::Test {
  protected:
    std::string write(const std::string& name, const std::string& bytes) {
        const std::string path = folder_.file(name);
        EXPECT_TRUE(write_file(path, bytes).ok());
        return path;
    }
    test::TempFolder folder_;
};

TEST_F(SafetensorsVector, IsNamedByTensorAndIndex) {
    const std::vector<NamedTensor> tensors{{"blk.0.wq", {2, 2}, {1, 2, 3, 4}}, {"v[0]", {2}, {5, 6}}};
    const std::string path = write("m.safetensors", safetensors_bytes(tensors, {}));
    EXPECT_EQ(make_vector({path + ":blk.0.wq[1]"}, 2, "").value(), (Row{3, 4}));
    EXPECT_EQ(make_vectors({path + ":blk.0.wq"}, 2, "").value(), (std::vector<Row>{{1, 2}, {3, 4}}));
    EXPECT_EQ(file_of({path + ":blk.0.wq[1]"}), path);
    EXPECT_EQ(make_vector({path}, 2, "").fault().id, "needs_a_tensor");
    EXPECT_NE(sentence(make_vector({path}, 2, "").fault()).find("blk.0.wq, v[0]"), std::string::npos);
    const Fault unknown = make_vector({path + ":blk.0.wk[0]"}, 2, "--query").fault();
    EXPECT_EQ(unknown.id, "unknown_tensor");
    EXPECT_NE(sentence(unknown).find("did you mean blk.0.wq?"), std::string::npos) << sentence(unknown);
    EXPECT_EQ(make_vector({path + ":blk.0.wq"}, 2, "").fault().id, "needs_an_index");
    EXPECT_EQ(make_vector({path + ":blk.0.wq[2]"}, 2, "").fault().id, "out_of_range");
    EXPECT_EQ(make_vector({path + ":blk.0.wq[0]"}, 3, "").fault().id, "wrong_length");
    EXPECT_EQ(make_vector({folder_.file("none.safetensors:a")}, 2, "").fault().id, "no_such_file");
    const std::string single = write("one.safetensors", safetensors_bytes(std::span(tensors).last(1), {}));
    EXPECT_EQ(make_vector({single}, 2, "").value(), (Row{5, 6}));
    const std::string bytes = write("f8.safetensors", one("F8_E4M3", "[4]", "abcd"));
    EXPECT_EQ(make_vector({bytes + ":a"}, 4, "").fault().id, "tensor_type");
}

TEST_F(SafetensorsVector, FaultsRow25NotFiniteDataIsReadAndCounted) {
    const std::string path =
        write("n.safetensors", one("F32", "[3]", little_endian<float>({1, NAN, -INFINITY})));
    const Row values = make_vector({path + ":a"}, 3, "").value();
    EXPECT_EQ(count_not_finite(values), 2u);
}

TEST_F(SafetensorsVector, AFileOfTenGigabytesOpensAtOnce) {
    // Sparse: nothing of it is on the disk, and nothing of it may be read but the header and one row.
    constexpr std::uint64_t kRows = 2'500'000, kWidth = 1024;
    const std::uint64_t bytes = kRows * kWidth * 4;
    const std::string header =
        R"({"a":{"dtype":"F32","shape":[2500000,1024],"data_offsets":[0,)" + std::to_string(bytes) + "]}}";
    const std::string path = write("large.safetensors", file_of_header(header));
    std::filesystem::resize_file(path, 8 + header.size() + bytes);
    EXPECT_EQ(make_vector({path + ":a[2499999]"}, 1024, "").value(), Row(1024, 0.0));
    EXPECT_EQ(make_vectors({path + ":a"}, 1024, "").fault().id, "too_large");
}

TEST_F(SafetensorsVector, OnlyRegularFilesAreMapped) {
    EXPECT_EQ(MappedFile::open(folder_.path().string()).fault().id, "is_a_folder");
    EXPECT_EQ(MappedFile::open("/dev/null").fault().id, "not_readable");
    EXPECT_EQ(MappedFile::open(folder_.file("none")).fault().id, "no_such_file");
    EXPECT_EQ(MappedFile::open(write("empty", "")).value().bytes(), "");
}

}  // namespace
}  // namespace rope
