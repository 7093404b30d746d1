#include "core/measure/order_change.h"

#include <gtest/gtest.h>

#include <cmath>

namespace rope {
namespace {

Matrix matrix(std::size_t n, std::vector<double> values) {
    Matrix m(n, n);
    m.values = std::move(values);
    return m;
}

TEST(OrderChange, OfAPermutedMapIsZero) {
    const Matrix written = matrix(3, {11, 12, 13, 21, 22, 23, 31, 32, 33});
    // Token 2 stands first, then 0, then 1.
    const Matrix now = matrix(3, {33, 31, 32, 13, 11, 12, 23, 21, 22});
    const OrderChange change = order_change(now, written, std::vector<int>{2, 0, 1});
    EXPECT_EQ(change.largest, 0);
    EXPECT_EQ(change.range, 22);
    EXPECT_TRUE(change.merely_permuted());
    EXPECT_EQ(change.difference.values, std::vector<double>(9, 0.0));
    // The permutation is not its own inverse: the other way round fits badly.
    EXPECT_FALSE(order_change(now, written, std::vector<int>{1, 2, 0}).merely_permuted());
}

TEST(OrderChange, SaysWhereAndHowMuch) {
    const Matrix written = matrix(2, {1, 2, 3, 4});
    const Matrix now = matrix(2, {4, 3.5, 2, 1});
    const OrderChange change = order_change(now, written, std::vector<int>{1, 0});
    EXPECT_EQ(change.difference.values, (std::vector<double>{0, 0.5, 0, 0}));
    EXPECT_EQ(change.largest, 0.5);
    EXPECT_DOUBLE_EQ(change.relative(), 0.5 / 3);
    EXPECT_FALSE(change.merely_permuted());
}

// A causal mask hides the key after the query: in the other order another pair.
TEST(OrderChange, CountsWhatAMaskHidesElsewhere) {
    const Matrix written = matrix(2, {1, NAN, 3, 4});
    const Matrix now = matrix(2, {4, NAN, 2, 1});
    const OrderChange change = order_change(now, written, std::vector<int>{1, 0});
    EXPECT_EQ(change.unmasked, 2U);
    EXPECT_EQ(change.largest, 0);
    EXPECT_FALSE(change.merely_permuted());
    EXPECT_TRUE(std::isnan(change.difference(0, 1)) && std::isnan(change.difference(1, 0)));
}

TEST(OrderChange, OfNothingOrEqualValuesHasNoRange) {
    EXPECT_TRUE(order_change(Matrix(), Matrix(), {}).merely_permuted());
    const OrderChange one = order_change(matrix(1, {5}), matrix(1, {5}), std::vector<int>{0});
    EXPECT_EQ(one.range, 0);
    EXPECT_EQ(one.relative(), 0);
    EXPECT_TRUE(one.merely_permuted());
}

}  // namespace
}  // namespace rope
