#include "core/vectors/vector_source.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/atomic_file.h"
#include "core/vectors/generator.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/vectors/npy_bytes.h"

namespace rope {
namespace {

using Row = std::vector<double>;
using Rows = std::vector<Row>;

Row made(const std::string& text, int length) {
    const auto vector = make_vector({text}, length, "--vector");
    if (!vector.ok()) {
        ADD_FAILURE() << sentence(vector.fault());
        return {};
    }
    return vector.value();
}

Fault fault_of(const std::string& text, int length) {
    return make_vector({text}, length, "--vector").fault();
}

class VectorFile : public testing::Test {
  protected:
    std::string write(const std::string& name, const std::string& bytes) {
        const std::string path = folder_.file(name);
        EXPECT_TRUE(write_file(path, bytes).ok());
        return path;
    }
    test::TempFolder folder_;
};

TEST(VectorSource, ReadsTypedLists) {
    EXPECT_EQ(made("1,0,0.5", 3), (Row{1, 0, 0.5}));
    EXPECT_EQ(made(" [ 1e-3, -2 ]\n", 2), (Row{1e-3, -2}));
    EXPECT_EQ(made("7", 1), (Row{7}));
}

TEST(VectorSource, MakesGenerators) {
    EXPECT_EQ(made("ones", 3), (Row{1, 1, 1}));
    EXPECT_EQ(made("onehot:0", 2), (Row{1, 0}));
    EXPECT_EQ(made("onehot:1", 2), (Row{0, 1}));
    EXPECT_EQ(made("gaussian:seed=5", 6), gaussian_vector(6, 5));
    EXPECT_NE(made("gaussian:seed=5", 6), made("gaussian:seed=6", 6));
}

TEST(VectorSource, RefusesWhatIsWrongOnTheCommandLineWithUsage) {
    EXPECT_EQ(fault_of("1,2", 4).id, "wrong_length");
    EXPECT_NE(sentence(fault_of("1,2", 4)).find("2 components; head_dim is 4"), std::string::npos);
    EXPECT_EQ(fault_of("1,,2", 3).id, "not_a_number");
    EXPECT_EQ(fault_of("1,x", 2).id, "not_a_number");
    EXPECT_NE(sentence(fault_of("1,x", 2)).find("component 1"), std::string::npos);
    EXPECT_EQ(fault_of("1,nan", 2).id, "not_finite");
    EXPECT_EQ(fault_of("1,1e999", 2).id, "number_overflow");
    EXPECT_EQ(fault_of("", 2).id, "empty_vector");
    EXPECT_EQ(fault_of("  ", 2).id, "empty_vector");
    EXPECT_EQ(fault_of("onehot:2", 2).id, "out_of_range");
    EXPECT_EQ(fault_of("onehot:-1", 2).id, "out_of_range");
    for (const char* text :
         {"one", "onehot", "ones:1", "gaussian", "gaussian:1", "gaussian:seed", "q.txt", "nan"})
        EXPECT_EQ(fault_of(text, 2).id, "unknown_generator") << text;
    EXPECT_EQ(fault_of("gaussian:seed=-1", 2).id, "out_of_range");
    EXPECT_NE(sentence(fault_of("gausian:seed=1", 2)).find("did you mean gaussian?"), std::string::npos);
    for (const char* text : {"1,2", "1,x", "onehot:9", "q.txt", ""})
        EXPECT_EQ(fault_of(text, 3).kind, FaultKind::usage) << text;
}

TEST(VectorSource, TypedVectorsReadBackAsTheSameNumbers) {
    const Row values{0.1, -1e-300, 1.0 / 3, 0, 12345678901234567.0};
    EXPECT_EQ(made(typed_vector(values).text, 5), values);
    EXPECT_EQ(typed_vector({1, 0.5, -2}).text, "1,0.5,-2");
}

TEST_F(VectorFile, ReadsAVectorOrOneRow) {
    const std::string one = write("q.npy", test::npy("<f4", "(2,)", test::little_endian<float>({1, 2})));
    EXPECT_EQ(made(one, 2), (Row{1, 2}));
    const std::string two =
        write("qs.npy", test::npy("<f8", "(3, 2)", test::little_endian<double>({1, 2, 3, 4, 5, 6})));
    EXPECT_EQ(made(two + "[2]", 2), (Row{5, 6}));
    EXPECT_EQ(make_vectors({two}, 2, "--queries").value(), (Rows{{1, 2}, {3, 4}, {5, 6}}));
    EXPECT_EQ(make_vectors({two + "[0]"}, 2, "").value(), (Rows{{1, 2}}));
    const Fault beyond = make_vectors({two + "[7]"}, 2, "").fault();
    EXPECT_NE(sentence(beyond).find("index '7' of axis 0 in the array of"), std::string::npos)
        << sentence(beyond);
    EXPECT_EQ(make_vectors({"ones"}, 2, "").value(), (Rows{{1, 1}}));
    const std::string deep =
        write("deep.npy", test::npy("<f8", "(2, 1, 2)", test::little_endian<double>({1, 2, 3, 4})));
    EXPECT_EQ(made(deep + "[1,0]", 2), (Row{3, 4}));
    EXPECT_EQ(make_vectors({deep + "[1]"}, 2, "").value(), (Rows{{3, 4}}));
}

TEST_F(VectorFile, KeepsItsOwnLengthWhereAsked) {
    const std::string path = write("q.npy", test::npy("<f4", "(3,)", test::little_endian<float>({1, 2, 3})));
    EXPECT_EQ(make_vector_of_own_length({path}, 128, "").value(), (Row{1, 2, 3}));
    EXPECT_EQ(make_vector_of_own_length({"1,2"}, 128, "").value(), (Row{1, 2}));
    EXPECT_EQ(make_vector_of_own_length({"ones"}, 4, "").value(), (Row{1, 1, 1, 1}));
    const std::string empty = write("empty.npy", test::npy("<f4", "(0,)", ""));
    EXPECT_EQ(make_vector_of_own_length({empty}, 128, "").fault().id, "empty_vector");
}

TEST_F(VectorFile, SaysWhatDoesNotFit) {
    const std::string two =
        write("qs.npy", test::npy("<f8", "(2, 2)", test::little_endian<double>({1, 2, 3, 4})));
    EXPECT_EQ(fault_of(two, 2).id, "needs_an_index");
    EXPECT_NE(sentence(fault_of(two, 2)).find("qs.npy[0]"), std::string::npos) << sentence(fault_of(two, 2));
    EXPECT_EQ(fault_of(two + "[2]", 2).id, "out_of_range");
    EXPECT_EQ(fault_of(two + "[x]", 2).id, "not_a_number");
    EXPECT_EQ(fault_of(two + "[]", 2).id, "not_a_number");
    EXPECT_EQ(fault_of(two + "[0,0]", 2).id, "needs_an_index");
    EXPECT_EQ(fault_of(two + "[0]", 128).id, "wrong_length");
    EXPECT_EQ(make_vectors({two}, 128, "").fault().id, "wrong_length");
    EXPECT_EQ(fault_of(folder_.file("none.npy"), 2).id, "no_such_file");
    EXPECT_EQ(fault_of(folder_.file("none.npy"), 2).where, "--vector");
    EXPECT_EQ(fault_of(write("scalar.npy", test::npy("<f8", "()", test::little_endian<double>({1}))), 1).id,
              "needs_an_index");
    EXPECT_EQ(make_vectors({write("empty.npy", test::npy("<f8", "(0, 2)", ""))}, 2, "").fault().id,
              "empty_vector");
    EXPECT_EQ(fault_of(write("text.npy", "1,2"), 2).id, "not_npy");
    EXPECT_EQ(fault_of("none.safetensors:wq[0]", 2).id, "no_such_file");
}

TEST_F(VectorFile, FaultsRow25NotFiniteDataIsReadAndCounted) {
    const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
    const std::string path =
        write("q.npy", test::npy("<f8", "(4,)", test::little_endian<double>({1, nan, -infinity, 2})));
    const Row values = made(path, 4);
    ASSERT_EQ(values.size(), 4u);
    EXPECT_TRUE(std::isnan(values[1]));
    EXPECT_EQ(values[2], -infinity);
    EXPECT_EQ(count_not_finite(values), 2u);
    EXPECT_EQ(count_not_finite({1, 2}), 0u);
}

TEST(VectorSource, OnlyFilesHaveAPath) {
    EXPECT_EQ(file_of({" a/q.npy "}), "a/q.npy");
    EXPECT_EQ(file_of({"q.npy[3,1]"}), "q.npy");
    EXPECT_EQ(file_of({"ones"}), "");
    EXPECT_EQ(file_of({"1,2,3"}), "");
    EXPECT_EQ(file_of({""}), "");
}

}  // namespace
}  // namespace rope
