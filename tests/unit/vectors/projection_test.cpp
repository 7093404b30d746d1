#include "core/vectors/projection.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/atomic_file.h"
#include "core/vectors/generator.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/vectors/npy_bytes.h"

namespace rope {
namespace {

using Row = std::vector<double>;

HeadShape head(int head_dim) {
    return {.head_dim = head_dim, .rotary_dim = head_dim};
}

Projection made(const std::string& text, const HeadShape& shape) {
    const auto projection = make_projection({text}, shape, "--w-q");
    if (!projection.ok()) {
        ADD_FAILURE() << sentence(projection.fault());
        return {};
    }
    return projection.value();
}

Fault fault_of(const std::string& text, int head_dim) {
    const auto projection = make_projection({text}, head(head_dim), "--w-q");
    if (!projection.ok()) return projection.fault();
    ADD_FAILURE() << text << " was accepted";
    return {};
}

double dot(const Row& a, const Row& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

// The columns of W.
std::vector<Row> columns(const Projection& w, int size) {
    std::vector<Row> out;
    for (int c = 0; c < size; ++c) {
        Row unit(static_cast<std::size_t>(size));
        unit[static_cast<std::size_t>(c)] = 1;
        out.push_back(w.apply(unit));
    }
    return out;
}

TEST(Projection, IdentityLeavesEveryBitAlone) {
    const Projection w = made(" identity\n", head(5));
    EXPECT_TRUE(w.is_identity());
    const Row x = gaussian_vector(5, 3);
    EXPECT_EQ(w.apply(x), x);
    EXPECT_EQ(*w.solve(x), x);
}

// Rows times the vector, in both spellings: (0·3 − 1·4, 1·3 + 0·4).
TEST(Projection, TypedRowsMultiply) {
    for (const char* text : {"0,-1;1,0", "[[0,-1],[1,0]]", " [ [0, -1] ,\n [1, 0] ] ", "0, -1 ; 1, 0"}) {
        EXPECT_EQ(made(text, head(2)).apply(Row{3, 4}), (Row{-4, 3})) << text;
    }
    EXPECT_EQ(made("1,2,3;4,5,6;7,8,9", head(3)).apply(Row{1, 10, 100}), (Row{321, 654, 987}));
}

// The 2-D derivation in every plane: pair i of the half layout is (i, i + P), of the interleaved (2i, 2i +
// 1); what is not rotated stays.
TEST(Projection, TwoByTwoActsOnEveryPair) {
    const HeadShape half{.head_dim = 6, .rotary_dim = 4, .rotary_offset = 1, .layout = Layout::half};
    EXPECT_EQ(made("0,-1;1,0", half).apply(Row{1, 2, 3, 4, 5, 6}), (Row{1, -4, -5, 2, 3, 6}));
    HeadShape interleaved = half;
    interleaved.layout = Layout::interleaved;
    EXPECT_EQ(made("0,-1;1,0", interleaved).apply(Row{1, 2, 3, 4, 5, 6}), (Row{1, -3, 2, -5, 4, 6}));
}

TEST(Projection, OrthogonalKeepsProductsAndIsTheSameEverywhere) {
    for (const int size : {1, 2, 3, 8, 64, 128}) {
        const Projection w = made("orthogonal:seed=7", head(size));
        const std::vector<Row> column = columns(w, size);
        for (std::size_t a = 0; a < column.size(); ++a) {
            for (std::size_t b = 0; b <= a; ++b)
                EXPECT_NEAR(dot(column[a], column[b]), a == b ? 1 : 0, 1e-15)
                    << size << ": " << a << ", " << b;
        }
    }
    const Row x = gaussian_vector(16, 1);
    EXPECT_EQ(made("orthogonal:seed=7", head(16)).apply(x), made("orthogonal:seed=7", head(16)).apply(x));
    EXPECT_NE(made("orthogonal:seed=8", head(16)).apply(x), made("orthogonal:seed=7", head(16)).apply(x));
}

// For a 2 × 2 the construction can be followed by hand: with g of three N(0, 1) numbers the first column is
// (g₀, g₁)/|(g₀, g₁)|, and the second stands upright on it, on the side that the sign of g₂ chooses.
TEST(Projection, OrthogonalOfTwoIsTheVectorThatSeedsIt) {
    int turns = 0;
    for (int seed = 1; seed <= 40; ++seed) {
        const Row g = gaussian_vector(3, static_cast<std::uint64_t>(seed));
        const std::vector<Row> column = columns(made("orthogonal:seed=" + std::to_string(seed), head(2)), 2);
        const double length = std::hypot(g[0], g[1]);
        EXPECT_NEAR(column[0][0], g[0] / length, 1e-15) << seed;
        EXPECT_NEAR(column[0][1], g[1] / length, 1e-15) << seed;
        turns += column[0][0] * column[1][1] - column[0][1] * column[1][0] > 0 ? 1 : 0;
    }
    // Turns and mirrors are equally likely: 20 of 40, within four standard deviations.
    EXPECT_NEAR(turns, 20, 13);
}

TEST(Projection, SolveUndoesApply) {
    const HeadShape shape = head(6);
    const Row x = gaussian_vector(6, 11);
    for (const char* text : {"orthogonal:seed=3", "2,1;-1,3",
                             "0,1,0,0,0,0;2,0,0,0,0,0;0,0,0,3,0,0;0,0,1,1,0,0;0,0,0,0,1,5;0,0,0,0,-1,2"}) {
        const Projection w = made(text, shape);
        const auto back = w.solve(w.apply(x));
        ASSERT_TRUE(back.has_value()) << text;
        for (std::size_t i = 0; i < x.size(); ++i)
            EXPECT_NEAR((*back)[i], x[i], 1e-14) << text;
    }
    EXPECT_FALSE(made("1,2;2,4", shape).solve(x).has_value()) << "singular";
    EXPECT_FALSE(made("1,2,3;4,5,6;7,8,9", head(3)).solve(Row{1, 2, 3}).has_value()) << "singular";
    EXPECT_FALSE(made("0,0;0,0", shape).solve(x).has_value());
}

TEST(Projection, RefusesWhatIsWrongOnTheCommandLineWithUsage) {
    EXPECT_EQ(fault_of("1,2,3;4,5,6", 3).id, "not_square");
    EXPECT_EQ(fault_of("1,2;3", 2).id, "not_square");
    EXPECT_EQ(fault_of("1,0,0;0,1,0;0,0,1", 4).id, "wrong_size");
    EXPECT_NE(sentence(fault_of("1,0,0;0,1,0;0,0,1", 4)).find("2 × 2"), std::string::npos);
    EXPECT_EQ(fault_of("1,x;2,3", 2).id, "not_a_number");
    EXPECT_EQ(fault_of("1,1e999;2,3", 2).id, "number_overflow");
    EXPECT_NE(sentence(fault_of("identiy", 2)).find("did you mean identity?"), std::string::npos);
    EXPECT_NE(sentence(fault_of("ortogonal:seed=1", 2)).find("did you mean orthogonal:seed=1?"),
              std::string::npos);
    for (const char* text : {"", "orthogonal", "orthogonal:1", "ones;ones", "identity,1"})
        EXPECT_EQ(fault_of(text, 2).id, "unknown_projection") << text;
    EXPECT_EQ(fault_of("orthogonal:seed=-1", 2).id, "out_of_range");
    for (const char* text : {"", "1,2,3;4,5,6", "1,x;2,3"}) {
        EXPECT_EQ(fault_of(text, 2).kind, FaultKind::usage);
        EXPECT_FALSE(check_projection({text}, "").ok()) << text;
    }
    EXPECT_TRUE(check_projection({"1,0,0;0,1,0;0,0,1"}, "").ok()) << "fits some head";
    EXPECT_TRUE(check_projection({"nowhere.npy"}, "").ok()) << "opens nothing";
}

TEST(Projection, ReadsFiles) {
    const test::TempFolder folder;
    const std::string path = folder.file("w.npy");
    ASSERT_TRUE(write_file(path, test::npy("<f8", "(2, 2, 2)",
                                           test::little_endian<double>({1, 2, 3, 4, 0, -1, 1, 0})))
                    .ok());
    EXPECT_EQ(made(path + "[1]", head(2)).apply(Row{3, 4}), (Row{-4, 3}));
    EXPECT_EQ(fault_of(path, 2).id, "needs_an_index");
    EXPECT_EQ(fault_of(folder.file("gone.npy"), 2).kind, FaultKind::failed);
    EXPECT_EQ(file_of(ProjectionSource{path + "[1]"}), path);
    ASSERT_TRUE(
        write_file(path, test::npy("<f8", "(2, 2)", test::little_endian<double>({1, NAN, INFINITY, 4})))
            .ok());
    EXPECT_EQ(fault_of(path, 2).id, "not_finite");
    ASSERT_TRUE(
        write_file(path, test::npy("<f8", "(2, 3)", test::little_endian<double>({1, 2, 3, 4, 5, 6}))).ok());
    EXPECT_EQ(fault_of(path, 3).id, "not_square");
}

}  // namespace
}  // namespace rope
