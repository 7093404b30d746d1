#include "core/model/config_reader.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "tests/support/temp_folder.h"

namespace rope {
namespace {

ModelSpec read(const std::string& json) {
    const auto model = read_config(json, "config.json");
    if (!model.ok()) {
        ADD_FAILURE() << sentence(model.fault()) << "\n" << json;
        return {};
    }
    return model.value();
}

double number(const ModelSpec& model, std::string_view name) {
    const auto found = model.scaling.numbers.find(name);
    return found == model.scaling.numbers.end() ? std::nan("") : found->second;
}

TEST(ReadConfig, ReadsThePartsOfEveryReferenceCase) {
    int cases = 0;
    for (const char* group : {"default", "linear", "dynamic", "yarn", "longrope", "llama3", "proportional"}) {
        const std::string path =
            std::string(ROPE_SOURCE_DIR) + "/tests/reference/cases/inv_freq_" + group + ".json";
        const auto file = nlohmann::json::parse(read_file(path, 1 << 26).value());
        for (const auto& one : file["cases"]) {
            SCOPED_TRACE(std::string(group) + " " + one["id"].get<std::string>());
            const auto& expected = one["expected"];
            const ModelSpec model = read(one["input"].dump());
            EXPECT_EQ(model.shape.rotary_dim, expected.value("rotary_dim", model.shape.rotary_dim));
            EXPECT_EQ(model.shape.head_dim, expected.value("head_dim", model.shape.head_dim));
            std::optional<std::int64_t> seq_len;
            if (one["input"].contains("seq_len") && !one["input"]["seq_len"].is_null())
                seq_len = one["input"]["seq_len"].get<std::int64_t>();
            const auto made = frequencies(model, seq_len);
            ASSERT_TRUE(made.ok()) << sentence(made.fault());
            const auto inverse = expected["inv_freq_f64"].get<std::vector<double>>();
            ASSERT_EQ(made.value().table.theta.size(), inverse.size());
            for (std::size_t i = 0; i < inverse.size(); ++i)
                ASSERT_LE(std::abs(made.value().table.theta[i] - inverse[i]), 1e-12 * inverse[i]) << i;
            EXPECT_NEAR(made.value().table.attention_factor, expected["attention_factor"].get<double>(),
                        1e-12);
            ++cases;
        }
    }
    EXPECT_GE(cases, 45);
}

TEST(ReadConfig, HeadDimIsStatedOrHiddenSizeOverHeads) {
    EXPECT_EQ(read(R"({"hidden_size": 4096, "num_attention_heads": 32})").shape.head_dim, 128);
    EXPECT_EQ(read(R"({"hidden_size": 4096, "num_attention_heads": 32, "head_dim": null})").shape.head_dim,
              128);
    EXPECT_EQ(read(R"({"hidden_size": 2560, "num_attention_heads": 8, "head_dim": 256})").shape.head_dim,
              256);
    EXPECT_EQ(
        read(
            R"({"hidden_size": 100, "num_attention_heads": 3, "note": "33 is odd, 100 // 3", "head_dim": 32.0})")
            .shape.head_dim,
        32);
    EXPECT_EQ(read(R"({"n_embd": 4096, "n_head": 16, "n_positions": 2048})").shape.head_dim, 256);
    EXPECT_EQ(read(R"({"n_embd": 4096, "n_head": 16, "n_positions": 2048})").context_length, 2048);
}

TEST(ReadConfig, BaseComesFromTheDictionaryThenTheTopLevelThenTheFamily) {
    EXPECT_EQ(read(R"({"head_dim": 64})").base, 10000);
    EXPECT_EQ(read(R"({"head_dim": 64, "rope_theta": 5e5})").base, 5e5);
    EXPECT_EQ(read(R"({"head_dim": 64, "rotary_emb_base": 25000})").base, 25000);
    EXPECT_EQ(read(R"({"head_dim": 64, "rope_theta": 1, "rope_parameters": {"rope_theta": 7e4}})").base, 7e4);
    EXPECT_EQ(
        read(R"({"head_dim": 64, "rope_theta": 8e4, "rope_parameters": {"rope_type": "default"}})").base,
        8e4);
    EXPECT_EQ(read(R"({"head_dim": 128, "model_type": "mixtral"})").base, 1e6);
    EXPECT_EQ(read(R"({"model_type": "gpt_oss"})").base, 150000);
}

TEST(ReadConfig, RotaryPartUnderItsManyNames) {
    EXPECT_EQ(read(R"({"head_dim": 80, "partial_rotary_factor": 0.4})").shape.rotary_dim, 32);
    EXPECT_EQ(read(R"({"head_dim": 100, "partial_rotary_factor": 0.29})").shape.rotary_dim, 28);
    EXPECT_EQ(read(R"({"head_dim": 96, "rotary_pct": 0.25})").shape.rotary_dim, 24);
    EXPECT_EQ(read(R"({"head_dim": 256, "rotary_dim": 64})").shape.rotary_dim, 64);
    EXPECT_EQ(read(R"({"head_dim": 256, "rotary_dim": null})").shape.rotary_dim, 256);
    EXPECT_EQ(read(R"({"head_dim": 64, "rope_parameters": {"partial_rotary_factor": 0.5}})").shape.rotary_dim,
              32);
    // Top level wins over the dictionary, a family's default over neither.
    EXPECT_EQ(
        read(
            R"({"head_dim": 64, "partial_rotary_factor": 0.25, "rope_parameters": {"partial_rotary_factor": 0.5}})")
            .shape.rotary_dim,
        16);
    EXPECT_EQ(read(R"({"model_type": "stablelm", "head_dim": 64})").shape.rotary_dim, 16);
    EXPECT_EQ(
        read(
            R"({"model_type": "stablelm", "head_dim": 64, "rope_parameters": {"partial_rotary_factor": 0.5}})")
            .shape.rotary_dim,
        32);
}

TEST(ReadConfig, LayoutFollowsTheKindOfModel) {
    const auto layout = [](const std::string& type) {
        return read(R"({"head_dim": 64, "max_position_embeddings": 2048, "model_type": ")" + type + "\"}")
            .shape.layout;
    };
    for (const char* type :
         {"llama", "mistral", "qwen2", "qwen3", "gemma2", "phi3", "gpt_neox", "gpt_oss", "olmo2"})
        EXPECT_EQ(layout(type), Layout::half) << type;
    for (const char* type : {"gptj", "codegen", "cohere", "cohere2", "deepseek_v3"})
        EXPECT_EQ(layout(type), Layout::interleaved) << type;
    EXPECT_EQ(read(R"({"head_dim": 64, "architectures": ["GPTJForCausalLM"]})").shape.layout,
              Layout::interleaved);
    EXPECT_EQ(read(R"({"head_dim": 64, "architectures": ["Cohere2ForCausalLM"]})").shape.layout,
              Layout::interleaved);
    EXPECT_EQ(read(R"({"head_dim": 64, "architectures": ["LlamaForCausalLM"]})").shape.layout, Layout::half);
    EXPECT_EQ(read(R"({"head_dim": 64, "architectures": ["Glm4MoeForCausalLM"]})").shape.layout,
              Layout::half);
    EXPECT_EQ(read(R"({"head_dim": 64})").shape.layout, Layout::half);
}

TEST(ReadConfig, ChatGlmRotatesHalfOfTheHeadWithAMultipliedBase) {
    const ModelSpec glm = read(
        R"({"model_type": "chatglm", "hidden_size": 4096, "num_attention_heads": 32, "seq_length": 131072,
            "rope_ratio": 500, "original_rope": true, "kv_channels": 128})");
    EXPECT_EQ(glm.base, 5e6);
    EXPECT_EQ(glm.shape.rotary_dim, 64);
    EXPECT_EQ(glm.shape.layout, Layout::interleaved);
    EXPECT_EQ(glm.context_length, 131072);
}

TEST(ReadConfig, FieldsThatAFamilyLeavesOutAreThoseOfItsClass) {
    // LLaVA 1.5's text_config states neither hidden_size nor heads.
    EXPECT_EQ(
        read(
            R"({"model_type": "llava", "text_config": {"model_type": "llama", "max_position_embeddings": 4096}})")
            .shape.head_dim,
        128);
    EXPECT_EQ(read(R"({"model_type": "gptj", "n_embd": 4096, "n_head": 16})").shape.rotary_dim, 64);
    EXPECT_EQ(read(R"({"model_type": "gpt_neox", "hidden_size": 4096, "num_attention_heads": 32})")
                  .shape.rotary_dim,
              32);
}

TEST(ReadConfig, TheTextPartOfMultimodalModels) {
    EXPECT_EQ(read(R"({"head_dim": 8, "text_config": {"head_dim": 64}, "vision_config": {"head_dim": 32}})")
                  .shape.head_dim,
              64);
    EXPECT_EQ(
        read(R"({"thinker_config": {"text_config": {"head_dim": 32}}, "text_config": null})").shape.head_dim,
        32);
}

TEST(ReadConfig, LegacyScalingDictionary) {
    const ModelSpec legacy = read(R"({"head_dim": 64, "rope_scaling": {"type": "linear", "factor": 4}})");
    EXPECT_EQ(legacy.scaling.type, "linear");
    EXPECT_EQ(number(legacy, "factor"), 4);
    EXPECT_EQ(read(R"({"head_dim": 64, "rope_scaling": {"rope_type": "linear", "type": "x", "factor": 2}})")
                  .scaling.type,
              "linear");
    EXPECT_EQ(read(R"({"head_dim": 64, "rope_scaling": null})").scaling.type, "default");
    EXPECT_EQ(read(R"({"head_dim": 64, "rope_scaling": {}})").scaling.type, "default");
    EXPECT_EQ(read(R"({"head_dim": 64, "rope_scaling": {"rope_type": null, "factor": 2}})").scaling.type,
              "default");
}

TEST(ReadConfig, AScalingDictionaryReplacesTheParameters) {
    const ModelSpec model = read(
        R"({"head_dim": 64, "rope_theta": 3e4, "rope_parameters": {"rope_type": "default", "rope_theta": 5e4},
            "rope_scaling": {"rope_type": "linear", "factor": 2}})");
    EXPECT_EQ(model.scaling.type, "linear");
    EXPECT_EQ(model.base, 3e4);
}

TEST(ReadConfig, YarnFactorAndOriginalContext) {
    const ModelSpec stated = read(
        R"({"head_dim": 64, "max_position_embeddings": 131072,
            "rope_scaling": {"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768, "beta_fast": 0,
                             "beta_slow": null, "truncate": false}})");
    EXPECT_EQ(stated.context_length, 131072);
    EXPECT_EQ(stated.trained_context, 32768);
    EXPECT_EQ(number(stated, "factor"), 4);
    EXPECT_EQ(number(stated, "truncate"), 0);
    EXPECT_TRUE(std::isnan(number(stated, "beta_fast")));  // 0 and null mean the default
    EXPECT_TRUE(std::isnan(number(stated, "beta_slow")));

    const ModelSpec ratio = read(
        R"({"head_dim": 64, "max_position_embeddings": 131072,
            "rope_scaling": {"type": "yarn", "factor": null, "original_max_position_embeddings": 32768}})");
    EXPECT_EQ(frequencies(ratio).value().details.at("factor_used"), 4);

    const ModelSpec bare = read(
        R"({"head_dim": 64, "max_position_embeddings": 8192, "rope_scaling": {"type": "yarn", "factor": 2}})");
    EXPECT_EQ(bare.trained_context, 8192);
}

TEST(ReadConfig, OriginalContextAtTopLevelWins) {
    const ModelSpec phi = read(
        R"({"head_dim": 4, "max_position_embeddings": 131072, "original_max_position_embeddings": 4096,
            "rope_scaling": {"type": "longrope", "short_factor": [1, 1], "long_factor": [1, 2.5],
                             "original_max_position_embeddings": 8192}})");
    EXPECT_EQ(phi.trained_context, 4096);
    EXPECT_EQ(phi.scaling.lists.at("long_factor"), (std::vector<double>{1, 2.5}));
}

TEST(ReadConfig, Aliases) {
    const std::string lists = R"("short_factor": [1, 1], "long_factor": [1, 2])";
    const std::string rest =
        R"({"head_dim": 4, "max_position_embeddings": 8192, "original_max_position_embeddings": 4096, )";
    EXPECT_EQ(read(rest + R"("rope_scaling": {"type": "su", )" + lists + "}}").scaling.type, "longrope");
    EXPECT_EQ(read(rest + R"("rope_scaling": {"type": "yarn", )" + lists + "}}").scaling.type, "longrope");
    const ModelSpec mrope = read(
        R"({"hidden_size": 3584, "num_attention_heads": 28, "rope_theta": 1e6,
            "rope_scaling": {"type": "mrope", "mrope_section": [16, 24, 24]}})");
    EXPECT_EQ(mrope.scaling.type, "default");
    EXPECT_EQ(mrope.scaling.lists.at("mrope_section"), (std::vector<double>{16, 24, 24}));
}

TEST(ReadConfig, MlaHeadsRotateTheirLastPartInterleaved) {
    const ModelSpec v3 = read(
        R"({"model_type": "deepseek_v3", "hidden_size": 7168, "num_attention_heads": 128, "qk_rope_head_dim": 64,
            "qk_nope_head_dim": 128, "head_dim": 64, "max_position_embeddings": 163840, "rope_theta": 10000,
            "rope_scaling": {"type": "yarn", "factor": 40, "beta_fast": 32, "beta_slow": 1, "mscale": 1.0,
                             "mscale_all_dim": 1.0, "original_max_position_embeddings": 4096}})");
    EXPECT_EQ(v3.shape.head_dim, 192);
    EXPECT_EQ(v3.shape.rotary_offset, 128);
    EXPECT_EQ(v3.shape.rotary_dim, 64);
    EXPECT_EQ(v3.shape.layout, Layout::interleaved);
    // The reference case deepseek-v3: (0.1 ln 40 + 1)².
    EXPECT_NEAR(v3.softmax_scale_multiplier, std::pow(0.1 * std::log(40.0) + 1, 2), 1e-15);
    EXPECT_EQ(frequencies(v3).value().table.attention_factor, 1);
    EXPECT_EQ(
        read(R"({"qk_rope_head_dim": 64, "qk_nope_head_dim": 128, "rope_interleave": false})").shape.layout,
        Layout::half);
    EXPECT_EQ(read(R"({"qk_rope_head_dim": 64, "partial_rotary_factor": 1.0, "qk_nope_head_dim": 64})")
                  .shape.rotary_dim,
              64);
}

TEST(ReadConfig, Gemma3FlatFormHasTwoKindsOfLayers) {
    const ModelSpec model = read(
        R"({"architectures": ["Gemma3ForConditionalGeneration"], "model_type": "gemma3",
            "text_config": {"model_type": "gemma3_text", "hidden_size": 2560,
                            "rope_scaling": {"factor": 8.0, "rope_type": "linear"}}})");
    EXPECT_EQ(model.shape.head_dim, 256);  // the class's, because the real file leaves it out
    EXPECT_EQ(model.layer_type, "full_attention");
    EXPECT_EQ(model.base, 1e6);
    EXPECT_EQ(model.scaling.type, "linear");
    EXPECT_EQ(model.context_length, 131072);
    const ModelSpec sliding = with_layer_type(model, "sliding_attention").value();
    EXPECT_EQ(sliding.base, 10000);
    EXPECT_EQ(sliding.scaling.type, "default");
    EXPECT_EQ(sliding.shape.rotary_dim, 256);
}

TEST(ReadConfig, ParametersPerKindOfLayer) {
    const ModelSpec model = read(
        R"({"head_dim": 64, "layer_types": ["full_attention", "sliding_attention"],
            "rope_parameters": {"full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 2e6},
                                "sliding_attention": {"rope_type": "default", "rope_theta": 1e4,
                                                      "partial_rotary_factor": 0.5}}})");
    EXPECT_EQ(model.base, 2e6);
    EXPECT_EQ(model.layer_types.size(), 2u);
    EXPECT_EQ(with_layer_type(model, "sliding_attention").value().shape.rotary_dim, 32);
    EXPECT_EQ(with_layer_type(model, "none").fault().id, "unknown_layer_type");
}

// Full layers of Gemma 4 have heads of 512: 64 of their 256 pairs turn, with 512 below the exponent.
TEST(ReadConfig, Gemma4HasHeadsOfTwoWidths) {
    const std::string rope =
        R"("rope_parameters": {"full_attention": {"rope_type": "proportional", "partial_rotary_factor": 0.25,
                                                  "rope_theta": 1e6},
                               "sliding_attention": {"rope_type": "default", "rope_theta": 1e4}})";
    const ModelSpec model = read(
        R"({"model_type": "gemma4", "text_config": {"model_type": "gemma4_text", "head_dim": 256,
            "global_head_dim": 512, "max_position_embeddings": 131072, )" +
        rope + "}}");
    EXPECT_EQ(model.shape.head_dim, 512);
    const std::vector<double> full = frequencies(model).value().table.theta;
    ASSERT_EQ(full.size(), 256u);
    EXPECT_NEAR(full[63], std::pow(1e6, -126.0 / 512), 1e-15);
    EXPECT_EQ(full[64], 0);
    const ModelSpec sliding = with_layer_type(model, "sliding_attention").value();
    EXPECT_EQ(sliding.shape.head_dim, 256);
    EXPECT_NEAR(frequencies(sliding).value().table.theta.at(127), std::pow(1e4, -254.0 / 256), 1e-18);
    EXPECT_EQ(with_layer_type(sliding, "full_attention").value(), model);
    EXPECT_EQ(read(R"({"head_dim": 256, )" + rope + "}").shape.head_dim, 256);
    EXPECT_EQ(read_config(R"({"head_dim": 256, "global_head_dim": 511, )" + rope + "}", "c.json").fault().id,
              "odd_head_dim");
}

TEST(ReadConfig, ParametersPerKindOfLayerWithTheOldTopLevelKeys) {
    const std::string layers =
        R"("rope_parameters": {"full_attention": {"rope_type": "default"}, "sliding_attention": {"rope_type": "default"}})";
    const ModelSpec old =
        read(R"({"head_dim": 64, "rope_theta": 2e6, "rope_local_base_freq": 2e4, )" + layers + "}");
    EXPECT_EQ(old.base, 2e6);
    EXPECT_EQ(old.layer_types.at("sliding_attention").base, 2e4);
    const ModelSpec gemma = read(R"({"model_type": "gemma3_text", )" + layers + "}");
    EXPECT_EQ(gemma.base, 1e6);
    EXPECT_EQ(gemma.layer_types.at("sliding_attention").base, 1e4);
    const ModelSpec scaled =
        read(R"({"head_dim": 64, "rope_theta": 1e6, "rope_scaling": {"rope_type": "linear", "factor": 8}, )" +
             layers + "}");
    EXPECT_EQ(scaled.scaling.type, "linear");
    EXPECT_EQ(scaled.layer_types.at("sliding_attention").scaling.type, "default");
}

TEST(ReadConfig, AKindOfLayerMayHaveNoPositions) {
    const ModelSpec model = read(
        R"({"head_dim": 8, "rope_parameters": {"sliding_attention": {"rope_type": "default", "rope_theta": 5e4},
                                               "full_attention": null}})");
    EXPECT_TRUE(model.layer_types.at("full_attention").no_positions);
    EXPECT_EQ(model.layer_type, "sliding_attention");  // a kind that rotates is shown first
    EXPECT_EQ(model.base, 5e4);
    const auto still = frequencies(with_layer_type(model, "full_attention").value()).value();
    EXPECT_EQ(still.table.theta, (std::vector<double>{0, 0, 0, 0}));
    EXPECT_EQ(still.unscaled.theta[0], 1);
    EXPECT_EQ(frequencies(model).value().table.theta[0], 1);
}

TEST(ReadConfig, NamesTheModelAfterItsFolder) {
    const test::TempFolder folder;
    const auto write = [&](const std::string& name) {
        std::filesystem::create_directories((folder.path() / name).parent_path());
        EXPECT_TRUE(write_file(folder.file(name), R"({"head_dim": 64})").ok());
        return folder.file(name);
    };
    EXPECT_EQ(read_config_file(write("Llama-3.1-8B/config.json")).value().name, "Llama-3.1-8B");
    EXPECT_EQ(read_config_file(folder.file("Llama-3.1-8B")).value().name, "Llama-3.1-8B");
    EXPECT_EQ(read_config_file(write("mine.json")).value().name, "mine");
    EXPECT_EQ(read_config_file(write("models--Qwen--Qwen3-8B/snapshots/0af3/config.json")).value().name,
              "Qwen3-8B");
    EXPECT_EQ(read_config_file(folder.file("mine.json")).value().source, folder.file("mine.json"));
    EXPECT_EQ(read_config_file(folder.file("none.json")).fault().id, "no_such_file");
}

}  // namespace
}  // namespace rope
