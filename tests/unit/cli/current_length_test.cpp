// Scalings that depend on the current length: one list of factors for all positions of a call, chosen by its
// largest position + 1, as engines do (docs/spec-rope.md, 2.3 and 2.7).
#include <cmath>

#include "core/vectors/safetensors.h"
#include "tests/unit/cli/cli_run.h"

namespace rope::test {
namespace {

// Of microsoft/Phi-3.5-mini-instruct: what the lists hold for pair 1, and √(1 + ln 32 / ln 4096).
constexpr double kShort = 1.0199999809265137, kLong = 1.1100000143051147;
const double kTheta = std::pow(10000.0, -2.0 / 96), kFactor = std::sqrt(1 + std::log(32) / std::log(4096));

std::vector<std::string> phi(const std::string& command, const std::string& positions) {
    std::vector<std::string> words{command, "--preset", "phi-3.5-mini"};
    if (command == "rotate") words.insert(words.end(), {"--vector", "onehot:1"});
    if (command == "scores") words.insert(words.end(), {"--queries", "onehot:1", "--keys", "onehot:1"});
    words.insert(words.end(), {command == "decay" ? "--distances" : "--positions", positions});
    return words;
}

std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

TEST(CurrentLength, RotateTakesOneListForAllPositions) {
    const auto expect_list = [](const nlohmann::json& json, double divisor, const char* list, int length) {
        EXPECT_EQ(json.at("factor_list"), list);
        EXPECT_EQ(json.at("seq_len"), length);
        for (std::size_t row = 0; row < json.at("rotated").size(); ++row) {
            const double position = json.at("positions")[row].get<double>();
            EXPECT_NEAR(json.at("rotated")[row][1].get<double>(),
                        kFactor * std::cos(position * kTheta / divisor), 1e-9)
                << position;
        }
    };
    expect_list(cli_json(phi("rotate", "0,3,5000")), kLong, "long", 5001);
    expect_list(cli_json(phi("rotate", "0,3")), kShort, "short", 4);
    // 4096 tokens are the trained length, one more is beyond it.
    expect_list(cli_json(phi("rotate", "3,4095")), kShort, "short", 4096);
    expect_list(cli_json(phi("rotate", "3,4096")), kLong, "long", 4097);
    // What is given wins, under either name.
    expect_list(cli_json(phi("rotate", "3,5000") + std::vector<std::string>{"--seq-len", "4096"}), kShort,
                "short", 4096);
    expect_list(cli_json(phi("rotate", "3") + std::vector<std::string>{"--set", "model.seq_len=4097"}), kLong,
                "long", 4097);
}

TEST(CurrentLength, ScoresAndDecayFollow) {
    const nlohmann::json scores = cli_json(phi("scores", "0,7,5000"));
    EXPECT_EQ(scores.at("seq_len"), 5001);
    EXPECT_EQ(scores.at("factor_list"), "long");
    EXPECT_NEAR(scores.at("scores")[1][0].get<double>(),
                kFactor * kFactor * std::cos(7 * kTheta / kLong) / std::sqrt(96.0), 1e-12);
    EXPECT_NEAR(cli_json(phi("scores", "0,7")).at("scores")[1][0].get<double>(),
                kFactor * kFactor * std::cos(7 * kTheta / kShort) / std::sqrt(96.0), 1e-12);
    // As an engine forms them in its own steps: float32.
    const auto rounded =
        cli_json(phi("scores", "0,7,5000") + std::vector<std::string>{"--precision", "hf_float32"});
    EXPECT_NEAR(rounded.at("scores")[1][0].get<double>(), scores.at("scores")[1][0].get<double>(), 1e-5);
    const std::vector<std::string> q_and_k{"--measure", "query-key", "--query",
                                           "onehot:1",  "--key",     "onehot:1"};
    const nlohmann::json decay = cli_json(phi("decay", "7,-5000") + q_and_k);
    EXPECT_EQ(decay.at("seq_len"), 5001);
    EXPECT_NEAR(decay.at("values")[0].get<double>(), scores.at("scores")[1][0].get<double>(), 1e-12);
}

TEST(CurrentLength, VectorsNameTheLengthTheyWereMadeFor) {
    const TempFolder folder;
    const std::string path = folder.file("golden.safetensors");
    const auto made = [&](const std::string& positions) {
        const auto run = cli({"vectors", "--preset", "phi-3.5-mini", "--positions", positions, "-o", path});
        EXPECT_EQ(run.status, 0) << run.errors;
        return file_content(path);
    };
    const std::string beyond = made("0,5000");
    const TensorFile read = read_safetensors(beyond, path).value();
    EXPECT_EQ(read.metadata.at("seq_len"), "5001");
    EXPECT_EQ(read.metadata.at("factor_list"), "long");
    EXPECT_NEAR(tensor_part(beyond, read.tensors.at("inv_freq"), {}).row({})[1], kTheta / kLong, 1e-15);
    const std::string within = made("0,4095");
    const TensorFile trained = read_safetensors(within, path).value();
    EXPECT_EQ(trained.metadata.at("factor_list"), "short");
    EXPECT_NEAR(tensor_part(within, trained.tensors.at("inv_freq"), {}).row({})[1], kTheta / kShort, 1e-15);
}

// b' = b·(s·L/M − (s − 1))^(d/(d − 2)): with d = 4, s = 2, M = 64 and L = 96 that is b·4.
TEST(CurrentLength, DynamicNtkTakesTheLargestIdOfAnyAxis) {
    const std::vector<std::string> model{"--head-dim", "4", "--scaling", "dynamic",
                                         "--factor",   "2", "--context", "64"};
    const nlohmann::json line =
        cli_json(std::vector<std::string>{"rotate", "--vector", "0,1,0,0", "--positions", "5,95"} + model);
    EXPECT_EQ(line.at("seq_len"), 96);
    EXPECT_FALSE(line.contains("factor_list")) << "LongRoPE alone has lists";
    EXPECT_NEAR(line.at("rotated")[0][1].get<double>(), std::cos(5 / std::sqrt(40000.0)), 1e-12);
    const nlohmann::json axes = cli_json(
        std::vector<std::string>{"rotate", "--vector", "1,1,1,1,1,1", "--coordinates", "0,0,0;3,95,7"} +
        model + std::vector<std::string>{"--head-dim", "6", "--set", "model.mrope_section=1,1,1"});
    EXPECT_EQ(axes.at("seq_len"), 96);
}

TEST(CurrentLength, TablesSayItBesideThemAndOtherScalingsSayNothing) {
    const auto csv = cli(phi("scores", "0,5000") + std::vector<std::string>{"--format", "csv"});
    EXPECT_NE(csv.errors.find("longrope at a length of 5001 tokens"), std::string::npos) << csv.errors;
    EXPECT_NE(csv.errors.find("long factors"), std::string::npos) << csv.errors;
    EXPECT_EQ(cli(phi("scores", "0,5000") + std::vector<std::string>{"--seq-len", "5001"}).errors, "");
    EXPECT_FALSE(cli_json({"rotate", "--preset", "llama-3.1-8b", "--positions", "9000"}).contains("seq_len"));
}

TEST(CurrentLength, FrequenciesSayForWhichLengthTheyAre) {
    const auto of_phi = [](const std::vector<std::string>& more) {
        return cli_json(std::vector<std::string>{"frequencies", "--preset", "phi-3.5-mini"} + more);
    };
    EXPECT_TRUE(of_phi({}).at("seq_len").is_null());
    EXPECT_EQ(of_phi({}).at("factor_list"), "short");
    EXPECT_EQ(of_phi({"--seq-len", "4097"}).at("factor_list"), "long");
    EXPECT_NE(cli({"frequencies", "--preset", "phi-3.5-mini"}).output.find("up to 4096, short factors"),
              std::string::npos);
    const auto ignored = cli({"frequencies", "--preset", "llama-3.1-8b", "--seq-len", "9000"});
    EXPECT_NE(ignored.errors.find("--seq-len has no effect, because the scaling llama3"), std::string::npos)
        << ignored.errors;
    EXPECT_EQ(ignored.status, 0);
}

}  // namespace
}  // namespace rope::test
