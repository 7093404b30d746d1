// Softcaps and growing scores, which engines have and this program says that it leaves out. Formulas:
// transformers' Gemma2Attention, Ministral3Attention and Llama4TextAttention.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/model/config_reader.h"
#include "core/model/gguf.h"
#include "core/model/gguf_model.h"
#include "core/model/presets.h"
#include "core/model/score_changes.h"
#include "tests/unit/model/gguf_bytes.h"

namespace rope {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ModelSpec score_model(const std::string& json) {
    const auto model = read_config(json, "tiny/config.json");
    if (!model.ok()) {
        ADD_FAILURE() << sentence(model.fault()) << "\n" << json;
        return {};
    }
    return model.value();
}

std::string score_refusal(const std::string& json) {
    const auto model = read_config(json, "config.json");
    return model.ok() ? "" : model.fault().id;
}

ModelSpec score_gguf(const std::string& arch, std::vector<test::GgufKey> keys) {
    keys.insert(
        keys.begin(),
        {test::key_text("general.architecture", arch), test::key_text("general.name", "tiny"),
         test::key_u32(arch + ".context_length", 8192), test::key_u32(arch + ".embedding_length", 512),
         test::key_u32(arch + ".attention.head_count", 4),
         test::key_u32(arch + ".rope.dimension_count", 128)});
    const auto model = read_gguf_model(test::GgufBytes{.keys = keys, .tensors = {}}.bytes(), "m.gguf");
    if (!model.ok()) {
        ADD_FAILURE() << sentence(model.fault());
        return {};
    }
    return model.value();
}

TEST(ScoreChanges, SoftcapOfGemma2) {
    const auto cap = "Scores are before the softcap 50·tanh(score/50) of gemma2.";
    EXPECT_THAT(score_changes_left_out(score_model(R"({"model_type": "gemma2"})")), ElementsAre(cap))
        << "the class's default";
    EXPECT_THAT(score_changes_left_out(score_model(R"({"model_type": "llama", "head_dim": 128,
                                        "attn_logit_softcapping": 30})"),
                                       "Scores of RoPE"),
                ElementsAre("Scores of RoPE are before the softcap 30·tanh(score/30) of llama."));
    EXPECT_THAT(score_changes_left_out(read_preset("gemma-2-9b").value()), testing::SizeIs(1));
    for (const char* none : {R"({"model_type": "gemma3_text", "attn_logit_softcapping": null})",
                             R"({"model_type": "llama", "head_dim": 128})",
                             R"({"model_type": "llama", "head_dim": 128, "attn_logit_softcapping": 0})"})
        EXPECT_THAT(score_changes_left_out(score_model(none)), IsEmpty()) << none;
    EXPECT_EQ(score_refusal(R"({"model_type": "gemma2", "attn_logit_softcapping": -1})"), "out_of_range");
    EXPECT_EQ(score_refusal(R"({"model_type": "gemma2", "attn_logit_softcapping": "50"})"), "number_as_text");
}

TEST(ScoreChanges, LateQueriesOfMinistral3) {
    const ModelSpec model = score_model(R"({"model_type": "ministral3", "head_dim": 128,
        "max_position_embeddings": 262144, "rope_parameters": {"rope_type": "yarn", "rope_theta": 1e6,
        "factor": 16, "original_max_position_embeddings": 16384, "llama_4_scaling_beta": 0.1}})");
    EXPECT_EQ(model.query_growth, (QueryGrowth{.strength = 0.1, .length = 16384}));
    EXPECT_THAT(
        score_changes_left_out(model),
        ElementsAre("Scores are without the factor 1 + 0.1·log(1 + ⌊m/16384⌋) of ministral3 for a query "
                    "at m."));
}

TEST(ScoreChanges, NoGrowthLeavesNoTrace) {
    EXPECT_EQ(score_model(R"({"model_type": "ministral3", "head_dim": 128,
        "rope_parameters": {"rope_type": "default", "llama_4_scaling_beta": 0}})")
                  .query_growth,
              QueryGrowth{});
    EXPECT_EQ(score_model(R"({"model_type": "llama4_text", "head_dim": 128, "attn_scale": 0})").query_growth,
              QueryGrowth{});
}

TEST(ScoreChanges, LateQueriesOfLlama4WhereItDoesNotRotate) {
    const std::string llama4 = R"({"model_type": "llama4_text", "hidden_size": 512,
        "num_attention_heads": 4, "rope_theta": 5e5)";
    const ModelSpec model = score_model(llama4 + "}");
    EXPECT_THAT(score_changes_left_out(model), IsEmpty()) << "layers that rotate";
    EXPECT_THAT(
        score_changes_left_out(with_layer_type(model, "nope").value()),
        ElementsAre("Scores are without the factor 1 + 0.1·log(1 + ⌊(m + 1)/8192⌋) of llama4_text for "
                    "a query at m."));
    const ModelSpec other = score_model(llama4 + R"(, "attn_temperature_tuning": 4, "floor_scale": 100,
                                              "attn_scale": 0.2})");
    EXPECT_EQ(other.query_growth.length, 100);
    EXPECT_EQ(other.query_growth.strength, 0.2);
    for (const char* off : {"false", "0", "null"})
        EXPECT_EQ(score_model(llama4 + R"(, "attn_temperature_tuning": )" + off + "}").query_growth.strength,
                  0)
            << off;
    EXPECT_EQ(score_refusal(llama4 + R"(, "floor_scale": 0})"), "out_of_range");
}

TEST(ScoreChanges, OfGgufFiles) {
    EXPECT_EQ(score_gguf("gemma2", {}).logit_softcap, 50);
    EXPECT_EQ(score_gguf("gemma2", {test::key_f32("gemma2.attn_logit_softcapping", 30)}).logit_softcap, 30);
    EXPECT_EQ(score_gguf("grok", {}).logit_softcap, 30);
    EXPECT_EQ(score_gguf("llama", {}).logit_softcap, 0);
    const ModelSpec grows =
        score_gguf("mistral3", {test::key_f32("mistral3.attention.temperature_scale", 0.5),
                                test::key_u32("mistral3.rope.scaling.original_context_length", 4096)});
    EXPECT_EQ(grows.query_growth, (QueryGrowth{.strength = 0.5, .length = 4096}));
    const ModelSpec other =
        score_gguf("deepseek2", {test::key_f32("deepseek2.attention.temperature_scale", 0.5),
                                 test::key_u32("deepseek2.attention.temperature_length", 8000)});
    EXPECT_EQ(other.query_growth.length, 8000);
}

TEST(ScoreChanges, AreValidated) {
    ModelSpec model;
    model.logit_softcap = -1;
    EXPECT_FALSE(validate(model).ok());
    model.logit_softcap = 0;
    model.query_growth = {.strength = 0.1, .length = 0};
    EXPECT_FALSE(validate(model).ok());
    model.query_growth.length = 1;
    EXPECT_TRUE(validate(model).ok());
}

}  // namespace
}  // namespace rope
