// Each command against closed forms: with head_dim 2 there is one pair and θ₀ = 1 rad/token whatever the
// base.
#include <cmath>
#include <map>
#include <numbers>
#include <sstream>

#include "tests/unit/cli/cli_run.h"
#include "tests/unit/vectors/npy_bytes.h"

namespace rope::test {
namespace {

TEST(Frequencies, MatchTheFormulaInAllFormats) {
    const nlohmann::json json = cli_json({"frequencies", "--head-dim", "8", "--base", "10000"});
    EXPECT_EQ(json.size(), 10u);
    EXPECT_EQ(json.at("head_dim"), 8);
    EXPECT_EQ(json.at("rotary_dim"), 8);
    EXPECT_EQ(json.at("base"), 10000);
    EXPECT_EQ(json.at("scaling"), "default");
    EXPECT_EQ(json.at("attention_factor"), 1);
    ASSERT_EQ(json.at("inv_freq").size(), 4u);
    for (int i = 0; i < 4; ++i) {
        const double theta = std::pow(10000.0, -2.0 * i / 8);
        EXPECT_NEAR(json.at("inv_freq")[i].get<double>(), theta, 1e-15 * theta);
        EXPECT_NEAR(json.at("wavelength")[i].get<double>(), 2 * std::numbers::pi / theta, 1e-14 / theta);
    }
    const auto csv = csv_lines(cli({"frequencies", "--head-dim", "8", "--format", "csv"}).output);
    ASSERT_EQ(csv.size(), 5u);
    EXPECT_EQ(csv[0][1], "inv_freq (rad/token)");
    EXPECT_EQ(csv[0][2], "wavelength (tokens)");
    EXPECT_EQ(std::stod(csv[2][1]), json.at("inv_freq")[1].get<double>());
    const auto text = cli({"frequencies", "--head-dim", "8"});
    EXPECT_NE(text.output.find("inv_freq [rad/token]"), std::string::npos);
    EXPECT_NE(text.output.find("6.28319"), std::string::npos);
}

// docs/spec-attention.md: 2⌈64 log(4096/2π)/log 10000⌉ = 2⌈45.03⌉ = 92, with any scaling, because it is about
// training; half-way between tokens d/(32 ln b) = d/294.73 as published, Σθ²/8 strictly.
TEST(Frequencies, JsonSaysWhatTrainingReached) {
    for (const std::string scaling : {"default", "linear", "yarn"}) {
        const nlohmann::json json = cli_json(
            {"frequencies", "--scaling", scaling, "--context", "16384", "--original-context", "4096"});
        EXPECT_EQ(json.at("trained_context"), 4096);
        EXPECT_EQ(json.at("critical_dimension"), 92) << scaling;
        const nlohmann::json& bound = json.at("interpolation_bound");
        EXPECT_NEAR(bound.at("published").get<double>(), 128 / 294.73, 1e-4);
        double squares = 0;
        for (int i = 0; i < 64; ++i)
            squares += std::pow(10000.0, -4.0 * i / 128);
        EXPECT_NEAR(bound.at("rigorous").get<double>(), squares / 8, 1e-12);
    }
    const nlohmann::json mrope = cli_json({"frequencies", "--preset", "qwen2-vl-7b"}).at("mrope");
    EXPECT_EQ(mrope.at("section"), (std::vector<int>{16, 24, 24}));
    EXPECT_EQ(mrope.at("interleaved"), false);
    EXPECT_EQ(mrope.at("axis_of_pair")[15], 0);
    EXPECT_EQ(mrope.at("axis_of_pair")[16], 1);
    EXPECT_EQ(mrope.at("axis_of_pair")[63], 2);
}

TEST(Frequencies, NumbersHave17SignificantDigits) {
    const auto json = cli({"frequencies", "--head-dim", "8", "--format", "json"});
    EXPECT_NE(json.output.find("6.2831853071795862"), std::string::npos) << json.output;
}

TEST(Frequencies, LinearScalingDividesByTheFactor) {
    const nlohmann::json json =
        cli_json({"frequencies", "--head-dim", "2", "--scaling", "linear", "--factor", "4"});
    EXPECT_EQ(json.at("scaling"), "linear");
    EXPECT_EQ(json.at("inv_freq")[0], 0.25);
}

TEST(Frequencies, ReadAPresetAndAConfigAlike) {
    const TempFolder folder;
    std::ofstream(folder.file("config.json"))
        << R"({"head_dim": 4, "rope_theta": 100.0, "max_position_embeddings": 2048})";
    const nlohmann::json json = cli_json({"frequencies", "--config", folder.file("config.json")});
    EXPECT_NEAR(json.at("inv_freq")[1].get<double>(), 0.1, 1e-16);
    const nlohmann::json llama = cli_json({"frequencies", "--preset", "llama-3.1-8b"});
    EXPECT_EQ(llama.at("base"), 500000);
    EXPECT_EQ(llama.at("scaling"), "llama3");
}

TEST(Frequencies, ReadAGgufFileByItsContents) {
    const TempFolder folder;
    const std::string path = folder.file("model.bin");
    std::ofstream(path, std::ios::binary)
        << file_content(ROPE_SOURCE_DIR "/tests/fuzz/corpus/gguf/llama3.gguf");
    const nlohmann::json json = cli_json({"frequencies", "--config", path});
    EXPECT_EQ(json.at("head_dim"), 8);
    ASSERT_EQ(json.at("inv_freq").size(), 4u);
    // The divisors in its tensor are 1, 1, 2, 8.
    EXPECT_NEAR(json.at("inv_freq")[3].get<double>(), 0.001 / 8, 1e-18);
}

TEST(Rotate, TurnsByPositionRadians) {
    const nlohmann::json json =
        cli_json({"rotate", "--head-dim", "2", "--vector", "1,0", "--positions", "0,1,-2.5,10:30:10"});
    const std::vector<double> positions{0, 1, -2.5, 10, 20, 30};
    EXPECT_EQ(json.at("positions"), positions);
    ASSERT_EQ(json.at("rotated").size(), positions.size());
    for (std::size_t i = 0; i < positions.size(); ++i) {
        EXPECT_NEAR(json.at("rotated")[i][0].get<double>(), std::cos(positions[i]), 1e-14);
        EXPECT_NEAR(json.at("rotated")[i][1].get<double>(), std::sin(positions[i]), 1e-14);
    }
    const auto csv = csv_lines(
        cli({"rotate", "--head-dim", "2", "--vector", "1,0", "--positions", "1", "--format", "csv"}).output);
    ASSERT_EQ(csv.size(), 2u);
    EXPECT_EQ(csv[0], (std::vector<std::string>{"position (tokens)", "x0 (1)", "x1 (1)"}));
    EXPECT_NEAR(std::stod(csv[1][1]), std::cos(1.0), 1e-15);
    const auto text = cli({"rotate", "--head-dim", "2", "--vector", "1,0", "--positions", "1"});
    EXPECT_NE(text.output.find("position 1"), std::string::npos);
    EXPECT_NE(text.output.find("0.540302"), std::string::npos);
}

TEST(Rotate, LayoutsPairDifferentComponents) {
    const auto rotated = [](const std::string& layout) {
        return cli_json({"rotate", "--head-dim", "4", "--base", "1e8", "--layout", layout, "--vector",
                         "1,0,0,0", "--positions", "1"})
            .at("rotated")[0];
    };
    EXPECT_NEAR(rotated("half")[2].get<double>(), std::sin(1.0), 1e-15);
    EXPECT_NEAR(rotated("interleaved")[1].get<double>(), std::sin(1.0), 1e-15);
}

// (1, 0) turned a quarter by W is (0, 1), which R(m) turns to (−sin m, cos m).
TEST(Rotate, ProjectsFirst) {
    const nlohmann::json json = cli_json({"rotate", "--head-dim", "2", "--vector", "1,0", "--projection",
                                          "[[0,-1],[1,0]]", "--positions", "0,1"});
    EXPECT_EQ(json.at("rotated")[0], nlohmann::json({0, 1}));
    EXPECT_NEAR(json.at("rotated")[1][0].get<double>(), -std::sin(1.0), 1e-15);
    expect_refusal(cli({"rotate", "--projection", "1,2;3", "--positions", "0"}), 2, "2 × 1");
}

// q = (0, 1) at m against k = (1, 0) at n: −sin(m − n).
TEST(Scores, ProjectQueriesAndKeys) {
    for (const std::vector<std::string>& how :
         {std::vector<std::string>{"--w-q", "0,-1;1,0"}, {"--set", "vectors.w_q=0,-1;1,0"}}) {
        std::vector<std::string> arguments{"scores", "--head-dim", "2",           "--queries", "1,0",
                                           "--keys", "1,0",        "--positions", "0:2"};
        arguments.insert(arguments.end(), how.begin(), how.end());
        const nlohmann::json json = cli_json(arguments);
        EXPECT_NEAR(json.at("scores")[2][0].get<double>(), -std::sin(2.0) / std::sqrt(2.0), 1e-15);
        EXPECT_NEAR(json.at("scores")[0][1].get<double>(), std::sin(1.0) / std::sqrt(2.0), 1e-15);
    }
    expect_refusal(cli({"scores", "--w-k", "1,0,0;0,1,0;0,0,1", "--positions", "0"}), 2, "--w-k");
    expect_refusal(cli({"scores", "--w-k", "nowhere.npy", "--positions", "0"}), 1, "nowhere.npy");
}

// The case toep-d8-small of tests/reference/cases/softmax_toeplitz.json, from 50-digit arithmetic.
TEST(Scores, StatisticsOfTheRows) {
    const std::vector<std::string> asked{"scores",
                                         "--head-dim",
                                         "8",
                                         "--layout",
                                         "interleaved",
                                         "--queries",
                                         "0.33,-0.02,-1.21,1.72,-1.06,0.81,-0.62,-0.02",
                                         "--keys",
                                         "[-0.62,-0.24,1.1,-1.06,-0.52,-1.22,0.34,-2.01]",
                                         "--positions",
                                         "0:31",
                                         "--causal"};
    const nlohmann::json rows = cli_json(asked).at("softmax_rows");
    EXPECT_NEAR(rows.at("log_sum_exp")[31].get<double>(), 3.561712415685715, 1e-12);
    EXPECT_NEAR(rows.at("entropy")[7].get<double>(), 2.077242633339579, 1e-12);
    EXPECT_NEAR(rows.at("mean_distance")[31].get<double>(), 22.572299545534374, 1e-11);
    EXPECT_NEAR(rows.at("weight_self")[31].get<double>(), 0.006996470104778332, 1e-13);
    EXPECT_NEAR(rows.at("weight_first")[31].get<double>(), 0.08071920340328527, 1e-11);
    EXPECT_EQ(rows.at("weight_farthest"), rows.at("weight_first")) << "under a causal mask";
    EXPECT_EQ(rows.at("best_distance")[7], 4);
    EXPECT_EQ(rows.at("best_distance")[31], 29);
    EXPECT_GT(rows.at("weight_best")[31].get<double>(), rows.at("weight_first")[31].get<double>());
    EXPECT_EQ(rows.at("entropy")[0], 0);
    std::vector<std::string> csv_asked = asked;
    csv_asked.insert(csv_asked.end(), {"--rows", "--format", "csv"});
    const auto csv = csv_lines(cli(csv_asked).output);
    ASSERT_EQ(csv.size(), 33u);
    EXPECT_EQ(csv[0][2], "entropy (nats)");
    EXPECT_NEAR(std::stod(csv[8][2]), 2.077242633339579, 1e-12);
    EXPECT_EQ(csv[0][5], "weight of first key (1)");
    EXPECT_NEAR(std::stod(csv[8][5]), 0.1329972655581703, 1e-12);
}

TEST(Decay, ProjectsQueryAndKey) {
    const nlohmann::json json = cli_json({"decay", "--head-dim", "2", "--measure", "query-key", "--query",
                                          "1,0", "--key", "1,0", "--w-q", "0,-1;1,0", "--distances", "2"});
    EXPECT_NEAR(json.at("values")[0].get<double>(), -std::sin(2.0) / std::sqrt(2.0), 1e-15);
}

TEST(Scores, AreTheCosineOfTheDistanceForOnePair) {
    const nlohmann::json json =
        cli_json({"scores", "--head-dim", "2", "--queries", "1,0", "--keys", "1,0", "--positions", "0:3"});
    for (int m = 0; m < 4; ++m) {
        for (int n = 0; n < 4; ++n) {
            EXPECT_NEAR(json.at("scores")[m][n].get<double>(), std::cos(m - n) / std::sqrt(2.0), 1e-15);
        }
    }
}

TEST(Scores, CausalMasksAndSoftmaxSumsToOne) {
    const nlohmann::json json = cli_json({"scores", "--head-dim", "2", "--queries", "1,0", "--keys", "1,0",
                                          "--positions", "0,1", "--causal", "--softmax"});
    EXPECT_EQ(json.at("scores")[0][0], 1);
    EXPECT_TRUE(json.at("scores")[0][1].is_null());
    const double past = std::exp(std::cos(1.0) / std::sqrt(2.0)), self = std::exp(1 / std::sqrt(2.0));
    EXPECT_NEAR(json.at("scores")[1][0].get<double>(), past / (past + self), 1e-15);
    EXPECT_NEAR(json.at("scores")[1][1].get<double>(), self / (past + self), 1e-15);
    const auto csv = cli({"scores", "--head-dim", "2", "--queries", "1,0", "--keys", "1,0", "--positions",
                          "0,1", "--causal", "--format", "csv"});
    EXPECT_EQ(csv_lines(csv.output)[0][0], "query position (tokens)");
    EXPECT_EQ(csv_lines(csv.output)[1].at(2), "");
}

TEST(Scores, TakeOneVectorForEachPositionFromAnNpyFile) {
    const TempFolder folder;
    std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }";
    header.resize(118, ' ');
    header.back() = '\n';
    const double rows[] = {1, 0, 0, 2};
    std::ofstream file(folder.file("q.npy"), std::ios::binary);
    file.write("\x93NUMPY\x01\x00\x76\x00", 10);
    file << header;
    file.write(reinterpret_cast<const char*>(rows), sizeof rows);
    file.close();
    const nlohmann::json json = cli_json({"scores", "--head-dim", "2", "--queries", folder.file("q.npy"),
                                          "--keys", "1,0", "--positions", "0,1"});
    // q₁ = (0, 2) turned by 1 rad is (−2 sin 1, 2 cos 1).
    EXPECT_NEAR(json.at("scores")[1][0].get<double>(), -2 * std::sin(1.0) / std::sqrt(2.0), 1e-15);
    expect_refusal(
        cli({"scores", "--head-dim", "2", "--queries", folder.file("q.npy"), "--positions", "0:2"}), 2,
        "2 vectors for 3 positions");
}

TEST(Scores, TheAttentionFactorEntersSquared) {
    const std::vector<std::string> yarn{
        "scores", "--head-dim",  "2",     "--queries",          "1,0",  "--keys",
        "1,0",    "--positions", "0",     "--scaling",          "yarn", "--factor",
        "16",     "--context",   "65536", "--original-context", "4096"};
    const double a = 0.1 * std::log(16.0) + 1;  // YaRN's attention factor, arXiv:2309.00071
    EXPECT_NEAR(cli_json(yarn).at("scores")[0][0].get<double>(), a * a / std::sqrt(2.0), 1e-14);
}

TEST(Decay, MatchesClosedFormsForOnePair) {
    const auto curve = [](const std::string& measure) {
        return cli_json({"decay", "--head-dim", "2", "--measure", measure, "--query", "3,4", "--key", "1,0",
                         "--distances", "0,1,2.5"});
    };
    const std::vector<double> distances{0, 1, 2.5};
    EXPECT_EQ(curve("cosine-sum").at("measure"), "cosine-sum");
    EXPECT_EQ(curve("cosine-sum").at("distances"), distances);
    EXPECT_FALSE(curve("cosine-sum").contains("deviation"));
    for (std::size_t i = 0; i < 3; ++i) {
        const double c = std::cos(distances[i]), s = std::sin(distances[i]), root = std::sqrt(2.0);
        EXPECT_NEAR(curve("rotation-bound").at("values")[i].get<double>(), 1, 1e-14);
        EXPECT_NEAR(curve("cosine-sum").at("values")[i].get<double>(), c, 1e-14);
        // R(Δ)q · k with q = (3, 4), k = (1, 0).
        EXPECT_NEAR(curve("query-key").at("values")[i].get<double>(), (3 * c - 4 * s) / root, 1e-14);
        EXPECT_NEAR(curve("random-independent").at("values")[i].get<double>(), 0, 1e-14);
        EXPECT_NEAR(curve("random-independent").at("deviation")[i].get<double>(), 1, 1e-14);
        EXPECT_NEAR(curve("random-fixed-query").at("deviation")[i].get<double>(), 5 / root, 1e-14);
        EXPECT_NEAR(curve("random-same").at("values")[i].get<double>(), 2 * c / root, 1e-14);
        EXPECT_NEAR(curve("random-same").at("deviation")[i].get<double>(), 2 * std::fabs(c) / root, 1e-14);
    }
}

TEST(Decay, PublishedValuesOfRoFormersFigure) {
    // spec-attention.md, section 3, figure 1: d = 128, b = 10⁴.
    const nlohmann::json json = cli_json({"decay", "--distances", "0,1,10,50,100,200,256"});
    const double expected[] = {32.5, 31.538166, 17.954137, 12.629452, 10.227330, 7.244771, 6.543097};
    for (std::size_t i = 0; i < 7; ++i)
        EXPECT_NEAR(json.at("values")[i].get<double>(), expected[i], 1e-6);
}

TEST(BaseBound, FirstNegativeDistanceAndSmallestBase) {
    // One pair: cos Δ is first negative at Δ = 2 > π/2, whatever the base.
    EXPECT_EQ(cli_json({"base-bound", "--head-dim", "2"}),
              nlohmann::json::parse(R"({"base": 10000, "head_dim": 2, "first_negative": 2})"));
    // docs/spec-attention.md, section 3, items 6 and 7.
    const nlohmann::json llama2 = cli_json({"base-bound", "--context", "4096"});
    EXPECT_EQ(llama2.at("first_negative"), 1707);
    EXPECT_EQ(llama2.at("min_base"), 29000);
    EXPECT_TRUE(cli_json({"base-bound", "--limit", "1706"}).at("first_negative").is_null());
    EXPECT_EQ(cli_json({"base-bound", "--limit", "1707"}).at("first_negative"), 1707);
    const nlohmann::json none = cli_json({"base-bound", "--head-dim", "2", "--context", "3"});
    ASSERT_TRUE(none.contains("min_base"));
    EXPECT_TRUE(none.at("min_base").is_null());
}

TEST(BaseBound, FollowsTheScalingAndPrintsTablesAndWords) {
    // θ₀ = ¼ after linear scaling by 4: cos Δ/4 is first negative at Δ = 7 > 2π.
    EXPECT_EQ(cli_json({"base-bound", "--head-dim", "2", "--scaling", "linear", "--factor", "4"})
                  .at("first_negative"),
              7);
    const auto csv = csv_lines(cli({"base-bound", "--context", "1024", "--format", "csv"}).output);
    ASSERT_EQ(csv.size(), 2u);
    EXPECT_EQ(csv[0], (std::vector<std::string>{"base (1)", "head_dim (1)", "first_negative (tokens)",
                                                "min_base (1)"}));
    EXPECT_EQ(std::stod(csv[1][3]), 4300);
    const auto text = cli({"base-bound", "--limit", "1000"});
    EXPECT_NE(text.output.find("none up to 1000 tokens"), std::string::npos) << text.output;
    expect_refusal(cli({"base-bound", "--limit", "0"}), 2, "--limit");
}

TEST(List, PrintsNamesTwoSpacesAndADescription) {
    for (const std::string name : {"presets", "scalings", "schemes", "measures", "figures", "parameters"}) {
        const auto result = cli({"list", name});
        EXPECT_EQ(result.status, 0);
        std::istringstream lines(result.output);
        int count = 0;
        for (std::string line; std::getline(lines, line); ++count) {
            const std::size_t gap = line.find("  ");
            ASSERT_NE(gap, std::string::npos) << line;
            EXPECT_EQ(line.find(' '), gap) << line;  // an id holds no blanks
            EXPECT_GT(line.size(), gap + 4) << line;
            EXPECT_NE(line[gap + 2], ' ') << line;
        }
        EXPECT_GT(count, 0) << name;
    }
    EXPECT_NE(cli({"list", "figures"}).output.find("decay  "), std::string::npos);
    EXPECT_NE(cli({"list", "parameters"}).output.find("model.base  "), std::string::npos);
}

TEST(List, SchemesHaveTheirFacts) {
    const nlohmann::json json = cli_json({"list", "schemes"});
    std::map<std::string, nlohmann::json> by_id;
    for (const auto& scheme : json.at("schemes"))
        by_id[scheme.at("id")] = scheme;
    ASSERT_EQ(by_id.size(), 10u);
    // Vaswani 2017: nothing learned; a learned table has head_dim numbers a position; NoPE knows no order.
    EXPECT_EQ(by_id.at("sinusoidal").at("learned_numbers"), 0);
    EXPECT_EQ(by_id.at("learned").at("learned_numbers").get<int>() % 128, 0);
    EXPECT_GT(by_id.at("learned").at("learned_numbers"), 0);
    EXPECT_EQ(by_id.at("nope").at("depends_on"), "none");
    EXPECT_EQ(by_id.at("rope").at("depends_on"), "relative");
    EXPECT_EQ(by_id.at("rope").at("linear_attention"), true);
    EXPECT_EQ(by_id.at("alibi").at("linear_attention"), false);
    for (const auto& [id, scheme] : by_id)
        for (const char* fact :
             {"position_enters", "redone_when_tokens_move", "linear_attention_reason", "beyond_training"})
            EXPECT_FALSE(scheme.at(fact).get<std::string>().empty()) << id << " " << fact;
    const std::string text = cli({"list", "schemes", "--facts"}).output;
    EXPECT_NE(text.find("\n  beyond the trained length: "), std::string::npos) << text;
    expect_refusal(cli({"list", "presets", "--facts"}), 2, "about schemes");
    EXPECT_EQ(cli_json({"list", "scalings"}).at("scalings").front().at("id"), "default");
}

std::vector<std::string> listed(const std::string& what) {
    std::vector<std::string> names;
    std::istringstream lines(cli({"list", what}).output);
    for (std::string line; std::getline(lines, line);)
        names.push_back(line.substr(0, line.find(' ')));
    return names;
}

// docs/spec-rope.md, 2.9: b^(−2i/H)/s, so the fastest pair has 1/s.
TEST(Frequencies, ProportionalScalingDividesByTheFactor) {
    const nlohmann::json json = cli_json({"frequencies", "--scaling", "proportional", "--factor", "4"});
    EXPECT_NEAR(json.at("inv_freq")[0].get<double>(), 0.25, 1e-15);
    EXPECT_EQ(cli_json({"frequencies", "--scaling", "proportional", "--context", "65536"}).at("inv_freq")[0],
              1);
}

TEST(List, EveryPresetAndScalingItNamesWorks) {
    for (const std::string& id : listed("presets"))
        EXPECT_GE(cli_json({"frequencies", "--preset", id}).size(), 10u) << id;
    for (const std::string& id : listed("scalings")) {
        if (id == "longrope") continue;  // needs a factor for each pair, which only a config has
        EXPECT_EQ(cli_json({"frequencies", "--scaling", id}).at("scaling"), id);
    }
    expect_refusal(cli({"frequencies", "--scaling", "longrope"}), 2, "--scaling: longrope");
}

TEST(List, OffersTheFormatsThatItHas) {
    for (const char* command : {"list", "check"}) {
        const std::string help = cli({command, "--help"}).output;
        EXPECT_NE(help.find("text (default) or json"), std::string::npos) << help;
        EXPECT_EQ(help.find("csv"), std::string::npos) << help;
    }
    expect_refusal(cli({"list", "presets", "--format", "csv"}), 2, "'csv' is not text or json");
}

TEST(Vectors, BytesBehindTheNumbersOfANpyAreSaid) {
    const TempFolder folder;
    const std::string path = folder.file("q.npy");
    const auto said = [&](const std::string& surplus) {
        std::ofstream(path, std::ios::binary)
            << npy("<f8", "(2,)", little_endian(std::vector<double>{1, 0}) + surplus);
        const auto run =
            cli({"rotate", "--head-dim", "2", "--vector", path, "--positions", "0", "--format", "csv"});
        EXPECT_EQ(run.status, 0);
        return run.errors;
    };
    EXPECT_EQ(said(""), "");
    EXPECT_NE(said("more").find("4 bytes follow the numbers that its header promises"), std::string::npos);
    const auto plot = cli({"plot", "decay", "--head-dim", "2", "--query", path, "-o", folder.file("a.svg")});
    EXPECT_NE(plot.errors.find("4 bytes behind the numbers in the file of q are not read."),
              std::string::npos)
        << plot.errors;
}

TEST(Frequencies, SayWhatMropeAndWarpsDo) {
    const std::string qwen = cli({"frequencies", "--preset", "qwen2-vl-7b"}).output;
    EXPECT_NE(qwen.find("t 16, h 24, w 24 pairs, in sections; text has t = h = w"), std::string::npos)
        << qwen;
    const nlohmann::json warped = cli_json({"frequencies", "--set", "model.warp=-0.6"});
    EXPECT_EQ(warped.at("warp"), -0.6);
    // ρ = −0.6 slows the slowest pair as linear scaling by 4 does.
    const nlohmann::json linear = cli_json({"frequencies", "--scaling", "linear", "--factor", "4"});
    EXPECT_NEAR(warped.at("inv_freq").back().get<double>(), linear.at("inv_freq").back().get<double>(),
                1e-12);
}

TEST(Frequencies, MultipliersComeFromAnNpyFileToo) {
    const TempFolder folder;
    const std::string file = (folder.path() / "two.npy").string();
    std::ofstream(file, std::ios::binary)
        << std::string("\x93NUMPY\x01\x00\x38\x00", 10)
        << "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}\n"
        << std::string("\x00\x00\x80\x3e\x0a\xd7\xa3\x3c", 8);  // 0.25 and the float32 nearest 0.02
    const nlohmann::json custom = cli_json({"frequencies", "--head-dim", "4", "--rotary-dim", "4",
                                            "--scaling", "custom", "--set", "model.multipliers=" + file});
    EXPECT_EQ(custom.at("inv_freq").at(0), 0.25);
    EXPECT_NEAR(custom.at("inv_freq").at(1).get<double>(), 0.01 * 0.02, 1e-11);
    expect_refusal(cli({"frequencies", "--head-dim", "8", "--rotary-dim", "8", "--scaling", "custom", "--set",
                        "model.multipliers=1,2,3"}),
                   2, "multipliers with 3 entries");
}

TEST(Models, LaterFlagsWinAndSettingsAreFlagsByAnotherName) {
    EXPECT_EQ(cli_json({"frequencies", "--base", "5", "--base", "7"}).at("base"), 7);
    EXPECT_EQ(cli_json({"frequencies", "--base", "5", "--set", "model.base=7"}).at("base"), 7);
    EXPECT_EQ(cli_json({"frequencies", "--base", "5", "--preset", "llama-3.1-8b"}).at("base"), 5);
    EXPECT_EQ(cli_json({"frequencies", "--set=model.base=7"}).at("base"), 7);
}

TEST(Models, RotaryDimFollowsHeadDimUnlessGiven) {
    EXPECT_EQ(cli_json({"frequencies", "--head-dim", "64"}).at("rotary_dim"), 64);
    EXPECT_EQ(cli_json({"frequencies", "--rotary-dim", "32", "--head-dim", "64"}).at("rotary_dim"), 32);
}

}  // namespace
}  // namespace rope::test
