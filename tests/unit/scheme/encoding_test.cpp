// Sinusoids, learned tables, xPos.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/rope/rotation.h"
#include "core/scheme/learned_absolute.h"
#include "core/scheme/sinusoidal.h"
#include "core/scheme/xpos.h"
#include "tests/support/scheme_inputs.h"

namespace rope {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

Sinusoids sinusoids_of(SinusoidOrder order, int width, double base) {
    const Checked<Sinusoids> sinusoids = make_sinusoids(order, width, base);
    EXPECT_TRUE(sinusoids.ok());
    return sinusoids.value();
}

auto near(double value) {
    return DoubleNear(value, 1e-15);
}

TEST(Sinusoids, OrdersOfChannels) {
    const double s = std::sin(1), c = std::cos(1), slow_s = std::sin(0.01), slow_c = std::cos(0.01);
    // Width 4, base 10⁴: speeds 1 and 10⁴^(−2/4) = 0.01; concat_t2t goes down to 1/base.
    EXPECT_THAT(encode(sinusoids_of(SinusoidOrder::vaswani_interleaved, 4, 1e4), 1),
                ElementsAre(near(s), near(c), near(slow_s), near(slow_c)));
    EXPECT_THAT(encode(sinusoids_of(SinusoidOrder::concat_2i_over_d, 4, 1e4), 1),
                ElementsAre(near(s), near(slow_s), near(c), near(slow_c)));
    EXPECT_THAT(encode(sinusoids_of(SinusoidOrder::concat_t2t, 5, 1e4), 1),
                ElementsAre(near(s), near(std::sin(1e-4)), near(c), near(std::cos(1e-4)), near(0)));
}

TEST(Sinusoids, NarrowestWidths) {
    EXPECT_THAT(encode(sinusoids_of(SinusoidOrder::concat_t2t, 1, 1e4), 3), ElementsAre(0));
    EXPECT_THAT(encode(sinusoids_of(SinusoidOrder::concat_t2t, 2, 1e4), 3),
                ElementsAre(near(std::sin(3)), near(std::cos(3))));
    EXPECT_THAT(encode(sinusoids_of(SinusoidOrder::vaswani_interleaved, 3, 1000), 2),
                ElementsAre(near(std::sin(2)), near(std::cos(2)), near(std::sin(0.02))));
}

// At 2³² a double product of position and speed is off by 5e-7 rad; ours must not be. 10^(−1/2)·2³² rad.
TEST(Sinusoids, StayExactAtTheFarthestPosition) {
    const std::vector<double> far =
        encode(sinusoids_of(SinusoidOrder::vaswani_interleaved, 4, 10), kLargestPosition);
    const long double angle = 4294967296.0L / std::sqrt(10.0L);
    EXPECT_NEAR(far[2], static_cast<double>(std::sin(angle)), 2e-9);
    EXPECT_NEAR(far[3], static_cast<double>(std::cos(angle)), 2e-9);
}

TEST(Sinusoids, RefusesWhatHasNoForm) {
    EXPECT_EQ(make_sinusoids(SinusoidOrder::vaswani_interleaved, 0, 1e4).fault().id, "width_not_positive");
    EXPECT_EQ(make_sinusoids(SinusoidOrder::concat_2i_over_d, 7, 1e4).fault().id, "odd_width");
    EXPECT_EQ(make_sinusoids(SinusoidOrder::concat_t2t, 8, 0).fault().id, "base_not_positive");
    EXPECT_EQ(
        make_sinusoids(SinusoidOrder::concat_t2t, 8, std::numeric_limits<double>::infinity()).fault().id,
        "base_not_positive");
    EXPECT_EQ(shift_matrix(sinusoids_of(SinusoidOrder::vaswani_interleaved, 3, 1e4), 1).fault().id,
              "unpaired_sine");
}

TEST(LearnedAbsolute, EndsWhereItsTableEnds) {
    const Matrix table(3, 2, 1.0);
    EXPECT_TRUE(table_row(table, 2).ok());
    for (const std::int64_t beyond : {std::int64_t{-1}, std::int64_t{3}, std::int64_t{1} << 40})
        EXPECT_EQ(table_row(table, beyond).fault().id, "position_beyond_table");
}

// ζ = (2i + 0.4 d)/(1.4 d) of a single pair is 2/7; a distance of one scale base halves nothing but takes ζ.
TEST(Xpos, FadesByZetaOverOneScaleBase) {
    const HeadShape shape{.head_dim = 2, .rotary_dim = 2};
    const FrequencyTable still = make_table(std::vector<double>{0.0}, 1);
    const Checked<Xpos> xpos = make_xpos(shape, still, 512);
    ASSERT_TRUE(xpos.ok());
    EXPECT_THAT(xpos.value().zeta, ElementsAre(near(2.0 / 7)));
    const std::vector<double> q{3, 4};
    EXPECT_NEAR(xpos_product(xpos.value(), q, q, xpos_turn(xpos.value(), 512)), 25 * 2.0 / 7, 1e-13);
    EXPECT_NEAR(xpos_product(xpos.value(), q, q, xpos_turn(xpos.value(), -512)), 25 * 7 / 2.0, 1e-12);
}

TEST(Xpos, ProductOfTheDistanceIsTheProductOfTheTwoRotatedVectors) {
    const HeadShape shape{.head_dim = 12, .rotary_dim = 6, .rotary_offset = 2, .layout = Layout::half};
    const Checked<Xpos> xpos = make_xpos(shape, make_table(default_frequencies(100, 6), 1.25), 20);
    ASSERT_TRUE(xpos.ok());
    const std::vector<double> q = gaussian_vector(12, 5), k = gaussian_vector(12, 6);
    for (const double m : {0.0, 7.0, 31.0}) {
        const std::vector<double> query = xpos_rotate(xpos.value(), q, m, m - 16, XposSide::query);
        const std::vector<double> key = xpos_rotate(xpos.value(), k, 9, 9 - 16, XposSide::key);
        EXPECT_NEAR(xpos_product(xpos.value(), q, k, xpos_turn(xpos.value(), m - 9)), dot_product(query, key),
                    1e-12);
    }
}

TEST(Xpos, PositionsCountFromTheMiddle) {
    EXPECT_EQ(xpos_min_position(4), -2);
    EXPECT_EQ(xpos_min_position(5), -3);
    EXPECT_EQ(xpos_min_position(11), -6);
    EXPECT_EQ(
        make_xpos({.head_dim = 2, .rotary_dim = 2}, make_table(std::vector<double>{1.0}, 1), 0).fault().id,
        "scale_base_not_positive");
}

}  // namespace
}  // namespace rope
