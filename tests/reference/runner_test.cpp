// The runner must not let a disagreement pass: each test breaks one thing and sees it reported.
#include "tests/reference/runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/checked.h"
#include "tests/reference/isolation.h"

namespace rope::reference {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class RunnerTest : public testing::Test {
  protected:
    RunnerTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "reference_XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~RunnerTest() override { std::filesystem::remove_all(folder_); }

    void write(const json& file, const std::string& name = "file.json") const {
        std::ofstream(folder_ / name) << file;
    }
    bool run_with(const std::string& only = "", bool allow_not_yet = false) {
        std::ostringstream out;
        const bool good =
            run({.folder = folder_.string(), .only = only, .allow_not_yet = allow_not_yet}, out);
        output_ = out.str();
        return good;
    }

    std::filesystem::path folder_;
    std::string output_;
    // A rotation by a quarter turn, right.
    json good_ = {{"group", "rotated_vectors"},
                  {"cases",
                   {{{"id", "quarter"},
                     {"input", {{"inv_freq", {1.5707963267948966}}, {"positions", {1}}, {"x", {1.0, 0.0}}}},
                     {"expected", {{"rotated", {{0.0, 1.0}}}}},
                     {"tolerance", {{"rel", 0.0}, {"abs", 1e-12}}}}}}};
};

TEST_F(RunnerTest, PassesWhatAgrees) {
    write(good_);
    EXPECT_TRUE(run_with());
    EXPECT_EQ(output_, "rotated_vectors: 1 cases, 0 failed\n");
    EXPECT_TRUE(run_with("rotated_vectors"));
}

TEST_F(RunnerTest, ReportsAWrongNumberWithItsErrorAndTolerance) {
    good_["cases"][0]["expected"]["rotated"][0][1] = 1.25;
    write(good_);
    EXPECT_FALSE(run_with());
    EXPECT_THAT(
        output_,
        HasSubstr("quarter: rotated[0][1]: expected 1.25, got 1, error 0.25, tolerance abs 1e-12 rel 0"));
    EXPECT_THAT(output_, HasSubstr("rotated_vectors: 1 cases, 1 failed\n"));
}

TEST_F(RunnerTest, ReportsFieldsItDoesNotKnow) {
    good_["cases"][0]["expected"]["rotated_twice"] = 1;
    write(good_);
    EXPECT_FALSE(run_with());
    EXPECT_THAT(output_, HasSubstr("unknown expected field"));
    good_["cases"][0]["expected"].erase("rotated_twice");
    good_["cases"][0]["input"]["mirror"] = true;
    write(good_);
    EXPECT_FALSE(run_with());
    EXPECT_THAT(output_, HasSubstr("quarter: unknown input field mirror"));
}

TEST_F(RunnerTest, ReportsAMissingInputAndAnotherShape) {
    good_["cases"][0]["expected"]["rotated"][0].push_back(0.0);
    good_["cases"].push_back(good_["cases"][0]);
    good_["cases"][1]["input"].erase("x");
    write(good_);
    EXPECT_FALSE(run_with());
    EXPECT_THAT(output_, HasSubstr("expected 3 entries, got 2 entries"));
    EXPECT_THAT(output_, HasSubstr("input x is missing"));
    EXPECT_THAT(output_, HasSubstr("2 cases, 2 failed"));
}

TEST_F(RunnerTest, ACaseThatEndsTheProgramCostsOnlyItself) {
    const std::vector<Failures> all = judge_isolated(4, [](std::size_t i) -> Failures {
        if (i == 1) require(false, "a contract that this test breaks");
        if (i == 2) _exit(3);
        return i == 0 ? Failures{"differs", "twice"} : Failures{};
    });
    EXPECT_THAT(all,
                testing::ElementsAre(testing::ElementsAre("differs", "twice"),
                                     testing::ElementsAre(HasSubstr("ended the program (signal")),
                                     testing::ElementsAre(HasSubstr("exit status 3")), testing::IsEmpty()));
    EXPECT_TRUE(judge_isolated(0, [](std::size_t) { return Failures{"never asked"}; }).empty());
}

TEST_F(RunnerTest, MalformedCasesFailBesideGoodOnes) {
    json& cases = good_["cases"];
    const json good = cases[0];
    cases.push_back(7);
    cases.push_back({{"id", 5}, {"input", 1}, {"expected", json::object()}});
    cases.push_back(good);
    cases[3]["tolerance"] = "small";
    cases.push_back(good);
    write(good_);
    EXPECT_FALSE(run_with());
    EXPECT_THAT(output_, HasSubstr("(no id): input or expected is not an object"));
    EXPECT_THAT(output_, HasSubstr("quarter: the case cannot be read"));
    EXPECT_THAT(output_, HasSubstr("rotated_vectors: 5 cases, 3 failed\n"));
}

// Each would end the program, or read past a list, where nobody asked first.
TEST_F(RunnerTest, InputsThatCannotBeComputedAreRefusedInASentence) {
    struct Bad {
        const char* group;
        json input;
        const char* said;
    };
    const json head = {1.0, 2.0, 3.0, 4.0};
    const std::vector<Bad> all{
        {"rotated_vectors", {{"x", head}, {"positions", {1e16}}}, "position 1e+16 is beyond 2^53"},
        {"rotated_vectors",
         {{"x", head}, {"positions", {1}}, {"rope_theta", 0}},
         "rope_theta = 0 is not above 0"},
        {"rotation_edge_positions",
         {{"rotary_dim", 4}, {"positions", {1}}, {"pair_indices", {2}}},
         "pair_indices holds an index that does not exist"},
        {"layout_permutation",
         {{"head_dim", 4}, {"sample_rows", {4294967296}}},
         "sample_rows holds an index"},
        {"complex_form",
         {{"W_q", {{1, 0}, {0, 1}}},
          {"W_k", {{1, 0}, {0, 1}}},
          {"x_m", {1, 2}},
          {"x_n", {1, 2}},
          {"theta", 1},
          {"positions_mn", {{1}}}},
         "positions_mn holds [m, n]"},
        {"ntk_aware", {{"rotary_dim", 3}, {"factor", 2}}, "rotary_dim = 3 is not an even number"},
        {"inv_freq_proportional", {{"head_dim", 3}}, "head_dim = 3"},
        {"position_interpolation", {{"rows_dim_base_maxh", {{4, 1, 1}}}}, "a base above 0 other than 1"},
        {"position_interpolation",
         {{"dim", 4}, {"h", "all h_j = 1 (real)"}, {"s1", 2}, {"s2", 2}, {"s", {2}}},
         "the interval from s1 to s2 is empty"},
        {"critical_dimension", {{"dim", 4}, {"train_length", 0}}, "train_length is not above 0"},
        {"learned_absolute",
         {{"x", {{1}}}, {"p_table", {{1}}}, {"w_q", {{1}}}, {"w_k", json::array()}},
         "input w_k is empty"},
        {"ggml_rope",
         {{"head_dim", 2}, {"n_dims", 2}, {"x", {1e300, 1}}, {"positions", {1}}},
         "x holds a number beyond float32"},
        {"sinusoidal", {{"d_model", 4}, {"dot_pairs", {{1}}}}, "dot_pairs holds [m, n]"},
        {"tiir", {{"alpha", 0}, {"theta", 1}, {"window", 0}, {"x", {1}}}, "window must be at least 1"},
    };
    for (const Bad& bad : all) {
        write({{"group", bad.group},
               {"cases", {{{"id", "bad"}, {"input", bad.input}, {"expected", {{"x", 1}}}}}}});
        EXPECT_FALSE(run_with());
        EXPECT_THAT(output_, HasSubstr(std::string("bad: ")));
        EXPECT_THAT(output_, HasSubstr(bad.said)) << bad.group << " " << bad.input;
    }
}

TEST_F(RunnerTest, RotatesExactlyAtTheLargestPosition) {
    // cos and sin of 2⁵³ and of −2³¹, from 100 digits.
    good_["cases"][0]["input"] = {
        {"inv_freq", {1.0}}, {"positions", {9007199254740992, -2147483648}}, {"x", {1.0, 0.0}}};
    good_["cases"][0]["expected"] = {
        {"rotated", {{-0.5285117844130887, -0.848925964814655}, {0.23781619457280337, 0.9713101757929392}}}};
    good_["cases"][0]["tolerance"] = {{"rel", 0.0}, {"abs", 2e-16}};
    write(good_);
    EXPECT_TRUE(run_with()) << output_;
}

// The distance of −1 from 2⁵³ is no double.
TEST_F(RunnerTest, ScoresAreExactWhereTheirDistanceIsNoDouble) {
    write({{"group", "relative_scores"},
           {"cases",
            {{{"id", "odd"},
              {"input",
               {{"dim", 2},
                {"frequencies", {1.0}},
                {"q", {1, 0}},
                {"k", {1, 0}},
                {"m", {9007199254740992}},
                {"n", {-1}}}},
              {"expected", {{"scores", {{0.3032006220652987}}}}},
              {"tolerance", {{"rel", 0.0}, {"abs", 5e-16}}}}}}});
    EXPECT_TRUE(run_with()) << output_;
}

// Frequencies of a Gemma 4 head, however a config.json states them: 16 of 64 pairs turn, θ_1 = 1e6^(−2/128).
TEST_F(RunnerTest, ProportionalIsReadFromEveryFormOfConfig) {
    const json inner = {{"rope_type", "proportional"}, {"partial_rotary_factor", 0.25}, {"rope_theta", 1e6}};
    json flat = inner;
    flat["head_dim"] = 128;
    json cases = json::array();
    for (const json& input :
         {flat, json{{"head_dim", 128}, {"rope_parameters", inner}},
          json{{"hidden_size", 512}, {"num_attention_heads", 4}, {"rope_parameters", inner}}})
        cases.push_back({{"id", "form"},
                         {"input", input},
                         {"expected",
                          {{"rope_angles", 16},
                           {"pairs_total", 64},
                           {"rotary_dim_if_default_type", 32},
                           {"head_dim", 128},
                           {"attention_factor", 1}}}});
    write({{"group", "inv_freq_proportional"}, {"cases", cases}});
    EXPECT_TRUE(run_with()) << output_;
}

// The first number of SplitMix64 from 2⁶⁴ − 1, whose neighbour among the doubles is 2⁶⁴.
TEST_F(RunnerTest, SeedsHaveAll64Bits) {
    write({{"group", "tiir"},
           {"cases",
            {{{"id", "seed"},
              {"input",
               {{"theta", 1},
                {"window", 2},
                {"steps", 1},
                {"seed", 18446744073709551615u},
                {"checkpoints", {0}}}},
              {"expected", {{"exact_re", {0.8939428925514221}}}}}}}});
    EXPECT_TRUE(run_with()) << output_;
}

TEST_F(RunnerTest, ToleranceByFieldWins) {
    good_["cases"][0]["expected"]["rotated"][0][1] = 1.001;
    good_["cases"][0]["tolerance_by_field"] = {{"rotated", {{"rel", 0.01}, {"abs", 0.0}}}};
    write(good_);
    EXPECT_FALSE(run_with());  // rotated[0][0] is 6e-17, not 0, and now has no absolute tolerance
    good_["cases"][0]["tolerance_by_field"]["rotated"]["abs"] = 1e-12;
    write(good_);
    EXPECT_TRUE(run_with());
}

TEST_F(RunnerTest, UnknownGroupsFailAndWaitingOnesOnlyUnlessAllowed) {
    good_["group"] = "rotated_backwards";
    write(good_);
    EXPECT_FALSE(run_with("", true));
    EXPECT_THAT(output_, HasSubstr("rotated_backwards: 1 cases, 1 failed\n"));
    if (not_yet_groups().empty()) return;
    good_["group"] = not_yet_groups().front();
    write(good_);
    EXPECT_TRUE(run_with("", true));
    EXPECT_FALSE(run_with());
}

TEST_F(RunnerTest, EmptyOrBrokenFilesAndFoldersFail) {
    EXPECT_FALSE(run_with());
    std::ofstream(folder_ / "broken.json") << "{\"group\": ";
    EXPECT_FALSE(run_with());
    EXPECT_THAT(output_, HasSubstr("broken.json: not a reference file"));
    std::filesystem::remove(folder_ / "broken.json");
    write({{"group", "rotated_vectors"}, {"cases", json::array()}});
    EXPECT_FALSE(run_with());
    EXPECT_FALSE(run_with("box_mean"));
    EXPECT_THAT(output_, HasSubstr("box_mean: no such group"));
}

TEST(RunnerRegistry, NoGroupIsBothKnownAndWaiting) {
    for (const std::string_view waiting : not_yet_groups()) {
        for (const Group& group : groups())
            EXPECT_NE(group.name, waiting);
    }
}

}  // namespace
}  // namespace rope::reference
