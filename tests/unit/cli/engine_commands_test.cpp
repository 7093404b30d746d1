// Schemes, number formats and positions of several coordinates on the command line, against closed forms.
#include <cmath>

#include "tests/unit/cli/cli_run.h"

namespace rope::test {
namespace {

double at(const nlohmann::json& json, int row, int column) {
    return json.at("scores")[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)].get<double>();
}

// ---- schemes

// Press et al. 2022: the first of 8 heads subtracts ½ a token; q·k/√d is 2/√2 everywhere before that.
TEST(ScoresOfSchemes, AlibiSubtractsItsSlope) {
    const nlohmann::json json = cli_json(
        {"scores", "--head-dim", "2", "--queries", "1,1", "--keys", "1,1", "--positions", "0,1,5", "--scheme",
         "alibi", "--set", "scheme.alibi_heads=8", "--set", "scheme.alibi_head=0", "--causal"});
    EXPECT_EQ(json.at("scheme"), "alibi");
    for (const auto& [row, distance] : {std::pair{0, 0}, {1, 1}, {2, 5}})
        EXPECT_NEAR(at(json, row, 0), std::sqrt(2.0) - 0.5 * distance, 1e-12) << distance;
    EXPECT_TRUE(json.at("scores")[0][1].is_null()) << "hidden by the mask";
}

TEST(ScoresOfSchemes, NopeIsBlindToOrderAndRopeIsTheDefault) {
    const std::vector<std::string> ask{"scores", "--head-dim", "8", "--positions", "0,3,70"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), ask.begin(), ask.end());
        return cli_json(more);
    };
    const nlohmann::json nope = with({"--scheme", "nope"});
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column)
            EXPECT_EQ(at(nope, row, column), at(nope, 0, 0));
    const nlohmann::json plain = with({}), rope = with({"--scheme", "rope"});
    EXPECT_EQ(plain.at("scores"), rope.at("scores"));
    EXPECT_EQ(plain.size(), 3u) << "without --scheme the keys are as ever";
    // All of them answer.
    std::istringstream lines(cli({"list", "schemes"}).output);
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count)
        EXPECT_EQ(with({"--scheme", line.substr(0, line.find(' '))}).at("scores").size(), 3u) << line;
    EXPECT_EQ(count, 10);
}

TEST(ScoresOfSchemes, RefusalsSayWhatToDo) {
    expect_refusal(cli({"scores", "--positions", "0:3", "--scheme", "alibbi"}), 2, "did you mean alibi?");
    expect_refusal(cli({"scores", "--positions", "0.5", "--scheme", "t5"}), 2, "between two tokens");
    expect_refusal(cli({"scores", "--positions", "0", "--scheme", "t5", "--precision", "bf16"}), 2,
                   "rotation of RoPE");
    expect_refusal(
        cli({"scores", "--positions", "0,600", "--scheme", "learned", "--set", "scheme.table_length=512"}), 2,
        "from 0 to 511");
}

// ---- number formats: with head_dim 2 the angle is the position

// cos 1 = 0.5403…, sin 1 = 0.8414…; bf16 has 8 significand bits, so steps of 2⁻⁸ between ½ and 1.
TEST(Precision, RoundsCosAndSinToBf16) {
    const nlohmann::json json = cli_json(
        {"rotate", "--head-dim", "2", "--vector", "1,0", "--positions", "1", "--precision", "bf16_cos_sin"});
    EXPECT_EQ(json.at("rotated")[0][0], 138.0 / 256);
    EXPECT_EQ(json.at("rotated")[0][1], 215.0 / 256);
    EXPECT_EQ(json.at("precision"), "angle fp32, cos and sin bf16, multiply fp32, accumulate fp32");
}

// Positions above 256 lose their last bit in bf16: 257 is 256, halves to even.
TEST(Precision, OneStageCanBeSetAlone) {
    const auto rotated = [](std::vector<std::string> more, const std::string& position) {
        more.insert(more.begin(), {"rotate", "--head-dim", "2", "--vector", "1,0", "--positions", position});
        return cli_json(more).at("rotated")[0];
    };
    const std::vector<std::string> angle{"--set", "precision.angle=bf16"};
    EXPECT_EQ(rotated(angle, "257"), rotated(angle, "256"));
    EXPECT_NE(rotated({}, "257"), rotated({}, "256"));
    EXPECT_NEAR(rotated(angle, "257")[0].get<double>(), std::cos(256.0), 1e-14);
    // A stage replaces that of the pipeline.
    EXPECT_EQ(rotated({"--precision", "fp64", "--set", "precision.angle=bf16"}, "257"),
              rotated(angle, "257"));
}

// 1 + 2⁻⁸ is 1 in bf16, whose last bit is 2⁻⁷; the exact product keeps it.
TEST(Precision, ScoresAreRoundedAsEnginesRoundThem) {
    const auto score = [](std::vector<std::string> more) {
        more.insert(more.begin(), {"scores", "--head-dim", "2", "--queries", "1.00390625,0", "--keys", "1,0",
                                   "--positions", "0", "--undivided"});
        return cli_json(more).at("scores")[0][0].get<double>();
    };
    EXPECT_EQ(score({}), 1.00390625);
    EXPECT_EQ(score({"--precision", "fp32"}), 1.00390625);
    EXPECT_EQ(score({"--precision", "bf16"}), 1.0);
    EXPECT_EQ(score({"--precision", "fp16"}), 1.00390625) << "11 bits hold it";
}

TEST(Precision, NamesAreListedAndTheNearestIsSaid) {
    const std::string list = cli({"list", "pipelines"}).output;
    EXPECT_NE(list.find("bf16_all  "), std::string::npos) << list;
    expect_refusal(cli({"scores", "--positions", "0", "--precision", "bf61"}), 2, "did you mean bf16?");
}

// ---- frequencies as engines form them

// The head of two has one frequency, 1, which every engine forms alike; with four the second is 10⁻², whose
// float32 is 0.01f. llama.cpp multiplies the position by it: 3·0.01f rounds to 0.03f less one unit.
TEST(FrequencySteps, LlamaCppsAngleIsAProductOfFloats) {
    const nlohmann::json json = cli_json(
        {"rotate", "--head-dim", "4", "--vector", "0,1,0,0", "--positions", "300000", "--precision", "ggml"});
    const float angle = 300000.0f * std::pow(10000.0f, -0.5f);
    EXPECT_EQ(json.at("rotated")[0][1].get<float>(), static_cast<float>(std::cos(double{angle})));
    EXPECT_EQ(json.at("precision"),
              "frequency ggml, angle fp32, cos and sin fp32, multiply fp32, accumulate fp32");
}

TEST(FrequencySteps, FrequenciesSayWhichPairsAreFormedOtherwise) {
    const auto ask = [](const std::string& precision) {
        return cli_json({"frequencies", "--preset", "llama-3.1-8b", "--precision", precision});
    };
    for (const char* engine : {"hf_float32", "ggml"}) {
        const nlohmann::json json = ask(engine);
        const auto formed = json.at("inv_freq").get<std::vector<double>>();
        const auto exact = json.at("inv_freq_exact").get<std::vector<double>>();
        std::vector<int> otherwise;
        for (std::size_t i = 0; i < formed.size(); ++i) {
            EXPECT_EQ(formed[i], static_cast<float>(formed[i])) << "a float32";
            EXPECT_NEAR(formed[i] / exact[i], 1, 1e-5) << i;
            if (formed[i] != static_cast<float>(exact[i])) otherwise.push_back(static_cast<int>(i));
        }
        EXPECT_EQ(json.at("formed_otherwise").get<std::vector<int>>(), otherwise) << engine;
        EXPECT_FALSE(otherwise.empty()) << engine;
    }
    EXPECT_TRUE(ask("fp32").at("formed_otherwise").empty()) << "rounded once";
    EXPECT_FALSE(cli_json({"frequencies"}).contains("formed_otherwise"));
    EXPECT_NE(cli({"frequencies", "--precision", "ggml"}).output.find("formed_otherwise"), std::string::npos);
}

TEST(FrequencySteps, AScalingThatTheEngineLacksIsRefused) {
    expect_refusal(cli({"rotate", "--vector", "ones", "--positions", "1", "--scaling", "ntk", "--factor", "2",
                        "--precision", "ggml"}),
                   1, "not computed by llama.cpp");
    expect_refusal(cli({"scores", "--positions", "0", "--scaling", "exponent", "--set",
                        "precision.frequency=huggingface"}),
                   1, "not computed by Hugging Face");
}

// ---- the scale of scores

// q·k = 4 at one position; over √4 it is 2, and times 1 it is 4.
TEST(AttentionScale, StandsInPlaceOfTheRootOfTheHead) {
    const auto score = [](std::vector<std::string> more) {
        more.insert(more.begin(),
                    {"scores", "--head-dim", "4", "--queries", "ones", "--keys", "ones", "--positions", "7"});
        return at(cli_json(more), 0, 0);
    };
    EXPECT_NEAR(score({}), 2, 1e-15);
    const std::string set = "model.attention_scale=1";
    EXPECT_NEAR(score({"--set", set}), 4, 1e-15);
    EXPECT_NEAR(score({"--set", set, "--precision", "fp64"}), 4, 1e-15);
    EXPECT_NEAR(score({"--set", set, "--scheme", "nope"}), 4, 1e-15);
    EXPECT_NEAR(score({"--set", set, "--scheme", "xpos"}), 4, 1e-15);
    const auto deberta = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"--scheme", "deberta"});
        return score(more);
    };
    EXPECT_EQ(deberta({"--set", set}), deberta({})) << "has a divisor of its own";
}

// Gemma 2 27B: query_pre_attn_scalar 144 where the head has 128.
TEST(AttentionScale, IsSaidWhereItIsTheModelsOwn) {
    EXPECT_DOUBLE_EQ(cli_json({"frequencies", "--preset", "gemma-2-27b"}).at("attention_scale").get<double>(),
                     1.0 / 12);
    EXPECT_FALSE(cli_json({"frequencies", "--preset", "gemma-2-9b"}).contains("attention_scale"));
    EXPECT_EQ(cli_json({"frequencies", "--preset", "gemma-4-e2b"}).at("attention_scale"), 1);
}

// DeepSeek V3: YaRN by 40 with mscale_all_dim 1, on the softmax scale of a head of 192. Its first components
// carry no position, so that their product is multiplied by nothing else.
TEST(AttentionScale, IncludesTheFactorOfMlaModelsAsScoresDo) {
    const double said =
        cli_json({"frequencies", "--preset", "deepseek-v3"}).at("attention_scale").get<double>();
    const double temperature = 0.1 * std::log(40) + 1;
    EXPECT_NEAR(said, temperature * temperature / std::sqrt(192.0), 1e-15);
    EXPECT_NEAR(said,
                at(cli_json({"scores", "--preset", "deepseek-v3", "--queries", "onehot:0", "--keys",
                             "onehot:0", "--positions", "0"}),
                   0, 0),
                1e-15);
}

// ---- several coordinates

// Heo et al. 2024: the first d/4 pairs turn by x, the others by y, all by 1 rad where d = 4.
TEST(RotateByCoordinates, AxialTurnsOnePairByEachCoordinate) {
    const nlohmann::json json = cli_json({"rotate", "--head-dim", "4", "--layout", "interleaved", "--vector",
                                          "1,0,1,0", "--rule", "axial", "--coordinates", "2,5;0,0"});
    EXPECT_EQ(json.at("axes"), (std::vector<std::string>{"x", "y"}));
    const std::vector<double> wanted{std::cos(2.0), std::sin(2.0), std::cos(5.0), std::sin(5.0)};
    for (std::size_t c = 0; c < 4; ++c)
        EXPECT_NEAR(json.at("rotated")[0][c].get<double>(), wanted[c], 1e-14) << c;
    EXPECT_EQ(json.at("rotated")[1], (std::vector<double>{1, 0, 1, 0}));
}

TEST(RotateByCoordinates, MixedTakesLearnedSpeeds) {
    const nlohmann::json json = cli_json({"rotate", "--head-dim", "2", "--vector", "1,0", "--rule", "mixed",
                                          "--theta-x", "0.5", "--theta-y", "0.25", "--coordinates", "2,8"});
    EXPECT_NEAR(json.at("rotated")[0][0].get<double>(), std::cos(0.5 * 2 + 0.25 * 8), 1e-14);
    // The same rows as the figure's.
    const nlohmann::json rows = cli_json({"rotate", "--head-dim", "2", "--vector", "1,0", "--rule", "mixed",
                                          "--set", "image.theta_x=0.25,0.5", "--set", "image.theta_y=1,0.25",
                                          "--set", "image.head=1", "--coordinates", "2,8"});
    EXPECT_EQ(rows.at("rotated"), json.at("rotated"));
    expect_refusal(
        cli({"rotate", "--head-dim", "2", "--rule", "mixed", "--theta-x", "0.5", "--coordinates", "2,8"}), 2,
        "image.theta_y");
}

TEST(RotateByCoordinates, SectionsOfOnesOwnModelTurnItsPairs) {
    const nlohmann::json json =
        cli_json({"rotate", "--head-dim", "6", "--base", "1", "--vector", "1,1,1,0,0,0", "--set",
                  "model.mrope_section=1,1,1", "--coordinates", "1,2,3"});
    for (std::size_t axis = 0; axis < 3; ++axis)
        EXPECT_NEAR(json.at("rotated")[0][axis].get<double>(), std::cos(1.0 + static_cast<double>(axis)),
                    1e-14);
    expect_refusal(cli({"frequencies", "--set", "model.mrope_section=32,48,48"}), 2, "64 pairs");
    EXPECT_NE(cli({"frequencies", "--set", "model.mrope_interleaved=on"}).errors.find("no sections"),
              std::string::npos);
}

TEST(RotateByCoordinates, WhatDoesNotFitTheCommandLineIsAUsageFault) {
    const std::vector<std::string> mixed{"rotate", "--rule", "mixed", "--coordinates", "0,0"};
    std::vector<std::string> short_list = mixed;
    short_list.insert(short_list.end(), {"--theta-x", "1,2", "--theta-y", "1,2"});
    expect_refusal(cli(short_list), 2, "each of the 64 pairs");
    for (const std::string rule : {"axial", "qwen2vl", "mixed"})
        expect_refusal(cli({"rotate", "--head-dim", "6", "--rule", rule, "--coordinates", "0,0"}), 2,
                       "multiple of 4");
    expect_refusal(cli({"rotate", "--preset", "qwen2-vl-7b", "--sequence", "text:2", "--positions", "0"}), 2,
                   "--positions stands beside");
}

// Text has t = h = w, where M-RoPE is the ordinary rotation; an image is not.
TEST(RotateByCoordinates, MropeOfTextIsTheOrdinaryRotation) {
    const nlohmann::json mrope =
        cli_json({"rotate", "--preset", "qwen2-vl-7b", "--sequence", "text:2,image:4x4", "--no-markers"});
    const nlohmann::json plain = cli_json({"rotate", "--preset", "qwen2-vl-7b", "--positions", "0,1,2,3"});
    ASSERT_EQ(mrope.at("rotated").size(), 6u) << "two words and 2×2 merged patches";
    for (const std::size_t word : {0u, 1u, 2u})
        for (std::size_t c = 0; c < 128; ++c)
            EXPECT_NEAR(mrope.at("rotated")[word][c].get<double>(),
                        plain.at("rotated")[word][c].get<double>(), 1e-14);
    EXPECT_EQ(mrope.at("coordinates")[5], (std::vector<double>{2, 3, 3}));
    EXPECT_NE(mrope.at("rotated")[5], plain.at("rotated")[3]);
    expect_refusal(cli({"rotate", "--coordinates", "0,0,0"}), 2, "--preset qwen2-vl-7b");
}

// Qwen2-VL's get_rope_index: text 0…2, a marker at 3, the image from 4, the end marker after its largest id.
TEST(Positions, NumberTextAndImagesAsQwen2VlDoes) {
    const nlohmann::json json = cli_json({"positions", "--sequence", "text:3,image:4x8,text:2"});
    EXPECT_EQ(json.at("t"), (std::vector<double>{0, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4, 8, 9, 10}));
    EXPECT_EQ(json.at("h"), (std::vector<double>{0, 1, 2, 3, 4, 4, 4, 4, 5, 5, 5, 5, 8, 9, 10}));
    EXPECT_EQ(json.at("w"), (std::vector<double>{0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7, 8, 9, 10}));
    EXPECT_EQ(json.at("delta"), 11 - 15);
    const auto cut = cli({"positions", "--sequence", "image:3x3", "--no-markers", "--format", "csv"});
    EXPECT_EQ(csv_lines(cut.output).size(), 2u) << "one token of 2×2 patches";
    EXPECT_NE(cut.errors.find("the last (1 row and 1 column) have no token"), std::string::npos)
        << cut.errors;
    expect_refusal(cli({"positions", "--sequence", "text:3,picture:4"}), 2, "image:ROWSxCOLUMNS");
    expect_refusal(cli({"positions", "--sequence", "image:4"}), 2, "image:ROWSxCOLUMNS");
    expect_refusal(cli({"positions", "--sequence", "text:0"}), 2, "must be from 1");
    expect_refusal(cli({"positions", "--sequence", "video:65536x65536x65536"}), 2, "--sequence");
}

TEST(Rotate, DeepSeekOrderPutsFirstMembersBeforeSecondOnes) {
    const nlohmann::json json = cli_json({"rotate", "--head-dim", "4", "--layout", "interleaved", "--vector",
                                          "1,2,3,4", "--positions", "0", "--deepseek-order"});
    EXPECT_EQ(json.at("rotated")[0], (std::vector<double>{1, 3, 2, 4}));
    expect_refusal(cli({"rotate", "--positions", "0", "--deepseek-order"}), 2, "--layout interleaved");
}

// Sun et al. 2023: ζ₀ = 0.4/1.4 with one pair; a query at 512 grows by it, a key shrinks, their product
// stays.
TEST(Rotate, XposScalesQueriesAndKeysInversely) {
    const auto length = [](const std::string& side) {
        const nlohmann::json row =
            cli_json({"rotate", "--head-dim", "2", "--vector", "1,0", "--positions", "512", "--xpos", side})
                .at("rotated")[0];
        return std::hypot(row[0].get<double>(), row[1].get<double>());
    };
    EXPECT_NEAR(length("query"), 0.4 / 1.4, 1e-13);
    EXPECT_NEAR(length("key"), 1.4 / 0.4, 1e-12);
    expect_refusal(cli({"rotate", "--positions", "0", "--xpos", "both"}), 2, "neither query nor key");
    expect_refusal(cli({"rotate", "--positions", "0", "--xpos", "key", "--precision", "bf16"}), 2,
                   "cannot be combined");
}

}  // namespace
}  // namespace rope::test
