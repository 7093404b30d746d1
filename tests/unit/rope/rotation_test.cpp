#include "core/rope/rotation.h"
#include "core/rope/exact_frequencies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cmath>

namespace rope {
namespace {

using testing::ElementsAre;

TEST(Layout, PairsAreNeighboursOrHalvesOfTheRotaryPart) {
    HeadShape shape{.head_dim = 12, .rotary_dim = 8, .rotary_offset = 4, .layout = Layout::half};
    EXPECT_EQ(pair_components(shape, 1), std::pair(5, 9));  // offset d/2, not head_dim/2
    shape.layout = Layout::interleaved;
    EXPECT_EQ(pair_components(shape, 1), std::pair(6, 7));
    EXPECT_EQ(id(Layout::half), "half");
    EXPECT_EQ(id(Layout::interleaved), "interleaved");
}

TEST(Layout, RowsStayInsideTheirHeadAndItsRotaryPart) {
    const HeadShape shape{.head_dim = 6, .rotary_dim = 4, .rotary_offset = 0, .layout = Layout::half};
    EXPECT_THAT(half_from_interleaved(shape, 2), ElementsAre(0, 2, 1, 3, 4, 5, 6, 8, 7, 9, 10, 11));
    EXPECT_THAT(interleaved_from_half(shape, 2), ElementsAre(0, 2, 1, 3, 4, 5, 6, 8, 7, 9, 10, 11));
    const HeadShape eight{.head_dim = 8, .rotary_dim = 8, .rotary_offset = 0, .layout = Layout::half};
    EXPECT_THAT(half_from_interleaved(eight, 1), ElementsAre(0, 2, 4, 6, 1, 3, 5, 7));
    EXPECT_THAT(interleaved_from_half(eight, 1), ElementsAre(0, 4, 1, 5, 2, 6, 3, 7));
}

TEST(Rotation, TurnsEachPairCounterClockwise) {
    // One pair at a quarter turn: (1, 0) becomes (0, 1).
    const std::vector<double> theta{std::acos(0.0)};
    const HeadShape shape{.head_dim = 2, .rotary_dim = 2, .rotary_offset = 0, .layout = Layout::half};
    const std::vector<double> turned = rotate(std::vector<double>{1, 0}, shape, make_table(theta, 1), 1);
    EXPECT_NEAR(turned[0], 0, 1e-15);
    EXPECT_NEAR(turned[1], 1, 1e-15);
}

TEST(Rotation, CopiesWhatIsNotRotatedWithoutTheAttentionFactor) {
    const HeadShape shape{.head_dim = 5, .rotary_dim = 2, .rotary_offset = 1, .layout = Layout::half};
    const FrequencyTable table = make_table(default_frequencies(10000, 2), 2.0);
    EXPECT_THAT(rotate(std::vector<double>{7, 3, 4, 8, 9}, shape, table, 0), ElementsAre(7, 6, 8, 8, 9));
}

TEST(Rotation, DeepSeekOrderPutsEvenMembersFirst) {
    const HeadShape shape{.head_dim = 6, .rotary_dim = 4, .rotary_offset = 2, .layout = Layout::interleaved};
    EXPECT_THAT(deepseek_order(std::vector<double>{0, 1, 2, 3, 4, 5}, shape), ElementsAre(0, 1, 2, 4, 3, 5));
}

}  // namespace
}  // namespace rope
