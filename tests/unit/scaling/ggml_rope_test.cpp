#include "core/scaling/ggml_rope.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace rope {
namespace {

const std::vector<double> kX{0.6278, -0.5915, -0.626, -0.4842, -0.0317, 0.5291, 0.4283, 0.1562};

// The positions of llama.cpp's vision tower are rows and columns in turn (clip.cpp): y, x, y, x.
TEST(GgmlRope, VisionIsQwen2VlsVisionTower) {
    const GgmlRope rope{.mode = GgmlMode::vision, .head_dim = 8, .n_dims = 4, .sections = {2, 2, 2, 2}};
    ASSERT_TRUE(validate(rope).ok());
    const AxisFrequencies plane = qwen2vl_vision_axes(10000, 8).value();
    const std::vector<double> want = rotate(kX, rope.shape(), plane, std::vector<double>{5, 11});
    const std::vector<double> closed =
        rotate(kX, rope.shape(), ggml_frequencies(rope), std::vector<double>{11, 5, 11, 5});
    const std::vector<float> single = ggml_rotation(std::vector<float>(kX.begin(), kX.end()), rope,
                                                    std::vector<std::int64_t>{11, 5, 11, 5});
    for (std::size_t i = 0; i < kX.size(); ++i) {
        EXPECT_NEAR(closed[i], want[i], 1e-14);
        EXPECT_NEAR(single[i], want[i], 2e-6);
    }
}

TEST(GgmlRope, PairsThatNoSectionClaimsTurnByTheFourthPosition) {
    const GgmlRope rope{.mode = GgmlMode::imrope, .head_dim = 8, .n_dims = 8, .sections = {2, 1, 1, 0}};
    const AxisFrequencies axes = ggml_frequencies(rope);
    EXPECT_EQ(axes.axes[3].theta[0], 0);
    EXPECT_NEAR(axes.axes[0].theta[3], 1e-3, 1e-18);
    const GgmlRope fewer{.mode = GgmlMode::imrope, .head_dim = 8, .n_dims = 8, .sections = {1, 2, 1, 0}};
    EXPECT_NEAR(ggml_frequencies(fewer).axes[3].theta[3], 1e-3, 1e-18);  // 3 is not below 3·1
}

TEST(GgmlRope, SectionsRepeatWhereTheyEndEarly) {
    const GgmlRope rope{.mode = GgmlMode::mrope, .head_dim = 8, .n_dims = 8, .sections = {1, 1, 0, 0}};
    const AxisFrequencies axes = ggml_frequencies(rope);
    EXPECT_GT(axes.axes[0].theta[2], 0);
    EXPECT_GT(axes.axes[1].theta[3], 0);
}

// Sector = pair mod Σsections, whatever the number of pairs is: 2 pairs of 9 sectors are t and h where
// sections are interleaved, and all of the first section in order.
TEST(GgmlRope, SectionsMayBeMoreThanThereArePairs) {
    GgmlRope rope{.mode = GgmlMode::imrope, .head_dim = 4, .n_dims = 4, .sections = {3, 2, 4, 0}};
    ASSERT_TRUE(validate(rope).ok());
    AxisFrequencies axes = ggml_frequencies(rope);
    EXPECT_EQ(axes.axes[0].theta[0], 1);
    EXPECT_NEAR(axes.axes[1].theta[1], 0.01, 1e-17);
    rope.mode = GgmlMode::mrope;
    axes = ggml_frequencies(rope);
    EXPECT_NEAR(axes.axes[0].theta[1], 0.01, 1e-17);
    rope.sections = {0, 2, 2, kMostGgmlSection};
    ASSERT_TRUE(validate(rope).ok());
    EXPECT_NEAR(ggml_frequencies(rope).axes[1].theta[1], 0.01, 1e-17);
}

TEST(GgmlRope, WhatTheKernelWouldAbortOnIsRefused) {
    const auto refused = [](auto change) {
        GgmlRope rope{.head_dim = 8, .n_dims = 8};
        change(rope);
        return !validate(rope).ok();
    };
    EXPECT_FALSE(refused([](GgmlRope&) {}));
    EXPECT_TRUE(refused([](GgmlRope& rope) { rope.n_dims = 7; }));
    EXPECT_TRUE(refused([](GgmlRope& rope) { rope.n_dims = 10; }));
    EXPECT_TRUE(refused([](GgmlRope& rope) { rope.freq_base = -1; }));
    EXPECT_TRUE(refused([](GgmlRope& rope) { rope.freq_scale = 0; }));
    EXPECT_TRUE(refused([](GgmlRope& rope) { rope.n_ctx_orig = 0; }));
    EXPECT_TRUE(refused([](GgmlRope& rope) { rope.attn_factor = std::nanf(""); }));
    EXPECT_TRUE(refused([](GgmlRope& rope) { rope.freq_factors = {1, 1}; }));
    EXPECT_TRUE(refused([](GgmlRope& rope) { rope.freq_factors = {1, 0, 1, 1}; }));
    EXPECT_TRUE(refused([](GgmlRope& rope) { rope.mode = GgmlMode::mrope; }));  // without sections
    EXPECT_TRUE(refused([](GgmlRope& rope) {
        rope.mode = GgmlMode::imrope;
        rope.sections = {4, -1, 4, 0};
    }));
    EXPECT_TRUE(refused([](GgmlRope& rope) {
        rope.mode = GgmlMode::vision;  // n_dims must be half of the head
        rope.sections = {2, 2, 2, 2};
    }));
}

}  // namespace
}  // namespace rope
