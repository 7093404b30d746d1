// custom, exponent, yarn-ggml and the maps that follow any scaling.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/rope/exact_frequencies.h"
#include "core/scaling/frequency_map.h"
#include "core/scaling/warp.h"

namespace rope {
namespace {

Checked<ScaledFrequencies> scale(const ScalingSpec& spec, ScalingInputs inputs = {}) {
    inputs.spec = &spec;
    return scaled_frequencies(inputs);
}

double theta(const Checked<ScaledFrequencies>& scaled, std::size_t pair) {
    return scaled.value().theta.at(pair).to_double();
}

std::string refusal(const Checked<ScaledFrequencies>& scaled) {
    return scaled.ok() ? "accepted" : scaled.fault().id;
}

TEST(Custom, TakesOneMultiplierPerPairOrOneForAll) {
    const ScalingInputs small{.rotary_dim = 4, .head_dim = 4};
    EXPECT_EQ(theta(scale({.type = "custom"}, small), 1), 0.01);
    EXPECT_EQ(theta(scale({.type = "custom", .lists = {{"multipliers", {0.5}}}}, small), 1), 0.005);
    const auto each = scale({.type = "custom", .lists = {{"multipliers", {2, 0}}}}, small);
    EXPECT_EQ(theta(each, 0), 2);
    EXPECT_EQ(theta(each, 1), 0);  // stands still
}

TEST(Custom, RefusesAnotherLengthAndWhatIsNoSpeed) {
    const ScalingInputs small{.rotary_dim = 4, .head_dim = 4};
    EXPECT_EQ(refusal(scale({.type = "custom", .lists = {{"multipliers", {1, 1, 1}}}}, small)),
              "wrong_length");
    for (const double bad : {-1.0, 1e13, std::nan("")})
        EXPECT_EQ(refusal(scale({.type = "custom", .lists = {{"multipliers", {1, bad}}}}, small)),
                  "multiplier_out_of_range");
}

TEST(Exponent, StepTwoIsTheRuleAndStepOneItsSquareRoot) {
    const std::vector<Extended> plain = default_frequencies(10000, 128);
    const auto rule = scale({.type = "exponent", .numbers = {{"exponent_step", 2}}});
    const auto slip = scale({.type = "exponent"});
    for (std::size_t i = 0; i < plain.size(); ++i) {
        EXPECT_NEAR(theta(rule, i) / plain[i].to_double(), 1, 1e-15);
        EXPECT_NEAR(theta(slip, i) * theta(slip, i) / plain[i].to_double(), 1, 1e-14);
    }
    EXPECT_EQ(refusal(scale({.type = "exponent", .numbers = {{"exponent_step", 0}}})),
              "exponent_step_not_positive");
    EXPECT_EQ(refusal(scale({.type = "exponent", .numbers = {{"exponent_step", 5}}})),
              "exponent_step_out_of_range");
}

// docs/spec-rope.md, section 7, number 3: what a reversed range does to the pairs.
TEST(YarnGgml, DiffersFromHuggingFaceWhereTheRangeIsReversed) {
    const std::map<std::string, double, std::less<>> four{{"factor", 4}};
    const ScalingInputs usual{.trained_context = 4096}, tiny{.trained_context = 4};
    for (std::size_t i = 0; i < 64; ++i)
        EXPECT_EQ(theta(scale({.type = "yarn-ggml", .numbers = four}, usual), i),
                  theta(scale({.type = "yarn", .numbers = four}, usual), i));
    const double own = default_frequencies(10000, 128)[1].to_double();
    EXPECT_NEAR(theta(scale({.type = "yarn", .numbers = four}, tiny), 1), own, 1e-16);
    EXPECT_NEAR(theta(scale({.type = "yarn-ggml", .numbers = four}, tiny), 1), own / 4, 1e-16);
    EXPECT_EQ(theta(scale({.type = "yarn-ggml", .numbers = four}, tiny), 0), 1);
}

TEST(YarnGgml, AlwaysRoundsToWholePairs) {
    const std::map<std::string, double, std::less<>> fractional{{"factor", 4}, {"truncate", 0}};
    const auto hugging_face = scale({.type = "yarn", .numbers = fractional});
    const auto ggml = scale({.type = "yarn-ggml", .numbers = fractional});
    EXPECT_NE(theta(hugging_face, 30), theta(ggml, 30));  // gpt-oss: docs/spec-rope.md, section 7, number 4
}

TEST(Maps, FollowAnyScaling) {
    // ρ = (1 − s)/(1 + s): slow pairs see the warp as linear scaling by s.
    const double rho = (1 - 4.0) / (1 + 4.0);
    const auto linear = scale({.type = "linear", .numbers = {{"factor", 2}, {"warp", rho}}});
    EXPECT_NEAR(theta(linear, 63) / default_frequencies(10000, 128)[63].to_double(), 1 / 8.0, 1e-9);
    const auto bent = scale({.type = "default", .numbers = {{"prewarp", 2}}});
    EXPECT_NEAR(theta(bent, 0), std::tan(1), 1e-15);
}

// c at 0 and 1/c at π, c = (1 + ρ)/(1 − ρ), in numbers of 40 digits rounded: both ends are steep for a ρ of
// one sign.
TEST(Maps, SlopesOfTheAllpassKeepTheirDigitsAtBothEnds) {
    EXPECT_DOUBLE_EQ(allpass_slope(std::numbers::pi, -0.99), 198.99999999999983);
    EXPECT_DOUBLE_EQ(allpass_slope(0, 0.99), 198.99999999999983);
    EXPECT_NEAR(allpass_slope(0, -0.99), 1 / 199.0, 1e-17);
    EXPECT_NEAR(allpass_slope(std::numbers::pi, 0.99), 1 / 199.0, 1e-17);
    EXPECT_DOUBLE_EQ(allpass_slope(std::numbers::pi / 2, -0.6), (1 - 0.36) / (1 + 0.36));
    EXPECT_DOUBLE_EQ(allpass_slope(1, 0), 1);
}

TEST(Maps, RefuseWhatIsNotOneToOne) {
    EXPECT_EQ(refusal(scale({.numbers = {{"warp", 1}}})), "rho_out_of_range");
    EXPECT_EQ(refusal(scale({.numbers = {{"warp", std::nan("")}}})), "rho_out_of_range");
    EXPECT_EQ(refusal(scale({.numbers = {{"prewarp", std::numbers::pi}}})), "beyond_nyquist");
    EXPECT_EQ(refusal(scale({.numbers = {{"prewarp", -1}}})), "period_not_positive");
}

}  // namespace
}  // namespace rope
