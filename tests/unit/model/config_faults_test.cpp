#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/atomic_file.h"
#include "core/model/config_reader.h"
#include "tests/support/temp_folder.h"

namespace rope {
namespace {

Fault fault_of(const std::string& json) {
    const auto model = read_config(json, "config.json");
    if (model.ok()) {
        ADD_FAILURE() << "was accepted: " << json;
        return {};
    }
    EXPECT_FALSE(model.fault().where.empty()) << sentence(model.fault());
    EXPECT_EQ(model.fault().kind, FaultKind::failed);
    return model.fault();
}

std::string with(const std::string& fields) {
    return R"({"hidden_size": 4096, "num_attention_heads": 32, )" + fields + "}";
}

TEST(ConfigFaults, Row1EmptyFile) {
    EXPECT_EQ(fault_of("").id, "json_empty");
}

TEST(ConfigFaults, Row2TruncatedFileWithLineAndColumn) {
    const Fault fault = fault_of("{\n  \"hidden_size\": 4096,\n  \"rope_th");
    EXPECT_EQ(fault.id, "json_syntax");
    EXPECT_EQ(fault.where, "config.json, line 3, column 11");
}

TEST(ConfigFaults, Row3ByteOrderMarkIsAccepted) {
    EXPECT_TRUE(read_config("\xEF\xBB\xBF{\"head_dim\": 64}", "").ok());
}

TEST(ConfigFaults, Row4NonFiniteLiteralsMatterOnlyWhereTheyAreRead) {
    EXPECT_TRUE(read_config(R"({"head_dim": 64, "time_step_limit": [0.0, Infinity], "x": NaN})", "").ok());
    const Fault fault = fault_of(R"({"head_dim": 64, "rope_theta": NaN})");
    EXPECT_EQ(fault.id, "not_finite");
    EXPECT_NE(sentence(fault).find("rope_theta"), std::string::npos);
    EXPECT_EQ(fault_of(R"({"head_dim": -Infinity})").id, "not_finite");
    EXPECT_EQ(fault_of(with(R"("rope_scaling": {"type": "linear", "factor": Infinity})")).id, "not_finite");
    EXPECT_NE(sentence(fault_of(with(R"("rope_scaling": {"type": "longrope", "short_factor": [1, NaN],
                                                        "long_factor": [1, 1]}, "max_position_embeddings": 8)")))
                  .find("short_factor[1]"),
              std::string::npos);
}

TEST(ConfigFaults, Row5NumberBeyondDouble) {
    EXPECT_EQ(fault_of(with(R"("rope_theta": 1e999)")).id, "number_overflow");
}

TEST(ConfigFaults, Row6DuplicateKey) {
    EXPECT_EQ(fault_of(with(R"("rope_theta": 1e4, "rope_theta": 5e5)")).id, "duplicate_key");
}

TEST(ConfigFaults, Row7NumberGivenAsText) {
    const Fault fault = fault_of(with(R"("rope_theta": "500000")"));
    EXPECT_EQ(fault.id, "number_as_text");
    EXPECT_EQ(sentence(fault),
              "config.json: rope_theta = \"500000\" must be a number, not text; remove the quotation marks");
    EXPECT_EQ(fault_of(with(R"("rope_scaling": {"type": "linear", "factor": "4"})")).id, "number_as_text");
    EXPECT_EQ(fault_of(R"({"head_dim": "128"})").id, "number_as_text");
    EXPECT_EQ(fault_of(R"({"head_dim": true})").id, "not_a_number");
    EXPECT_EQ(fault_of(R"({"head_dim": [128]})").id, "not_a_number");
}

TEST(ConfigFaults, Row8BaseMustBePositive) {
    for (const char* base : {"0", "-10000", "-0.0"})
        EXPECT_EQ(fault_of(with(std::string("\"rope_theta\": ") + base)).id, "base_not_positive") << base;
    EXPECT_EQ(fault_of(R"({"head_dim": 8, "rope_local_base_freq": -1})").id, "base_not_positive");
}

TEST(ConfigFaults, Row9OddOrZeroHeadDim) {
    EXPECT_EQ(fault_of(R"({"head_dim": 63})").id, "odd_head_dim");
    EXPECT_EQ(fault_of(R"({"head_dim": 0})").id, "out_of_range");
    EXPECT_EQ(fault_of(R"({"hidden_size": 31, "num_attention_heads": 32})").id, "out_of_range");
    EXPECT_EQ(fault_of(R"({"hidden_size": 4096, "num_attention_heads": 0})").id, "out_of_range");
    EXPECT_EQ(fault_of(R"({"head_dim": 100, "partial_rotary_factor": 0.25})").id, "odd_rotary_dim");
    EXPECT_EQ(fault_of(R"({"head_dim": 100, "partial_rotary_factor": 0.0})").id, "out_of_range");
    EXPECT_EQ(fault_of(R"({"head_dim": 100, "partial_rotary_factor": 1.5})").id, "out_of_range");
    EXPECT_EQ(fault_of(R"({"head_dim": 64, "rotary_dim": 66})").id, "out_of_range");
}

TEST(ConfigFaults, Row10CountsThatAreNoCounts) {
    for (const char* value : {"2147483648", "-1", "128.5", "1e300"})
        EXPECT_EQ(fault_of(std::string("{\"head_dim\": ") + value + "}").id, "not_a_count") << value;
    for (const char* value : {"-1", "128.5", "1e300"}) {
        EXPECT_EQ(fault_of(with(std::string("\"max_position_embeddings\": ") + value)).id, "not_a_count")
            << value;
    }
    // Contexts are longer than an int: up to 2³² tokens.
    EXPECT_TRUE(read_config(with("\"max_position_embeddings\": 4294967296"), "").ok());
    EXPECT_EQ(fault_of(with("\"max_position_embeddings\": 4294967297")).id, "out_of_range");
    EXPECT_EQ(fault_of(R"({"head_dim": 2147483646})").id, "out_of_range");
    EXPECT_EQ(fault_of(R"({"hidden_size": 2147483646, "num_attention_heads": 1})").id, "out_of_range");
    EXPECT_EQ(fault_of(R"({"qk_rope_head_dim": 2147483646, "qk_nope_head_dim": 2147483646})").id,
              "out_of_range");
    EXPECT_EQ(fault_of(R"({"head_dim": 64, "rotary_dim": 2147483647})").id, "out_of_range");
    EXPECT_EQ(fault_of(R"({"head_dim": 64, "max_position_embeddings": 0})").id, "out_of_range");
}

TEST(ConfigFaults, Row11UnknownRopeTypeIsNamedWithTheKnownOnes) {
    const Fault fault = fault_of(with(R"("rope_scaling": {"rope_type": "spiral", "factor": 2})"));
    EXPECT_EQ(fault.id, "unknown_rope_type");
    const std::string said = sentence(fault);
    for (const char* word : {"spiral", "default", "linear", "yarn", "llama3"})
        EXPECT_NE(said.find(word), std::string::npos) << said;
    EXPECT_EQ(fault_of(with(R"("rope_scaling": {"rope_type": 7})")).id, "not_text");
    EXPECT_EQ(fault_of(with(R"("rope_scaling": "linear")")).id, "not_an_object");
    EXPECT_EQ(fault_of(with(R"("rope_scaling": [1])")).id, "not_an_object");
}

TEST(ConfigFaults, Row12DeepNesting) {
    std::string deep = "{\"a\": " + std::string(200'000, '[');
    EXPECT_EQ(fault_of(deep).id, "json_too_deep");
}

TEST(ConfigFaults, Row13TwoGigabytes) {
    const test::TempFolder folder;
    ASSERT_TRUE(write_file(folder.file("config.json"), "{}").ok());
    std::filesystem::resize_file(folder.file("config.json"), 2'000'000'000);
    EXPECT_EQ(read_config_file(folder.file("config.json")).fault().id, "file_too_large");
}

TEST(ConfigFaults, Row14TopLevelIsNoObject) {
    EXPECT_EQ(fault_of("[]").id, "not_an_object");
    EXPECT_EQ(fault_of("4096").id, "not_an_object");
}

TEST(ConfigFaults, FieldsThatAScalingNeeds) {
    for (const char* scaling :
         {R"({"type": "linear"})", R"({"type": "dynamic"})", R"({"type": "yarn"})",
          R"({"rope_type": "llama3", "factor": 8})",
          R"({"rope_type": "llama3", "factor": 8, "low_freq_factor": 1})", R"({"rope_type": "longrope"})"}) {
        const Fault fault =
            fault_of(with(R"("max_position_embeddings": 4096, "rope_scaling": )" + std::string(scaling)));
        EXPECT_EQ(fault.id, "missing_field") << scaling;
    }
    EXPECT_EQ(fault_of(with(R"("rope_scaling": {"type": "dynamic", "factor": 2})")).id, "missing_field");
    EXPECT_EQ(
        fault_of(
            with(
                R"("rope_scaling": {"type": "yarn", "factor": null, "original_max_position_embeddings": 8})"))
            .id,
        "missing_field");
}

TEST(ConfigFaults, ScalingsThatCannotBeComputed) {
    EXPECT_FALSE(read_config(with(R"("rope_scaling": {"type": "linear", "factor": 0})"), "").ok());
    EXPECT_FALSE(
        read_config(
            with(R"("max_position_embeddings": 8192, "rope_scaling": {"rope_type": "llama3", "factor": 8,
                                     "low_freq_factor": 0, "high_freq_factor": 4})"),
            "")
            .ok());
    EXPECT_FALSE(read_config(with(R"("max_position_embeddings": 8192, "rope_scaling": {"type": "longrope",
                                     "short_factor": [1], "long_factor": [1]})"),
                             "")
                     .ok());
    // A broken kind of layer is found when the file is opened, not when that layer is chosen.
    EXPECT_FALSE(
        read_config(R"({"head_dim": 8, "rope_parameters": {"full_attention": {"rope_type": "default"},
                                 "sliding_attention": {"rope_type": "linear", "factor": -1}}})",
                    "")
            .ok());
}

TEST(ConfigFaults, NameTheDictionaryAsTheFileDoes) {
    for (const std::string name : {"rope_scaling", "rope_parameters"}) {
        const Fault fault = fault_of(with("\"" + name + R"(": {"rope_type": "linear"})"));
        EXPECT_NE(sentence(fault).find(name + ".factor"), std::string::npos) << sentence(fault);
    }
}

TEST(ConfigFaults, ModelsWithoutRotation) {
    EXPECT_EQ(fault_of(R"({"model_type": "gpt2", "n_embd": 768, "n_head": 12})").id, "no_rope");
    EXPECT_EQ(
        fault_of(R"({"model_type": "falcon", "hidden_size": 4544, "num_attention_heads": 71, "alibi": true})")
            .id,
        "no_rope");
    EXPECT_EQ(fault_of(with(R"("position_embedding_type": "absolute")")).id, "no_rope");
    EXPECT_TRUE(read_config(with(R"("position_embedding_type": "rotary", "alibi": false)"), "").ok());
}

TEST(ConfigFaults, FilesThatAreNoConfig) {
    EXPECT_EQ(fault_of("{}").id, "no_head_dim");
    EXPECT_EQ(fault_of(R"({"hidden_size": 4096})").id, "no_head_dim");
    const test::TempFolder folder;
    ASSERT_TRUE(write_file(folder.file("model.gguf"), "GGUF\3").ok());
    EXPECT_EQ(read_config_file(folder.file("model.gguf")).fault().id, "gguf_short");
}

}  // namespace
}  // namespace rope
