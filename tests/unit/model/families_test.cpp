// What families of models do that no common field says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/model/config_reader.h"
#include "core/model/gguf.h"
#include "core/model/gguf_model.h"
#include "core/model/model_check.h"
#include "tests/unit/model/gguf_bytes.h"

namespace rope {
namespace {

using testing::ElementsAre;
using testing::Key;
using testing::UnorderedElementsAre;

ModelSpec family(const std::string& json) {
    const auto model = read_config(json, "config.json");
    if (!model.ok()) {
        ADD_FAILURE() << sentence(model.fault()) << "\n" << json;
        return {};
    }
    return model.value();
}

std::string refusal(const std::string& json) {
    const auto model = read_config(json, "config.json");
    return model.ok() ? "" : model.fault().id;
}

// A model of this kind with heads of 128, and these fields more.
std::string of_type(const std::string& type, const std::string& more = "") {
    return R"({"model_type": ")" + type + R"(", "hidden_size": 4096, "num_attention_heads": 32)" +
           (more.empty() ? "" : ", " + more) + "}";
}

std::vector<std::string> findings(const std::string& json) {
    const auto checked = check_config(json, "config.json");
    std::vector<std::string> ids;
    if (checked.ok())
        for (const Finding& finding : checked.value().findings)
            ids.push_back(finding.id);
    return ids;
}

// Which components make a pair: the modeling files of transformers, and llama.cpp's llama_model_rope_type.
TEST(Families, PairComponentsAsTheirModelingFiles) {
    for (const char* type : {"roformer", "glm4v_text", "ernie4_5_moe", "cohere2", "gptj"})
        EXPECT_EQ(family(of_type(type)).shape.layout, Layout::interleaved) << type;
    for (const char* type : {"llama", "modernbert", "exaone4", "smollm3", "something_new"})
        EXPECT_EQ(family(of_type(type)).shape.layout, Layout::half) << type;
    const std::string mla = R"("qk_rope_head_dim": 32, "qk_nope_head_dim": 64)";
    EXPECT_EQ(family(of_type("minicpm3", mla)).shape.layout, Layout::half);
    EXPECT_EQ(family(of_type("deepseek_v3", mla)).shape.layout, Layout::interleaved);
}

TEST(Families, WithoutRotationAreRefused) {
    for (const char* type : {"vit", "jamba", "nemotron_h", "electra", "wav2vec2", "bert", "xlm-roberta"})
        EXPECT_EQ(refusal(of_type(type)), "no_rope") << type;
    EXPECT_EQ(refusal(R"({"model_type": "baichuan", "hidden_size": 5120, "num_attention_heads": 40})"),
              "no_rope");
    EXPECT_EQ(refusal(R"({"model_type": "baichuan", "hidden_size": 4096, "num_attention_heads": 32})"), "");
    EXPECT_EQ(refusal(of_type("xlm-roberta", R"("position_embedding_type": "rotary")")), "");
}

// ModernBERT's published file keeps a word of BERT's configuration class.
TEST(Families, AWordLeftOverDoesNotOutweighAFamilyThatRotates) {
    const std::string config = of_type("modernbert",
                                       R"("position_embedding_type": "absolute",
                                          "global_rope_theta": 160000.0, "local_rope_theta": 10000.0)");
    EXPECT_EQ(family(config).base, 160000);
    EXPECT_EQ(with_layer_type(family(config), "sliding_attention").value().base, 10000);
    EXPECT_THAT(findings(config), ElementsAre("word_outweighed"));
    EXPECT_EQ(refusal(of_type("something_new", R"("position_embedding_type": "absolute")")), "no_rope");
    EXPECT_EQ(refusal(of_type("granitemoehybrid", R"("rope_theta": 1e4, "position_embedding_type": "nope")")),
              "no_rope");
}

TEST(Families, LayersWithoutRotation) {
    const auto still = [](const ModelSpec& model) {
        std::vector<std::string> names;
        for (const auto& [name, layer] : model.layer_types)
            if (layer.no_positions) names.push_back(name);
        return names;
    };
    const ModelSpec cohere = family(of_type("cohere2", R"("rope_theta": 50000)"));
    EXPECT_THAT(still(cohere), ElementsAre("full_attention"));
    EXPECT_EQ(cohere.layer_type, "sliding_attention");
    EXPECT_THAT(still(family(R"({"architectures": ["Cohere2ForCausalLM"], "head_dim": 128})")),
                ElementsAre("full_attention"))
        << "known by its architecture too";
    EXPECT_EQ(cohere.base, 50000);
    EXPECT_THAT(still(family(of_type("exaone4", R"("sliding_window": 4096)"))),
                ElementsAre("full_attention"));
    EXPECT_TRUE(family(of_type("exaone4", R"("sliding_window": null)")).layer_types.empty());

    const ModelSpec smol = family(of_type("smollm3", R"("rope_theta": 2e6, "no_rope_layers": [1, 1, 1, 0])"));
    EXPECT_THAT(still(smol), ElementsAre("nope"));
    EXPECT_EQ(smol.base, 2e6);
    EXPECT_EQ(smol.layer_type, "rope");
    EXPECT_THAT(still(family(of_type("smollm3"))), ElementsAre("nope")) << "every fourth layer by default";
    EXPECT_TRUE(family(of_type("smollm3", R"("no_rope_layers": [1, 1])")).layer_types.empty());
    EXPECT_EQ(refusal(of_type("smollm3", R"("no_rope_layers": [0, 0])")), "no_rope");

    const std::string nulls = R"("rope_parameters": {"full_attention": null, "sliding_attention": null})";
    EXPECT_EQ(refusal(of_type("llama", nulls)), "no_rope");
    EXPECT_EQ(refusal(of_type("llama", R"("rope_parameters": {"full_attention": 3})")), "not_an_object");
}

// Llama 4 Scout: no ramp between the bands, and its faults name rope_scaling as the file does.
TEST(Families, Llama4ScoutsBandsMeetInOnePoint) {
    const std::string scaling = R"("rope_theta": 500000, "max_position_embeddings": 10485760, "rope_scaling":
        {"rope_type": "llama3", "factor": 16.0, "low_freq_factor": 1.0, "high_freq_factor": 1.0,
         "original_max_position_embeddings": 8192})";
    const ModelSpec model = family(of_type("llama4_text", scaling));
    EXPECT_THAT(model.layer_types, UnorderedElementsAre(Key("rope"), Key("nope")));
    const ModelFrequencies found = frequencies(model).value();
    for (std::size_t i = 0; i < found.table.theta.size(); ++i) {
        const double unscaled = found.unscaled.theta[i], turns = 8192 * unscaled / (2 * std::acos(-1.0));
        EXPECT_DOUBLE_EQ(found.table.theta[i], turns < 1 ? unscaled / 16 : unscaled) << i;
    }
    EXPECT_NE(found.table.theta[63], found.unscaled.theta[63]);
    const auto broken =
        read_config(of_type("llama4_text", R"("rope_scaling": {"rope_type": "linear"})"), "config.json");
    ASSERT_FALSE(broken.ok());
    EXPECT_EQ(broken.fault().subject, "rope_scaling.factor");
}

// HunYuanDynamicNTKAlphaRotaryEmbedding: base · alpha^(d/(d − 2)), whatever the length.
TEST(Families, HunyuansAlphaRaisesTheBase) {
    const ModelSpec model = family(of_type("hunyuan_v1_dense", R"("rope_theta": 10000.0,
        "max_position_embeddings": 32768, "rope_scaling": {"type": "dynamic", "alpha": 1000.0, "factor": 1.0,
        "beta_fast": 32, "beta_slow": 1, "mscale": 1.0, "mscale_all_dim": 1.0})"));
    const ModelFrequencies found = frequencies(model).value();
    const double base = 10000 * std::pow(1000.0, 128.0 / 126);
    EXPECT_NEAR(found.table.theta[63], std::pow(base, -126.0 / 128), 1e-12 * found.table.theta[63]);
    EXPECT_NEAR(found.table.theta[1], std::pow(base, -2.0 / 128), 1e-12);
}

TEST(Families, ARefusedAlphaIsCalledAlpha) {
    const auto model = read_config(
        of_type("hunyuan_v1_dense", R"("max_position_embeddings": 8192, "rope_scaling": {"type": "dynamic",
        "alpha": -3})"),
        "config.json");
    ASSERT_FALSE(model.ok());
    EXPECT_EQ(model.fault().subject, "rope_scaling.alpha = -3");
}

// modeling_phimoe.py: a factor for cos and sin of its own with each list.
TEST(Families, Phi35MoeHasAnAttentionFactorForEachList) {
    std::string list = "[2";
    for (int i = 1; i < 64; ++i)
        list += ", 2";
    list += "]";
    const ModelSpec model = family(of_type("phimoe", R"("max_position_embeddings": 131072, "rope_scaling":
        {"type": "longrope", "original_max_position_embeddings": 4096, "short_mscale": 1.25,
         "long_mscale": 1.5, "short_factor": )" + list + R"(, "long_factor": )" +
                                                         list + "}"));
    EXPECT_EQ(frequencies(model, 4096).value().table.attention_factor, 1.25);
    EXPECT_EQ(frequencies(model, 4097).value().table.attention_factor, 1.5);
}

TEST(Families, CheckNamesTheLayersWithoutRotation) {
    const auto checked = check_config(of_type("cohere2"), "config.json");
    ASSERT_TRUE(checked.ok());
    EXPECT_TRUE(std::any_of(checked.value().fields.begin(), checked.value().fields.end(),
                            [](const ExplainedField& field) {
                                return field.name == "layers" && field.value == "full_attention";
                            }));
}

TEST(Families, OtherNamesOfWidthsAndBases) {
    EXPECT_EQ(family(R"({"model_type": "dbrx", "d_model": 6144, "n_heads": 48})").shape.head_dim, 128);
    EXPECT_EQ(family(of_type("dbrx", R"("attn_config": {"rope_theta": 500000})")).base, 500000);
    EXPECT_EQ(family(of_type("zamba2", R"("attention_head_dim": 160)")).shape.head_dim, 160);
    EXPECT_EQ(family(of_type("qwen", R"("kv_channels": 64)")).shape.head_dim, 64);
    EXPECT_EQ(family(of_type("phi3small", R"("rope_embedding_base": 1e6)")).base, 1e6);
    EXPECT_EQ(family(of_type("nomic_bert", R"("rotary_emb_fraction": 0.5)")).shape.rotary_dim, 64);
    EXPECT_EQ(family(of_type("gemma3n_text")).attention_scale, 1);
}

TEST(Families, FieldsOfWrongTypesAreRefused) {
    EXPECT_EQ(refusal(of_type("llama", R"("num_key_value_heads": "x")")), "number_as_text");
    EXPECT_EQ(refusal(of_type("llama", R"("num_key_value_heads": -1)")), "not_a_count");
    EXPECT_EQ(refusal(of_type("llama", R"("num_key_value_heads": [8, 4])")), "");
    EXPECT_EQ(refusal(of_type("llama", R"("layer_types": "x")")), "not_a_list");
    EXPECT_EQ(refusal(of_type("llama", R"("text_config": "x")")), "not_an_object");
    EXPECT_EQ(refusal(of_type("llama", R"("max_position_embeddings": 8192, "rope_scaling":
        {"rope_type": "yarn", "factor": 2, "original_max_position_embeddings": 0})")),
              "out_of_range");
    for (const char* sections : {"[-1, 32, 33]", "[16.5, 24, 23.5]", "[2147483648, 1, 1]"})
        EXPECT_EQ(refusal(of_type("qwen2", R"("rope_scaling": {"type": "mrope", "mrope_section": )" +
                                               std::string(sections) + "}")),
                  "not_a_count")
            << sections;
}

TEST(Families, CheckSaysWhatIsAssumedUnknownOrStatedTwice) {
    EXPECT_THAT(findings(of_type("something_new")), ElementsAre("rotation_assumed"));
    EXPECT_THAT(findings(of_type("something_new", R"("rope_theta": 1e4)")), ElementsAre());
    EXPECT_THAT(findings(of_type("llama")), ElementsAre());
    EXPECT_THAT(findings(of_type("llama", R"("rope_scaling": {"type": "linear", "faktor": 4, "factor": 4})")),
                ElementsAre("unknown_field"));
    EXPECT_THAT(findings(of_type("llama", R"("partial_rotary_factor": 0.5, "rotary_pct": 0.25)")),
                ElementsAre("stated_twice"));
    EXPECT_THAT(findings(of_type("llama", R"("partial_rotary_factor": 0.5, "rotary_dim": 32)")),
                ElementsAre("stated_twice"));
    EXPECT_THAT(findings(of_type("llama", R"("attention_factor": 2, "max_position_embeddings": 8192,
        "rope_scaling": {"rope_type": "yarn", "factor": 2, "original_max_position_embeddings": 4096})")),
                ElementsAre("attention_factor_twice"));
    EXPECT_THAT(findings(of_type("hunyuan_v1_dense", R"("rope_scaling": {"type": "dynamic", "alpha": 1000.0,
            "factor": 1.0})")),
                ElementsAre());
    EXPECT_THAT(findings(of_type("llama4_text", R"("rope_scaling": {"rope_type": "llama3", "factor": 16.0,
        "low_freq_factor": 1.0, "high_freq_factor": 1.0, "original_max_position_embeddings": 8192})")),
                ElementsAre());
}

// ---- GGUF

ModelSpec read_gguf(const test::GgufBytes& file) {
    const auto model = read_gguf_model(file.bytes(), "m.gguf");
    if (!model.ok()) {
        ADD_FAILURE() << sentence(model.fault());
        return {};
    }
    return model.value();
}

test::GgufBytes gguf(const std::string& arch, std::vector<test::GgufKey> more = {}) {
    test::GgufBytes file;
    file.keys = {test::key_text("general.architecture", arch), test::key_u32(arch + ".context_length", 8192),
                 test::key_u32(arch + ".embedding_length", 2048),
                 test::key_u32(arch + ".attention.head_count", 8)};
    file.keys.insert(file.keys.end(), more.begin(), more.end());
    return file;
}

TEST(Families, AFileNamedGgufIsToldSo) {
    EXPECT_TRUE(meant_as_gguf("GGUF", "-"));
    EXPECT_TRUE(meant_as_gguf("tjgg\x03", "old.bin")) << "ggjt, little-endian";
    EXPECT_TRUE(meant_as_gguf("anything", "m.gguf"));
    EXPECT_FALSE(meant_as_gguf("{}", "config.json"));
}

// Their converters write no key that begins with rope; llama.cpp runs them with its defaults.
TEST(Families, GemmaAndFalconFilesHaveNoRopeKeys) {
    const ModelSpec gemma = read_gguf(gguf("gemma2", {test::key_u32("gemma2.attention.key_length", 256)}));
    EXPECT_EQ(gemma.shape, (HeadShape{.head_dim = 256, .rotary_dim = 256}));
    EXPECT_EQ(gemma.base, 10000);
    EXPECT_EQ(read_gguf(gguf("falcon")).shape.rotary_dim, 256);
    const auto other = read_gguf_model(gguf("something").bytes(), "m.gguf");
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.fault().id, "no_rope_keys");
}

TEST(Families, Phi3FilesHaveFactorListsAndNoType) {
    test::GgufBytes phi = gguf("phi3", {test::key_u32("phi3.rope.dimension_count", 128),
                                        test::key_f32("phi3.rope.scaling.attn_factor", 1.25f),
                                        test::key_u32("phi3.rope.scaling.original_context_length", 4096)});
    phi.tensors = {{"rope_factors_short.weight", std::vector<float>(64, 1)},
                   {"rope_factors_long.weight", std::vector<float>(64, 2)}};
    const ModelSpec model = read_gguf(phi);
    EXPECT_EQ(model.scaling.type, "longrope");
    EXPECT_EQ(frequencies(model, 4096).value().table.theta[0], 1);
    EXPECT_EQ(frequencies(model, 4097).value().table.theta[0], 0.5);
    EXPECT_EQ(frequencies(model).value().table.attention_factor, 1.25);
}

TEST(Families, GgufLayoutsAndScales) {
    const auto rotating = [](const std::string& arch) {
        return read_gguf(gguf(arch, {test::key_u32(arch + ".rope.dimension_count", 256)}));
    };
    EXPECT_EQ(rotating("mistral3").shape.layout, Layout::interleaved);
    EXPECT_EQ(rotating("qwen3").shape.layout, Layout::half);
    EXPECT_EQ(rotating("gemma3n").attention_scale, 1);
    const auto baichuan = read_gguf_model(
        gguf("baichuan",
             {test::key_u32("baichuan.rope.dimension_count", 256), test::key_u32("baichuan.block_count", 40)})
            .bytes(),
        "m.gguf");
    ASSERT_FALSE(baichuan.ok());
    EXPECT_EQ(baichuan.fault().id, "no_rope");
}

}  // namespace
}  // namespace rope
