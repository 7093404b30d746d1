#include "core/scaling/scaling.h"
#include "core/rope/exact_frequencies.h"
#include "core/scaling/scaled_frequencies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cmath>
#include <limits>
#include <map>

#include "core/rope/frequencies.h"
#include "core/scaling/ramps.h"
#include "core/scaling/yarn.h"

namespace rope {
namespace {

// A call with its spec, so that a test is one line.
Checked<ScaledFrequencies> scale(const ScalingSpec& spec, ScalingInputs inputs = {}) {
    inputs.spec = &spec;
    return find_scaling(spec.type)->apply(inputs);
}

std::string refusal(const ScalingSpec& spec, const ScalingInputs& inputs = {}) {
    const Checked<ScaledFrequencies> scaled = scale(spec, inputs);
    return scaled.ok() ? "accepted" : scaled.fault().id;
}

double ratio(const ScaledFrequencies& scaled, int pair, double base = 10000, int rotary_dim = 128) {
    const auto i = static_cast<std::size_t>(pair);
    return (scaled.theta[i] / default_frequencies(base, rotary_dim)[i]).to_double();
}

TEST(Scalings, AreFoundByTheirIdsAndNothingElse) {
    for (const Scaling* scaling : scalings())
        EXPECT_EQ(find_scaling(scaling->id), scaling);
    EXPECT_EQ(find_scaling("YaRN"), nullptr);
    EXPECT_EQ(find_scaling(""), nullptr);
}

TEST(Scalings, RowsOfOneNameAreTheSameRow) {
    std::map<std::string_view, const ParamSpec*> seen;
    for (const Scaling* scaling : scalings()) {
        EXPECT_FALSE(scaling->source.empty()) << scaling->id;
        for (const ParamSpec& row : scaling->params) {
            EXPECT_TRUE(row.id.starts_with("model.")) << row.id;
            EXPECT_FALSE(row.help.empty()) << row.id;
            EXPECT_LE(row.min, row.initial) << row.id;
            EXPECT_LE(row.initial, row.max) << row.id;
            const auto [first, is_new] = seen.emplace(row.id, &row);
            if (is_new) continue;
            EXPECT_EQ(first->second->label, row.label);
            // What proportional's factor does, and that engines take 1 where none is given, is its own.
            const bool own = scaling->id == "proportional";
            EXPECT_TRUE(own || first->second->help == row.help) << scaling->id;
            EXPECT_TRUE(own || first->second->initial == row.initial) << scaling->id;
            EXPECT_EQ(first->second->min, row.min);
            EXPECT_EQ(first->second->max, row.max);
        }
    }
}

TEST(Scalings, RefuseFactorsThatAreNotPositiveAndFinite) {
    for (const char* type : {"linear", "ntk", "ntk-by-parts", "dynamic", "yarn", "llama3", "proportional"}) {
        for (const double factor : {0.0, -2.0, std::nan("")}) {
            EXPECT_EQ(refusal({.type = type, .numbers = {{"factor", factor}}}), "factor_not_positive")
                << type << ' ' << factor;
        }
        for (const double factor : {1e-300, 1e300, std::numeric_limits<double>::infinity()}) {
            EXPECT_EQ(refusal({.type = type, .numbers = {{"factor", factor}}}), "factor_out_of_range")
                << type << ' ' << factor;
        }
    }
}

TEST(LinearScaling, DividesEveryPair) {
    const Checked<ScaledFrequencies> scaled = scale({.type = "linear", .numbers = {{"factor", 2.5}}});
    for (const int pair : {0, 31, 63})
        EXPECT_DOUBLE_EQ(ratio(scaled.value(), pair), 0.4);
}

TEST(NtkScaling, KeepsTheFirstPairAndDividesTheLastByTheFactor) {
    const Checked<ScaledFrequencies> scaled = scale({.type = "ntk", .numbers = {{"factor", 8}}});
    EXPECT_EQ(ratio(scaled.value(), 0), 1);
    EXPECT_DOUBLE_EQ(ratio(scaled.value(), 63), 0.125);
    EXPECT_NEAR(scaled.value().details.at("new_base"), 82684.6226, 5e-5);  // published, spec item 10
    EXPECT_EQ(refusal({.type = "ntk"}, {.rotary_dim = 2, .head_dim = 2}), "too_few_pairs");
}

TEST(DynamicScaling, ChangesNothingUpToTheContext) {
    const ScalingSpec spec{.type = "dynamic", .numbers = {{"factor", 2}}};
    EXPECT_EQ(ratio(scale(spec).value(), 63), 1);
    EXPECT_EQ(ratio(scale(spec, {.seq_len = 4096}).value(), 63), 1);
    EXPECT_LT(ratio(scale(spec, {.seq_len = 4097}).value(), 63), 1);
    // At twice the context the slowest pair is slower by s·2 − (s − 1) = 3.
    EXPECT_DOUBLE_EQ(ratio(scale(spec, {.seq_len = 8192}).value(), 63), 1 / 3.0);
}

TEST(YarnScaling, RampIsThePublishedOneOfEngines) {
    // docs/spec-attention.md, section 3, item 4: share kept, d = 128, L = 4096, beta 32 and 1.
    const YarnRange range = yarn_range(10000, 128, 4096, 32, 1, true);
    EXPECT_EQ(range.low, 20);
    EXPECT_EQ(range.high, 46);
    const std::pair<int, double> published[] = {{20, 1},   {24, 0.846154}, {28, 0.692308},
                                                {33, 0.5}, {40, 0.230769}, {46, 0}};
    for (const auto& [pair, share] : published) {
        EXPECT_NEAR(share_by_index(pair, range).to_double(), share, 5e-7);
    }
    // Upper end: d − 1, not d/2 − 1.
    EXPECT_EQ(yarn_range(100, 64, 1e6, 32, 1, true).high, 63);
}

TEST(YarnScaling, ReversedRangeKeepsEveryPair) {
    const ScalingSpec spec{.type = "yarn", .numbers = {{"factor", 4}}};
    const Checked<ScaledFrequencies> scaled = scale(spec, {.trained_context = 4});
    for (const int pair : {0, 10, 63})
        EXPECT_EQ(ratio(scaled.value(), pair), 1);
}

TEST(YarnScaling, AttentionFactorIsGivenOrComputed) {
    const auto attention = [](const ScalingSpec& spec) { return scale(spec).value().attention_factor; };
    EXPECT_DOUBLE_EQ(attention({.type = "yarn", .numbers = {{"factor", 8}}}), 1 + 0.1 * std::log(8));
    EXPECT_EQ(attention({.type = "yarn", .numbers = {{"factor", 8}, {"attention_factor", 1.2}}}), 1.2);
    // Hugging Face computes it where it `is None`: 0 is given.
    EXPECT_EQ(attention({.type = "yarn", .numbers = {{"factor", 8}, {"attention_factor", 0}}}), 0);
    EXPECT_EQ(scale({.type = "yarn", .numbers = {{"factor", 8}, {"attention_factor", -1}}}).fault().id,
              "attention_factor_not_positive");
    EXPECT_EQ(attention({.type = "yarn", .numbers = {{"factor", 8}, {"mscale", 1}, {"mscale_all_dim", 1}}}),
              1);
    EXPECT_EQ(attention({.type = "yarn", .numbers = {{"factor", 8}, {"mscale", 1}}}), 1 + 0.1 * std::log(8));
    EXPECT_EQ(attention({.type = "yarn", .numbers = {{"factor", 0.5}}}), 1);
    EXPECT_EQ(yarn_temperature(1, 7), 1);
}

TEST(YarnScaling, MissingNumbersAndZeroesAreTheDefaults) {
    const ScalingInputs inputs{.context_length = 65536};
    const ScaledFrequencies plain = scale({.type = "yarn"}, inputs).value();
    EXPECT_EQ(plain.details.at("factor_used"), 16);  // M/L
    const ScaledFrequencies zeroes =
        scale({.type = "yarn", .numbers = {{"beta_fast", 0}, {"beta_slow", 0}}}, inputs).value();
    EXPECT_EQ(plain.details, zeroes.details);
    EXPECT_NEAR(plain.details.at("raw_low"), 20.944482, 5e-7);
    EXPECT_NEAR(plain.details.at("raw_high"), 45.026881, 5e-7);
    const ScaledFrequencies fractional =
        scale({.type = "yarn", .numbers = {{"truncate", 0}}}, inputs).value();
    EXPECT_EQ(fractional.details.at("low"), fractional.details.at("raw_low"));
}

TEST(YarnScaling, RefusesWhatItCannotDivideBy) {
    EXPECT_EQ(refusal({.type = "yarn"}, {.base = 1}), "base_is_one");
    EXPECT_EQ(refusal({.type = "yarn", .numbers = {{"beta_fast", -1}}}), "beta_fast_not_positive");
    EXPECT_EQ(refusal({.type = "yarn", .numbers = {{"mscale", -1}}}), "mscale_not_positive");
    EXPECT_EQ(refusal({.type = "yarn"}, {.trained_context = 0}),
              "original_max_position_embeddings_not_positive");
}

TEST(NtkByPartsScaling, ShareIsLinearInTurns) {
    EXPECT_EQ(share_by_turns(0.5, 1, 32), 0);
    EXPECT_EQ(share_by_turns(40, 1, 32), 1);
    EXPECT_DOUBLE_EQ(share_by_turns(16.5, 1, 32).to_double(), 0.5);
    const ScalingSpec spec{.type = "ntk-by-parts", .numbers = {{"factor", 16}}};
    const ScaledFrequencies scaled = scale(spec).value();
    // docs/spec-attention.md, section 3, item 4: shares of pairs 24, 33 and 46.
    for (const auto& [pair, share] : {std::pair{24, 0.632737}, {33, 0.149845}, {46, 0.0}}) {
        EXPECT_NEAR(ratio(scaled, pair), share + (1 - share) / 16, 1e-6);
    }
    EXPECT_EQ(refusal({.type = "ntk-by-parts", .numbers = {{"beta_fast", 2}, {"beta_slow", 2}}}),
              "betas_not_ascending");
}

TEST(Llama3Scaling, KeepsFastBlendsAndDividesSlowPairs) {
    // docs/spec-attention.md, section 3, item 11.
    const ScalingSpec spec{.type = "llama3",
                           .numbers = {{"factor", 8}, {"low_freq_factor", 1}, {"high_freq_factor", 4}}};
    const ScaledFrequencies scaled = scale(spec, {.base = 500000, .trained_context = 8192}).value();
    EXPECT_EQ(scaled.details.at("pairs_kept"), 29);
    EXPECT_EQ(scaled.details.at("pairs_divided"), 29);
    const double kept[] = {0.803621, 0.592849, 0.421151, 0.281283, 0.167343, 0.074527};
    for (int i = 0; i < 6; ++i)
        EXPECT_NEAR(ratio(scaled, 29 + i, 500000), kept[i] + (1 - kept[i]) / 8, 1e-6);
    EXPECT_EQ(refusal({.type = "llama3", .numbers = {{"low_freq_factor", 0}}}),
              "low_freq_factor_not_positive");
}

TEST(LongRopeScaling, ChoosesTheListByLengthAndRefusesWrongLists) {
    const ScalingSpec spec{.type = "longrope",
                           .numbers = {{"factor", 8}},
                           .lists = {{"short_factor", {1, 2}}, {"long_factor", {4, 8}}}};
    ScalingInputs inputs{.rotary_dim = 4, .head_dim = 4};
    EXPECT_DOUBLE_EQ(ratio(scale(spec, inputs).value(), 1, 10000, 4), 0.5);
    inputs.seq_len = 4096;
    EXPECT_DOUBLE_EQ(ratio(scale(spec, inputs).value(), 1, 10000, 4), 0.5);
    inputs.seq_len = 4097;
    EXPECT_DOUBLE_EQ(ratio(scale(spec, inputs).value(), 1, 10000, 4), 0.125);
    EXPECT_DOUBLE_EQ(scale(spec, inputs).value().attention_factor,
                     std::sqrt(1 + std::log(8) / std::log(4096)));
    ScalingSpec zero = spec;
    zero.numbers["attention_factor"] = 0;  // given, as for YaRN
    EXPECT_EQ(scale(zero, inputs).value().attention_factor, 0);
    EXPECT_EQ(refusal(spec), "wrong_length");
    EXPECT_EQ(refusal({.type = "longrope"}), "no_factor_list");
    ScalingSpec negative = spec;
    negative.lists["long_factor"][1] = -1;
    EXPECT_EQ(refusal(negative, inputs), "long_factor_not_positive");
}

TEST(ProportionalScaling, TurnsOnlyTheFastestShare) {
    const ScalingSpec spec{.type = "proportional", .numbers = {{"partial_rotary_factor", 0.3}}};
    const ScaledFrequencies scaled = scale(spec, {.rotary_dim = 64, .head_dim = 64}).value();
    EXPECT_EQ(scaled.details.at("pairs_turning"), 9);
    EXPECT_EQ(ratio(scaled, 8, 10000, 64), 1);
    EXPECT_EQ(scaled.theta[9], 0);
    // docs/spec-rope.md, 2.9: b^(−2i/H)/s.
    const ScalingSpec slower{.type = "proportional",
                             .numbers = {{"partial_rotary_factor", 0.3}, {"factor", 4}}};
    EXPECT_EQ(ratio(scale(slower, {.rotary_dim = 64, .head_dim = 64}).value(), 8, 10000, 64), 0.25);
    EXPECT_EQ(refusal(spec, {.rotary_dim = 64, .head_dim = 128}), "proportional_needs_whole_head");
    EXPECT_EQ(refusal({.type = "proportional", .numbers = {{"partial_rotary_factor", 1.5}}}),
              "share_out_of_range");
}

}  // namespace
}  // namespace rope
