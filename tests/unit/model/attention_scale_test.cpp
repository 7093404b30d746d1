// What models multiply q·k by, where it is not 1/√head_dim.
#include <gtest/gtest.h>

#include <cmath>

#include "core/model/config_reader.h"
#include "core/model/model_spec.h"
#include "core/model/presets.h"

namespace rope {
namespace {

double scale_of(const char* config) {
    return read_config(config, "config.json").value().attention_scale;
}

TEST(AttentionScale, IsReadFromTheFieldsOfEachFamily) {
    EXPECT_EQ(scale_of(R"({"model_type": "llama", "head_dim": 128})"), 0);
    EXPECT_DOUBLE_EQ(scale_of(R"({"model_type": "gemma2", "head_dim": 128, "query_pre_attn_scalar": 144})"),
                     1.0 / 12);
    EXPECT_DOUBLE_EQ(scale_of(R"({"model_type": "gemma2", "head_dim": 128})"), 1.0 / 16)
        << "the class's default";
    EXPECT_EQ(scale_of(R"({"model_type": "granite", "head_dim": 64, "attention_multiplier": 0.015625})"),
              0.015625);
    EXPECT_EQ(read_preset("gemma-4-e2b").value().attention_scale, 1);
    EXPECT_DOUBLE_EQ(read_preset("gemma-2-27b").value().attention_scale, 1.0 / 12);
    EXPECT_FALSE(read_config(R"({"model_type": "gemma2", "query_pre_attn_scalar": 0})", "config.json").ok());
    for (const char* huge : {R"({"model_type": "granite", "head_dim": 64, "attention_multiplier": 1e308})",
                             R"({"model_type": "gemma2", "query_pre_attn_scalar": 1e-308})"})
        EXPECT_FALSE(read_config(huge, "config.json").ok()) << "scores would be infinite: " << huge;
}

TEST(AttentionScale, MultipliesScoresOverTheRootOfTheHead) {
    ModelSpec model;
    model.shape.head_dim = model.shape.rotary_dim = 64;
    EXPECT_EQ(score_multiplier(model), 1);
    model.softmax_scale_multiplier = 1.5;
    EXPECT_EQ(score_multiplier(model), 1.5);
    model.attention_scale = 1;
    EXPECT_EQ(score_multiplier(model), 1.5 * 8) << "1 instead of 1/8";
    EXPECT_TRUE(has_own_attention_scale(model));
    model.attention_scale = 0.125;
    EXPECT_FALSE(has_own_attention_scale(model)) << "the customary one";
}

// YaRN's factor is on cos and sin, and so in the score by its square; the scale knows nothing of it.
TEST(AttentionScale, IsNotTheAttentionFactor) {
    ModelSpec model;
    model.context_length = 16384;
    model.scaling = {.type = "yarn", .numbers = {{"factor", 4}}};
    model.attention_scale = 0.5;
    EXPECT_NEAR(frequencies(model).value().table.attention_factor, 0.1 * std::log(4.0) + 1, 1e-15);
    EXPECT_EQ(score_multiplier(model), 0.5 * std::sqrt(128.0));
}

}  // namespace
}  // namespace rope
