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
