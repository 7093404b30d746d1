#include "core/model/gguf.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "core/base/atomic_file.h"
#include "core/model/config_reader.h"
#include "core/model/gguf_model.h"
#include "core/model/mrope.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/model/gguf_bytes.h"

namespace rope {
namespace {

using test::gguf_text;
using test::GgufBytes;
using test::GgufKey;
using test::key_f32;
using test::key_text;
using test::key_u32;
using test::le;
using test::llama_gguf;

ModelSpec model_of(const GgufBytes& file) {
    const auto model = read_gguf_model(file.bytes(), "m.gguf");
    if (!model.ok()) {
        ADD_FAILURE() << sentence(model.fault());
        return {};
    }
    return model.value();
}
Fault fault_of(const std::string& file) {
    const auto model = read_gguf_model(file, "m.gguf");
    return model.ok() ? Fault{} : model.fault();
}
std::string id_with(const GgufKey& key) {
    return fault_of(llama_gguf({key}).bytes()).id;
}

TEST(Gguf, ReadsALlama) {
    const ModelSpec model = model_of(llama_gguf({key_f32("llama.rope.freq_base", 500000)}));
    EXPECT_EQ(model.name, "Tiny");
    EXPECT_EQ(model.shape, (HeadShape{.layout = Layout::interleaved}));
    EXPECT_EQ(model.base, 500000);
    EXPECT_EQ(model.context_length, 8192);
    EXPECT_EQ(model.trained_context, 8192);
    EXPECT_EQ(model.scaling, ScalingSpec{});
    EXPECT_EQ(model_of(llama_gguf()).base, 10000);
}

TEST(Gguf, EveryIntegerWidthAndVersion2) {
    for (const GgufKey& key : {GgufKey{"llama.attention.key_length", 2, le<std::uint16_t>(192)},
                               GgufKey{"llama.attention.key_length", 5, le<std::uint32_t>(192)},
                               GgufKey{"llama.attention.key_length", 10, le<std::uint64_t>(192)},
                               GgufKey{"llama.attention.key_length", 11, le<std::uint64_t>(192)}}) {
        GgufBytes file = llama_gguf({key});
        file.version = 2;
        EXPECT_EQ(model_of(file).shape.head_dim, 192);
        EXPECT_EQ(model_of(file).shape.rotary_dim, 128);
    }
}

TEST(Gguf, HeadCountMayDifferByLayer) {
    GgufBytes file = llama_gguf();
    file.keys[4] = {"llama.attention.head_count", 9,
                    le<std::uint32_t>(5) + le<std::uint64_t>(3) + le<std::uint32_t>(0) +
                        le<std::uint32_t>(4) + le<std::uint32_t>(8)};
    EXPECT_EQ(model_of(file).shape.head_dim, 128);
}

TEST(Gguf, LinearScalingByBothNames) {
    for (const char* name : {"llama.rope.scaling.factor", "llama.rope.scale_linear"}) {
        const ModelSpec model = model_of(llama_gguf({key_f32(name, 4)}));
        EXPECT_EQ(model.scaling.type, "linear");
        EXPECT_EQ(frequencies(model).value().table.theta[0], 0.25);
    }
    const ModelSpec none = model_of(
        llama_gguf({key_text("llama.rope.scaling.type", "none"), key_f32("llama.rope.scaling.factor", 4)}));
    EXPECT_EQ(none.scaling.type, "default");
}

TEST(Gguf, YarnIsThatOfTheConfig) {
    const ModelSpec model = model_of(
        llama_gguf({key_text("llama.rope.scaling.type", "yarn"), key_f32("llama.rope.scaling.factor", 4),
                    key_u32("llama.rope.scaling.original_context_length", 2048)}));
    const auto config = read_config(
        R"({"head_dim": 128, "max_position_embeddings": 8192, "rope_scaling": {"rope_type": "yarn", "factor": 4.0,
            "original_max_position_embeddings": 2048}})",
        "");
    EXPECT_EQ(frequencies(model).value().table.theta, frequencies(config.value()).value().table.theta);
    EXPECT_EQ(frequencies(model).value().table.attention_factor,
              frequencies(config.value()).value().table.attention_factor);
}

// docs/spec-rope.md, section 7, 3: with an original context this short the ramp ends before it begins; ggml's
// max(0.001, ·) divides every pair but the first, Hugging Face's negative width none.
TEST(Gguf, YarnIsThatOfTheEngineThatRunsTheFile) {
    const ModelSpec model = model_of(
        llama_gguf({key_text("llama.rope.scaling.type", "yarn"), key_f32("llama.rope.scaling.factor", 4),
                    key_u32("llama.rope.scaling.original_context_length", 2)}));
    EXPECT_EQ(model.scaling.type, "yarn-ggml");
    const ModelFrequencies found = frequencies(model).value();
    EXPECT_EQ(found.table.theta[0], found.unscaled.theta[0]);
    for (const std::size_t i : {1u, 20u, 63u})
        EXPECT_DOUBLE_EQ(found.table.theta[i], found.unscaled.theta[i] / 4) << i;
}

GgufKey key_sections(const std::string& key, const std::vector<std::uint32_t>& sections) {
    std::string value = le<std::uint32_t>(5) + le<std::uint64_t>(sections.size());
    for (const std::uint32_t count : sections)
        value += le(count);
    return {key, 9, value};
}

// docs/spec-rope.md, 2.13: Qwen2-VL's first 16 pairs follow t, the next 24 h, the last 24 w.
TEST(Gguf, SectionsOfMropeAreRead) {
    const ModelSpec model =
        model_of(llama_gguf({key_sections("llama.rope.dimension_sections", {16, 24, 24, 0})}));
    ASSERT_TRUE(has_mrope(model));
    const std::vector<int> axes = mrope_axes_of(model).value();
    EXPECT_EQ(axes[15], 0);
    EXPECT_EQ(axes[16], 1);
    EXPECT_EQ(axes[40], 2);
    EXPECT_FALSE(mrope_is_interleaved(model));
    EXPECT_FALSE(
        has_mrope(model_of(llama_gguf({key_sections("llama.rope.dimension_sections", {0, 0, 0, 0})}))));
    const ModelSpec fourth =
        model_of(llama_gguf({key_sections("llama.rope.dimension_sections", {16, 16, 16, 16})}));
    EXPECT_EQ(mrope_axes_of(fourth).fault().id, "mrope_section_length");
}

// docs/spec-rope.md, 2.13: Qwen3-VL starts with t everywhere; pairs 1, 4, 7, … < 3·20 follow h, 2, 5, 8, … w.
TEST(Gguf, SectionsOfQwen3VlAlternate) {
    GgufBytes file;
    file.keys = {key_text("general.architecture", "qwen3vl"), key_u32("qwen3vl.attention.key_length", 128),
                 key_u32("qwen3vl.rope.dimension_count", 128), key_u32("qwen3vl.context_length", 262144),
                 key_sections("qwen3vl.rope.dimension_sections", {24, 20, 20, 0})};
    const std::vector<int> axes = mrope_axes_of(model_of(file)).value();
    EXPECT_EQ((std::vector<int>{axes.begin(), axes.begin() + 6}), (std::vector<int>{0, 1, 2, 0, 1, 2}));
    EXPECT_EQ(axes[58], 1);
    EXPECT_EQ(axes[61], 0);
}

TEST(Gguf, AttentionFactorsMultiplyYarnsOwn) {
    const ModelSpec model = model_of(
        llama_gguf({key_text("llama.rope.scaling.type", "yarn"), key_f32("llama.rope.scaling.factor", 4),
                    key_f32("llama.rope.scaling.attn_factor", 2)}));
    EXPECT_NEAR(frequencies(model).value().table.attention_factor, 2 * (1 + 0.1 * std::log(4)), 1e-15);
    EXPECT_EQ(id_with(key_f32("llama.rope.scaling.yarn_ext_factor", 0.5f)), "");  // read with YaRN only
}

TEST(Gguf, DeepSeeksHeadEndsInItsRotatedPart) {
    GgufBytes file;
    file.keys = {key_text("general.architecture", "deepseek2"),
                 key_u32("deepseek2.attention.key_length", 192),
                 key_u32("deepseek2.rope.dimension_count", 64),
                 key_u32("deepseek2.context_length", 163840),
                 key_text("deepseek2.rope.scaling.type", "yarn"),
                 key_f32("deepseek2.rope.scaling.factor", 40),
                 key_u32("deepseek2.rope.scaling.original_context_length", 4096),
                 key_f32("deepseek2.rope.scaling.yarn_log_multiplier", 0.0707f)};
    const ModelSpec model = model_of(file);
    EXPECT_EQ(
        model.shape,
        (HeadShape{.head_dim = 192, .rotary_dim = 64, .rotary_offset = 128, .layout = Layout::interleaved}));
    EXPECT_EQ(frequencies(model).value().table.attention_factor, 1);
    EXPECT_NEAR(model.softmax_scale_multiplier, std::pow(0.1 * 0.707 * std::log(40) + 1, 2), 1e-6);
}

TEST(Gguf, DivisorsOfLlama3AndListsOfLongRopeComeFromTheirTensors) {
    GgufBytes llama = llama_gguf();
    std::vector<float> divisors(64, 1.0f);
    divisors[63] = 8;
    llama.tensors = {{"token_embd.weight", {1, 2, 3}}, {"rope_freqs.weight", divisors}};
    const ModelSpec model = model_of(llama);
    const ModelFrequencies found = frequencies(model).value();
    EXPECT_EQ(found.table.theta[5], found.unscaled.theta[5]);
    EXPECT_EQ(found.table.theta[63], found.unscaled.theta[63] / 8);
    EXPECT_EQ(found.table.attention_factor, 1);
    llama.tensors[1].second.pop_back();
    EXPECT_EQ(fault_of(llama.bytes()).id, "wrong_length");

    GgufBytes phi = llama_gguf({key_text("llama.rope.scaling.type", "longrope"),
                                key_f32("llama.rope.scaling.attn_factor", 1.5f),
                                key_u32("llama.rope.scaling.original_context_length", 4096)});
    EXPECT_EQ(fault_of(phi.bytes()).id, "no_factor_list");
    phi.tensors = {{"rope_factors_short.weight", std::vector<float>(64, 1)},
                   {"rope_factors_long.weight", std::vector<float>(64, 2)}};
    EXPECT_EQ(frequencies(model_of(phi), 4096).value().table.theta[0], 1);
    EXPECT_EQ(frequencies(model_of(phi), 4097).value().table.theta[0], 0.5);
    EXPECT_EQ(frequencies(model_of(phi)).value().table.attention_factor, 1.5);
}

TEST(Gguf, SlidingLayersHaveABaseOfTheirOwn) {
    const ModelSpec model = model_of(
        llama_gguf({key_f32("llama.rope.freq_base", 1e6), key_f32("llama.rope.freq_base_swa", 20000)}));
    EXPECT_EQ(model.base, 1e6);
    EXPECT_EQ(with_layer_type(model, "sliding_attention").value().base, 20000);
}

TEST(Gguf, FaultsRows15And16WrongMagicAndUnknownVersions) {
    EXPECT_EQ(fault_of("GGML" + llama_gguf().bytes().substr(4)).id, "not_gguf");
    EXPECT_EQ(fault_of("").id, "not_gguf");
    for (const std::uint32_t version : {0u, 1u, 4u, 0x03000000u}) {
        GgufBytes file = llama_gguf();
        file.version = version;
        EXPECT_EQ(fault_of(file.bytes()).id, "gguf_version") << version;
    }
    GgufBytes swapped = llama_gguf();
    swapped.version = 0x03000000u;
    EXPECT_NE(sentence(fault_of(swapped.bytes())).find("big-endian"), std::string::npos);
}

TEST(Gguf, FaultsRow17HugeCountsAreRefusedBeforeAnythingIsAllocated) {
    for (const std::uint64_t count : {std::uint64_t{1} << 63, ~std::uint64_t{0}, std::uint64_t{1} << 31}) {
        std::string file = llama_gguf().bytes();
        file.replace(8, 8, le(count));
        EXPECT_EQ(fault_of(file).id, "gguf_count");
        file = llama_gguf().bytes();
        file.replace(16, 8, le(count));
        EXPECT_EQ(fault_of(file).id, "gguf_count");
        EXPECT_EQ(id_with({"a", 9, le<std::uint32_t>(4) + le(count)}), "gguf_count");
    }
}

TEST(Gguf, FaultsRow18ATextPastTheEnd) {
    EXPECT_EQ(id_with({"a", 8, le<std::uint64_t>(1 << 20)}), "gguf_count");
    EXPECT_EQ(id_with({"a", 8, le(~std::uint64_t{0})}), "gguf_count");
}

TEST(Gguf, FaultsRow19NestedListsAndUnknownTypes) {
    EXPECT_EQ(id_with({"a", 9, le<std::uint32_t>(9) + le<std::uint64_t>(1)}), "gguf_type");
    EXPECT_EQ(id_with({"a", 9, le<std::uint32_t>(13) + le<std::uint64_t>(1)}), "gguf_type");
    EXPECT_EQ(id_with({"a", 13, ""}), "gguf_type");
}

TEST(Gguf, FaultsRow20WithoutRopeKeysSaysWhatIsThere) {
    GgufBytes file = llama_gguf();
    file.keys.pop_back();
    const Fault fault = fault_of(file.bytes());
    EXPECT_EQ(fault.id, "no_rope_keys");
    EXPECT_NE(sentence(fault).find("llama.embedding_length"), std::string::npos) << sentence(fault);
    file.keys[0] = key_text("general.architecture", "gpt2");
    EXPECT_EQ(fault_of(file.bytes()).id, "no_rope");
    file.keys.erase(file.keys.begin());
    EXPECT_EQ(fault_of(file.bytes()).id, "no_architecture");
}

TEST(Gguf, FaultsRow21CutAtEveryByte) {
    GgufBytes whole = llama_gguf(
        {{"tokens", 9, le<std::uint32_t>(8) + le<std::uint64_t>(2) + gguf_text("a") + gguf_text("\xff")}});
    whole.tensors = {{"rope_freqs.weight", std::vector<float>(64, 1)}};
    const std::string bytes = whole.bytes();
    ASSERT_EQ(fault_of(bytes).id, "");
    for (std::size_t length = 0; length < bytes.size(); ++length)
        EXPECT_NE(fault_of(bytes.substr(0, length)).id, "") << length;
}

TEST(Gguf, RefusesWhatTheFormatForbids) {
    EXPECT_EQ(id_with(key_u32("llama.context_length", 1)), "gguf_key");
    EXPECT_EQ(id_with(key_u32("", 1)), "gguf_key");
    EXPECT_EQ(id_with({"a", 7, "\x02"}), "gguf_value");
    EXPECT_EQ(id_with(key_u32("general.alignment", 0)), "gguf_alignment");
    EXPECT_EQ(id_with(key_u32("general.alignment", 24)), "gguf_alignment");
    EXPECT_EQ(id_with(key_text("general.alignment", "32")), "gguf_alignment");
    EXPECT_EQ(id_with(key_f32("llama.rope.scaling.factor", 0)), "out_of_range");
    EXPECT_EQ(id_with(key_f32("llama.rope.freq_base", -1)), "base_not_positive");
    EXPECT_EQ(id_with(key_f32("llama.rope.freq_base", std::numeric_limits<float>::quiet_NaN())),
              "not_finite");
    EXPECT_EQ(id_with(key_text("llama.rope.freq_base", "1e4")), "number_as_text");
    EXPECT_EQ(id_with(key_u32("llama.attention.key_length", 64)), "out_of_range");
    EXPECT_EQ(id_with(key_text("llama.rope.scaling.type", "ntk")), "unknown_rope_type");
    GgufBytes odd = llama_gguf();
    odd.keys[5] = key_u32("llama.rope.dimension_count", 127);
    EXPECT_EQ(fault_of(odd.bytes()).id, "odd_rotary_dim");
    GgufBytes twice = llama_gguf();
    twice.tensors = {{"a", {1}}, {"a", {1}}};
    EXPECT_EQ(fault_of(twice.bytes()).id, "gguf_tensor");
    twice.tensors = {{std::string(64, 'a'), {1}}};
    EXPECT_EQ(fault_of(twice.bytes()).id, "gguf_tensor");
}

TEST(Gguf, AFileOfTenGigabytesOpensAtOnce) {
    const test::TempFolder folder;
    const std::string path = folder.file("large.gguf");
    ASSERT_TRUE(write_file(path, llama_gguf().bytes()).ok());
    std::filesystem::resize_file(path, std::uintmax_t{10} << 30);
    const auto model = read_config_file(path);
    ASSERT_TRUE(model.ok()) << sentence(model.fault());
    EXPECT_EQ(model.value().source, path);
}

// As the converter of llama.cpp writes Gemma 4: full layers of 512 whose last three quarters of pairs stand
// still by a divisor of 10³⁰, sliding layers of 256. The same model from its config.json has the same
// frequencies.
TEST(Gguf, Gemma4HasHeadsOfTwoWidths) {
    GgufBytes file;
    file.keys = {key_text("general.architecture", "gemma4"),  key_u32("gemma4.context_length", 131072),
                 key_u32("gemma4.embedding_length", 1536),    key_u32("gemma4.attention.head_count", 8),
                 key_u32("gemma4.attention.key_length", 512), key_u32("gemma4.attention.key_length_swa", 256),
                 key_u32("gemma4.rope.dimension_count", 512), key_u32("gemma4.rope.dimension_count_swa", 256),
                 key_f32("gemma4.rope.freq_base", 1000000),   key_f32("gemma4.rope.freq_base_swa", 10000)};
    std::vector<float> divisors(256, 1e30f);
    std::fill_n(divisors.begin(), 64, 1.0f);
    file.tensors = {{"rope_freqs.weight", divisors}};
    const ModelSpec gguf = model_of(file);
    const ModelSpec config = read_config(R"({"model_type": "gemma4_text", "hidden_size": 1536,
        "num_attention_heads": 8, "head_dim": 256, "global_head_dim": 512, "max_position_embeddings": 131072,
        "rope_parameters": {"full_attention": {"rope_type": "proportional", "partial_rotary_factor": 0.25,
        "rope_theta": 1000000.0}, "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0}}})",
                                         "config.json")
                                 .value();
    EXPECT_EQ(gguf.attention_scale, 1);
    EXPECT_EQ(config.attention_scale, 1);
    for (const std::string kind : {"full_attention", "sliding_attention"}) {
        const ModelSpec a = with_layer_type(gguf, kind).value(), b = with_layer_type(config, kind).value();
        EXPECT_EQ(a.shape, b.shape) << kind;
        EXPECT_EQ(frequencies(a).value().table.theta, frequencies(b).value().table.theta) << kind;
    }
    EXPECT_EQ(with_layer_type(gguf, "sliding_attention").value().shape.head_dim, 256);
    // An odd width of the sliding layers is refused by its name.
    file.keys[5] = key_u32("gemma4.attention.key_length_swa", 255);
    EXPECT_NE(sentence(fault_of(file.bytes())).find("gemma4.attention.key_length_swa"), std::string::npos);
}

// google/gemma_pytorch scales by the width per head in the two models of 27B, which llama.cpp tells by their
// layers.
TEST(Gguf, Gemma27BHasTheScaleOfItsWidth) {
    const auto gemma = [](std::uint32_t layers) {
        GgufBytes file;
        file.keys = {key_text("general.architecture", "gemma2"),  key_u32("gemma2.context_length", 8192),
                     key_u32("gemma2.embedding_length", 4608),    key_u32("gemma2.attention.head_count", 32),
                     key_u32("gemma2.attention.key_length", 128), key_u32("gemma2.block_count", layers),
                     key_f32("gemma2.rope.freq_base", 10000)};
        return model_of(file).attention_scale;
    };
    EXPECT_DOUBLE_EQ(gemma(46), 1.0 / 12);  // √144
    EXPECT_EQ(gemma(42), 0) << "1/√head_dim";
    EXPECT_EQ(model_of(llama_gguf({key_f32("llama.rope.freq_base", 1e4f),
                                   key_f32("llama.attention.scale", 0.0078125f)}))
                  .attention_scale,
              0.0078125);
}

}  // namespace
}  // namespace rope
