#include "core/model/model_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/model/gguf_bytes.h"

namespace rope {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<std::string> ids(const Checked<ModelCheck>& check) {
    if (!check.ok()) {
        ADD_FAILURE() << sentence(check.fault());
        return {};
    }
    std::vector<std::string> found;
    for (const Finding& finding : check.value().findings)
        found.push_back(finding.id);
    return found;
}

// A head of 128 in a context of 32768, with these fields more.
Checked<ModelCheck> check(const std::string& more) {
    return check_config(R"({"head_dim": 128, "max_position_embeddings": 32768, )" + more + "}",
                        "config.json");
}
std::vector<std::string> scaling(const std::string& fields) {
    return ids(check(R"("rope_scaling": {)" + fields + "}"));
}

TEST(ModelCheck, PublishedConfigsPass) {
    EXPECT_THAT(ids(check(R"("rope_theta": 1e6)")), IsEmpty());
    EXPECT_THAT(
        scaling(R"("rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                           "original_max_position_embeddings": 8192)"),
        IsEmpty());
    EXPECT_THAT(scaling(R"("rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 8192)"),
                IsEmpty());
    EXPECT_THAT(scaling(R"("type": "mrope", "mrope_section": [16, 24, 24])"), IsEmpty());
    EXPECT_THAT(scaling(R"("type": "linear", "factor": 2.0)"), IsEmpty());
}

TEST(ModelCheck, ProportionalReadsItsFactor) {
    for (const char* factor : {"1.0", "4.0"})
        EXPECT_THAT(
            scaling(std::string(R"("rope_type": "proportional", "partial_rotary_factor": 0.25, "factor": )") +
                    factor),
            IsEmpty());
}

TEST(ModelCheck, ExplainsWhatConcernsPositionsAndNothingElse) {
    const auto checked = check(R"("vocab_size": 5, "rope_scaling": {"type": "linear", "factor": 2.0})");
    std::vector<std::string> names;
    for (const ExplainedField& field : checked.value().fields) {
        names.push_back(field.name);
        EXPECT_FALSE(field.meaning.empty());
    }
    EXPECT_THAT(names, UnorderedElementsAre("head_dim", "max_position_embeddings", "rope_scaling",
                                            "rope_scaling.type", "rope_scaling.factor"));
}

TEST(ModelCheck, LengthsThatDoNotFitTogether) {
    EXPECT_THAT(scaling(R"("rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768)"),
                ElementsAre("factor_mismatch"));
    EXPECT_THAT(scaling(R"("rope_type": "yarn", "factor": 4.0)"), ElementsAre("missing_original"));
    EXPECT_THAT(
        scaling(R"("rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                           "original_max_position_embeddings": 65536)"),
        ElementsAre("original_above_context"));
    EXPECT_THAT(ids(check(R"("original_max_position_embeddings": 4096, "rope_scaling": {"rope_type": "yarn",
                             "factor": 8.0, "original_max_position_embeddings": 8192})")),
                ElementsAre("stated_twice"));
}

TEST(ModelCheck, NamesSideBySide) {
    EXPECT_THAT(scaling(R"("rope_type": "linear", "type": "linear", "factor": 2.0)"),
                ElementsAre("both_type_keys"));
    EXPECT_THAT(ids(check(R"("rope_scaling": {"type": "linear", "factor": 2.0},
                             "rope_parameters": {"rope_type": "default"})")),
                ElementsAre("both_forms"));
    EXPECT_THAT(ids(check(R"("rope_theta": 1e4, "rope_parameters": {"rope_theta": 1e6})")),
                ElementsAre("stated_twice"));
    EXPECT_THAT(scaling(R"("rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 8192,
                           "attention_factor": 1.1, "mscale": 1.0, "mscale_all_dim": 1.0)"),
                ElementsAre("attention_factor_twice"));
}

TEST(ModelCheck, WhatEnginesDoNotRead) {
    for (const std::string type : {"ntk", "yarn-ggml", "ntk-by-parts"})
        EXPECT_THAT(scaling(R"("rope_type": ")" + type +
                            R"(", "factor": 4.0, "original_max_position_embeddings": 8192)"),
                    testing::Contains("own_type_name"))
            << type;
    EXPECT_THAT(ids(check(R"("rope_theta": 1e4, "rotary_emb_base": 1e6)")), ElementsAre("stated_twice"));
    EXPECT_THAT(ids(check(R"("rope_theta": 1e4, "rotary_emb_base": 1e4)")), IsEmpty());
    const std::string nested = R"({"head_dim": 128, "max_position_embeddings": 32768})";
    EXPECT_THAT(ids(check_config(R"({"text_config": )" + nested +
                                     R"(, "rope_scaling": {"rope_type": "linear", "factor": 2.0}})",
                                 "config.json")),
                ElementsAre("beside_text_config"));
    EXPECT_THAT(ids(check_config(R"({"text_config": )" + nested + "}", "config.json")), IsEmpty());
}

TEST(ModelCheck, ParametersThatAreNotRead) {
    EXPECT_THAT(scaling(R"("factor": 4.0)"), ElementsAre("unused_field"));
    EXPECT_THAT(scaling(R"("rope_type": "linear", "factor": 4.0, "beta_fast": 32)"),
                ElementsAre("unused_field"));
    EXPECT_THAT(ids(check(R"("rope_parameters": {"full_attention": {"rope_type": "yarn", "factor": 4.0,
                             "original_max_position_embeddings": 8192, "truncate": false}})")),
                ElementsAre("unused_field"));
}

TEST(ModelCheck, ListsAndSectionsThatDoNotFitTheHead) {
    const auto lists = check(R"("rope_scaling": {"rope_type": "longrope", "short_factor": [1.0, 2.0],
        "long_factor": [1.0, 2.0], "original_max_position_embeddings": 4096, "factor": 8.0})");
    ASSERT_TRUE(lists.ok());
    ASSERT_TRUE(lists.value().refused);
    EXPECT_EQ(lists.value().refused->id, "wrong_length");
    EXPECT_THAT(scaling(R"("type": "mrope", "mrope_section": [32, 48, 48])"), ElementsAre("sections_sum"));
    EXPECT_THAT(scaling(R"("type": "mrope", "mrope_section": [0, 32, 32])"), ElementsAre("section_empty"));
}

TEST(ModelCheck, NumbersThatCannotBeMeant) {
    EXPECT_THAT(scaling(R"("type": "linear", "factor": 0.25)"), ElementsAre("factor_below_1"));
    EXPECT_THAT(scaling(R"("type": "linear", "factor": 1.0)"), ElementsAre("factor_1"));
    EXPECT_THAT(scaling(R"("rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 8192,
                           "beta_fast": 1, "beta_slow": 32)"),
                ElementsAre("ramp_reversed"));
    EXPECT_THAT(ids(check(R"("partial_rotary_factor": 0.3)")), ElementsAre("partial_truncated"));
}

TEST(ModelCheck, GgufKeysAndTensors) {
    const auto with = [](std::vector<test::GgufKey> keys) {
        return ids(check_gguf(test::llama_gguf(std::move(keys)).bytes(), "m.gguf"));
    };
    using test::key_f32, test::key_text, test::key_u32;
    EXPECT_THAT(with({}), IsEmpty());
    EXPECT_THAT(with({key_text("llama.rope.scaling.type", "yarn"), key_f32("llama.rope.scaling.factor", 4)}),
                ElementsAre("missing_original"));
    EXPECT_THAT(with({key_text("llama.rope.scaling.type", "yarn"), key_f32("llama.rope.scaling.factor", 8),
                      key_u32("llama.rope.scaling.original_context_length", 4096)}),
                ElementsAre("factor_mismatch"));
    EXPECT_THAT(with({key_f32("llama.rope.scaling.factor", 2), key_f32("llama.rope.scale_linear", 4)}),
                ElementsAre("both_factor_keys"));
    using test::le;
    EXPECT_THAT(
        with({{"llama.rope.dimension_sections", 9,
               le<std::uint32_t>(5) + le<std::uint64_t>(2) + le<std::uint32_t>(16) + le<std::uint32_t>(24)}}),
        ElementsAre("sections_sum"));
    test::GgufBytes file = test::llama_gguf();
    file.tensors = {{"rope_freqs.weight", std::vector<float>(32, 1)}};
    const auto checked = check_gguf(file.bytes(), "m.gguf");
    EXPECT_THAT(ids(checked), ElementsAre("list_length"));
    EXPECT_TRUE(checked.value().refused);
}

}  // namespace
}  // namespace rope
