// Shaw, Transformer-XL, DeBERTa.
#include <gtest/gtest.h>

#include <cmath>

#include "core/scheme/deberta.h"
#include "core/scheme/shaw.h"
#include "core/scheme/transformer_xl.h"

namespace rope {
namespace {

TEST(Shaw, ClipsAndMirrors) {
    EXPECT_EQ(shaw_index(ShawIndex::key_minus_query, 2, 5, 6), 3);
    EXPECT_EQ(shaw_index(ShawIndex::key_minus_query, 2, 5, 90), 4);
    EXPECT_EQ(shaw_index(ShawIndex::key_minus_query, 2, 5, 0), 0);
    for (std::int64_t n = 0; n < 10; ++n) {
        EXPECT_EQ(shaw_index(ShawIndex::query_minus_key, 3, 5, n),
                  6 - shaw_index(ShawIndex::key_minus_query, 3, 5, n));
    }
    EXPECT_EQ(shaw_index(ShawIndex::key_minus_query, 0, 5, 90), 0);
}

TEST(Shaw, VectorsOfTheDistanceJoinKeyAndValue) {
    ShawTables tables{.key = Matrix(3, 4), .value = Matrix(3, 1), .clip = 1};
    tables.key(2, 0) = 10;  // keys after the query
    tables.value.values = {1, 0, 100};
    const std::vector<double> q{1, 0, 0, 0}, k{4, 0, 0, 0};
    EXPECT_EQ(shaw_score(q, k, tables, 0, 1), (4 + 10) / 2.0);
    EXPECT_EQ(shaw_score(q, k, tables, 1, 0), 4 / 2.0);
    // Two tokens, half of each: token 0 sees itself (0) and a later one (100), token 1 an earlier one (1).
    Matrix attention(2, 2, 0.5), v(2, 1);
    v.values = {2, 4};
    const Matrix output = shaw_output(attention, v, tables);
    EXPECT_EQ(output(0, 0), 3 + 50);
    EXPECT_EQ(output(1, 0), 3 + 0.5);
}

TEST(TransformerXl, AtDistanceZeroTheCosinesAlone) {
    const Checked<Sinusoids> sinusoids = make_sinusoids(SinusoidOrder::concat_2i_over_d, 4, 10000);
    ASSERT_TRUE(sinusoids.ok());
    TransformerXl scheme{
        .u = {1, 0}, .v = {0, 1}, .key_from_sinusoid = Matrix(2, 4), .sinusoids = sinusoids.value()};
    scheme.key_from_sinusoid.values = {9, 9, 1, 2, 9, 9, 3, 4};  // R(0) = (0, 0, 1, 1)
    const std::vector<double> key = position_key(scheme, 0);
    EXPECT_EQ(key, (std::vector<double>{3, 7}));
    const TransformerXlTerms terms =
        transformer_xl_terms(scheme, std::vector<double>{2, 3}, std::vector<double>{5, 7}, key);
    EXPECT_EQ(terms.content, 31);
    EXPECT_EQ(terms.content_position, 27);
    EXPECT_EQ(terms.global_content, 5);
    EXPECT_EQ(terms.global_position, 7);
    EXPECT_EQ(terms.sum(), 70);
}

DebertaBuckets buckets_of(std::int64_t size, std::int64_t max_position) {
    const Checked<DebertaBuckets> buckets = make_deberta_buckets(size, max_position);
    EXPECT_TRUE(buckets.ok());
    return buckets.value();
}

TEST(DebertaBuckets, AreTheDistanceThenItsLogarithmThenOneForAll) {
    const DebertaBuckets buckets = buckets_of(256, 512);
    EXPECT_EQ(deberta_bucket(buckets, 128), 128);
    EXPECT_EQ(deberta_bucket(buckets, 129), 129);
    // 128 + ⌈ln(256/128)/ln(511/128)·127⌉ = 128 + ⌈0.50071·127⌉ = 128 + 64
    EXPECT_EQ(deberta_bucket(buckets, 256), 192);
    EXPECT_EQ(deberta_bucket(buckets, 511), 255);
    EXPECT_EQ(deberta_bucket(buckets, 100000), 255);
    for (std::int64_t relative = 0; relative < 600; ++relative)
        EXPECT_EQ(deberta_bucket(buckets, -relative), -deberta_bucket(buckets, relative));
}

// 5·4^(c/4): 5, 7.07, 10, 14.1, 20. 10 lies on a cut and belongs to the bucket that ends there.
TEST(DebertaBuckets, ADistanceOnACutBelongsBelow) {
    const DebertaBuckets buckets = buckets_of(10, 21);
    EXPECT_EQ(deberta_bucket(buckets, 7), 6);
    EXPECT_EQ(deberta_bucket(buckets, 8), 7);
    EXPECT_EQ(deberta_bucket(buckets, 10), 7);
    EXPECT_EQ(deberta_bucket(buckets, 11), 8);
    EXPECT_EQ(deberta_bucket(buckets, 20), 9);
}

TEST(DebertaBuckets, MinusOneMeansNone) {
    for (const auto& [size, position] : {std::pair{-1, 512}, std::pair{256, -1}, std::pair{0, 0}}) {
        const DebertaBuckets none = buckets_of(size, position);
        EXPECT_EQ(deberta_bucket(none, 100000), 100000);
        EXPECT_EQ(deberta_bucket(none, -7), -7);
    }
    EXPECT_EQ(make_deberta_buckets(1, 512).fault().id, "bucket_size_too_small");
    EXPECT_EQ(make_deberta_buckets(5000, 512).fault().id, "bucket_size_too_large");
    EXPECT_EQ(make_deberta_buckets(256, std::int64_t{1} << 40).fault().id, "max_position_too_large");
    // No distance reaches a logarithm where the largest position is below half of the buckets.
    EXPECT_EQ(deberta_bucket(buckets_of(16, 8), 50), 7);
}

TEST(DebertaIndex, TheLastRowIsShared) {
    const DebertaBuckets none;
    EXPECT_EQ(deberta_index(none, 3, 2), 5);
    EXPECT_EQ(deberta_index(none, 3, 3), 5);
    EXPECT_EQ(deberta_index(none, 3, -3), 0);
    EXPECT_EQ(deberta_index(none, 3, -900), 0);
}

TEST(DebertaTerms, PaperAndProgramsDifferInTheSignOfOneTerm) {
    DebertaTables tables{.key = Matrix(4, 1), .query = Matrix(4, 1), .span = 2};
    tables.key.values = {1, 2, 3, 4};
    tables.query.values = {10, 20, 30, 40};
    const std::vector<double> q{1}, k{1};
    const double root = std::sqrt(3.0);
    const DebertaTerms program = deberta_terms(tables, DebertaForm::program, q, k, 1, 0);
    const DebertaTerms paper = deberta_terms(tables, DebertaForm::paper, q, k, 1, 0);
    EXPECT_DOUBLE_EQ(program.content_position, 4 / root);
    EXPECT_DOUBLE_EQ(program.position_content, 40 / root);
    EXPECT_DOUBLE_EQ(paper.content_position, 4 / root);
    EXPECT_DOUBLE_EQ(paper.position_content, 20 / root);
    EXPECT_DOUBLE_EQ(program.sum(), 45 / root);
}

}  // namespace
}  // namespace rope
