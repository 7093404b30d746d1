// vectors, compare and check.
#include <cmath>

#include "core/vectors/safetensors.h"
#include "tests/unit/cli/cli_run.h"
#include "tests/unit/model/gguf_bytes.h"

namespace rope::test {
namespace {

std::vector<double> row(const std::string& file, const TensorFile& read, const std::string& name,
                        const std::vector<std::size_t>& leading = {}) {
    return tensor_part(file, read.tensors.at(name), leading).row({});
}

TEST(Vectors, HoldWhatAKernelMustCompute) {
    const TempFolder folder;
    const std::string path = folder.file("golden.safetensors");
    // θ = 1 and 0.01; q turns in the first pair, k in the second.
    const auto run = cli({"vectors", "--head-dim", "4", "--layout", "interleaved", "--query", "1,0,2,0",
                          "--key", "0,3,0,1", "--positions", "0,5,100", "-o", path});
    ASSERT_EQ(run.status, 0) << run.errors;
    const std::string file = file_content(path);
    const auto read = read_safetensors(file, path);
    ASSERT_TRUE(read.ok()) << sentence(read.fault());
    const TensorFile& golden = read.value();
    EXPECT_EQ(row(file, golden, "positions"), (std::vector<double>{0, 5, 100}));
    EXPECT_NEAR(row(file, golden, "inv_freq")[1], 0.01, 1e-17);
    EXPECT_NEAR(row(file, golden, "cos", {1})[0], std::cos(5.0), 1e-15);
    EXPECT_NEAR(row(file, golden, "sin", {2})[1], std::sin(1.0), 1e-15);
    EXPECT_EQ(row(file, golden, "query"), (std::vector<double>{1, 0, 2, 0}));
    EXPECT_NEAR(row(file, golden, "rotated_query", {1})[1], std::sin(5.0), 1e-15);
    EXPECT_NEAR(row(file, golden, "rotated_key", {2})[2], -std::sin(1.0), 1e-15);
    // q·R(n − m)k = −3 sin(n − m) − 2 sin((n − m)/100), over √4.
    EXPECT_NEAR(row(file, golden, "scores", {1})[2], (-3 * std::sin(95.0) - 2 * std::sin(0.95)) / 2, 1e-14);
    EXPECT_EQ(golden.metadata.at("layout"), "interleaved");
    EXPECT_EQ(golden.metadata.at("query_source"), "1,0,2,0");
    EXPECT_EQ(std::stod(golden.metadata.at("base")), 10000);
}

TEST(Vectors, CarryEveryParameterOfTheScaling) {
    const TempFolder folder;
    const std::string path = folder.file("yarn.safetensors");
    ASSERT_EQ(cli({"vectors", "--scaling", "yarn", "--factor", "4", "-o", path}).status, 0);
    const std::string file = file_content(path);
    const auto read = read_safetensors(file, path);
    EXPECT_EQ(std::stod(read.value().metadata.at("scaling.factor")), 4);
    const double a = std::stod(read.value().metadata.at("attention_factor"));
    EXPECT_NEAR(a, 1 + 0.1 * std::log(4), 1e-15);
    // At position 0 nothing turns, and the factor is on the rotated vectors.
    EXPECT_NEAR(row(file, read.value(), "rotated_query", {0})[0], a * row(file, read.value(), "query")[0],
                1e-15);
    EXPECT_EQ(row(file, read.value(), "cos", {0})[0], 1);
}

TEST(Vectors, RefuseOtherEndingsAndTooMuch) {
    const TempFolder folder;
    expect_refusal(cli({"vectors"}), 2, "-o");
    expect_refusal(cli({"vectors", "-o", folder.file("v.npy")}), 2, "must end in .safetensors");
    expect_refusal(cli({"vectors", "-o", folder.file("v.safetensors"), "--positions", "0:9999"}), 2,
                   "--positions");
    EXPECT_FALSE(std::filesystem::exists(folder.file("v.safetensors")));
}

TEST(Compare, NamesFieldsAndPairsThatDiffer) {
    const nlohmann::json json =
        cli_json({"compare", "--preset", "default", "--head-dim", "4", "--preset", "default", "--head-dim",
                  "4", "--scaling", "linear", "--factor", "2"});
    EXPECT_EQ(json.at("fields"), (std::vector<std::string>{"scaling", "scaling.factor"}));
    EXPECT_EQ(json.at("values_a"), (std::vector<std::string>{"default", "–"}));
    EXPECT_EQ(json.at("values_b"), (std::vector<std::string>{"linear", "2"}));
    EXPECT_EQ(json.at("ratio"), (std::vector<double>{0.5, 0.5}));
    const auto text = cli({"compare", "--preset", "default", "--preset", "default"});
    EXPECT_NE(text.output.find("No field differs."), std::string::npos) << text.output;
    EXPECT_NE(text.output.find("All 64 pairs turn alike."), std::string::npos) << text.output;
}

TEST(Compare, HeadsOfDifferentLengthsAndOneModelAlone) {
    const auto csv = csv_lines(cli({"compare", "--preset", "default", "--head-dim", "2", "--preset",
                                    "default", "--head-dim", "6", "--format", "csv"})
                                   .output);
    ASSERT_EQ(csv.size(), 4u);
    EXPECT_EQ(csv[2][1], "");
    EXPECT_NE(csv[2][2], "");
    expect_refusal(cli({"compare", "--preset", "default"}), 2, "two are needed");
}

// What files and their names hold reaches the terminal escaped, as faults are.
// What engines do to scores besides is not in the numbers, and said (Gemma 2's softcap).
TEST(ScoreChanges, CommandsSayWhatTheirScoresLack) {
    const TempFolder folder;
    const auto said = [](std::vector<std::string> words, const char* preset) {
        words.insert(words.end(), {"--preset", preset});
        const auto run = cli(words);
        EXPECT_EQ(run.status, 0) << run.errors;
        return run.errors.find("scores are before the softcap 50·tanh(score/50)") != std::string::npos;
    };
    const std::vector<std::string> scores{"scores", "--positions", "0:1"},
        decay{"decay", "--distances", "0:1", "--measure", "query-key"},
        cosines{"decay", "--distances", "0:1", "--measure", "cosine-sum"},
        vectors{"vectors", "--positions", "0:1", "-o", folder.file("golden.safetensors")};
    for (const auto& words : {scores, decay, vectors}) {
        EXPECT_TRUE(said(words, "gemma-2-9b")) << words[0];
        EXPECT_FALSE(said(words, "gemma-3-4b")) << words[0];
    }
    EXPECT_FALSE(said(cosines, "gemma-2-9b")) << "no score";
    const auto compared = cli({"compare", "--preset", "gemma-2-9b", "--preset", "gemma-3-4b"});
    EXPECT_NE(compared.output.find("logit_softcap"), std::string::npos) << compared.output;
}

TEST(ControlBytes, OfNamesAreEscaped) {
    const TempFolder folder;
    GgufBytes file;
    file.keys = {
        key_text("general.architecture", "llama"), key_text("general.name", "red\x1b[31m\nsecond line"),
        key_u32("llama.context_length", 4096),     key_u32("llama.embedding_length", 512),
        key_u32("llama.attention.head_count", 8),  key_f32("llama.rope.freq_base", 10000)};
    const std::string gguf = folder.file("a.gguf"), config = folder.file("e\x1b[31m.json");
    std::ofstream(gguf, std::ios::binary) << file.bytes();
    std::ofstream(config) << R"({"head_dim": 64, "model_type": "a\u001b[31mb"})";
    const std::vector<std::vector<std::string>> commands{{"frequencies", "--config", gguf},
                                                         {"check", gguf},
                                                         {"compare", "--config", gguf, "--preset", "default"},
                                                         {"frequencies", "--config", config},
                                                         {"check", config}};
    for (const auto& words : commands) {
        const auto run = cli(words);
        EXPECT_EQ(run.status, 0) << run.errors;
        EXPECT_EQ((run.output + run.errors).find('\x1b'), std::string::npos) << words[0] << words.back();
        EXPECT_EQ(run.output.find("\nsecond line"), std::string::npos) << words[0];
    }
    const std::string model = cli(commands[0]).output;
    EXPECT_NE(model.find("red\\x1b[31m\\nsecond line"), std::string::npos) << model;
}

TEST(Check, ExplainsWarnsAndRefuses) {
    const TempFolder folder;
    const auto check = [&](const std::string& json, const std::string& format) {
        std::ofstream(folder.file("config.json")) << json;
        return cli({"check", folder.file("config.json"), "--format", format});
    };
    const std::string yarn =
        R"({"head_dim": 64, "max_position_embeddings": 4096, "rope_scaling": {"type": "yarn", "factor": 4.0}})";
    const auto text = check(yarn, "text");
    EXPECT_EQ(text.status, 0) << text.errors;
    EXPECT_NE(text.output.find("rope_scaling.factor = 4\n"), std::string::npos) << text.output;
    EXPECT_NE(text.output.find("1 thing looks wrong"), std::string::npos) << text.output;
    const nlohmann::json json = nlohmann::json::parse(check(yarn, "json").output);
    EXPECT_EQ(json.at("findings")[0].at("id"), "missing_original");
    const auto odd = check(R"({"head_dim": 63})", "text");
    EXPECT_EQ(odd.status, 1);
    EXPECT_NE(odd.output.find("head_dim = 63"), std::string::npos) << odd.output;
    EXPECT_NE(odd.errors.find("must be even"), std::string::npos) << odd.errors;
    const auto refused = check(R"({"head_dim": 63})", "json");
    EXPECT_EQ(refused.status, 1);
    EXPECT_EQ(nlohmann::json::parse(refused.output).at("refused").at("id"), "odd_head_dim");
    EXPECT_FALSE(json.contains("refused"));
    expect_refusal(check("", "text"), 1, "empty");
    expect_refusal(cli({"check"}), 2, "needs a file");
    EXPECT_EQ(cli({"check", ROPE_SOURCE_DIR "/tests/fuzz/corpus/gguf/yarn.gguf"}).status, 0);
}

}  // namespace
}  // namespace rope::test
