// The program itself on a virtual display: how it starts where it cannot, and how it ends when it is told to.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>

#include "core/base/atomic_file.h"
#include "core/document/session.h"
#include "tests/gui/display.h"
#include "tests/support/run_program.h"
#include "tests/support/temp_folder.h"

namespace rope {
namespace {

using Environment = std::map<std::string, std::string>;

class ProgramTest : public testing::Test {
  protected:
    // Folders and drivers of the test's own; no display unless one is named.
    Environment environment(const std::string& display = {}) const {
        return {{"DISPLAY", display},
                {"WAYLAND_DISPLAY", ""},
                {"LIBGL_ALWAYS_SOFTWARE", "1"},
                // The driver's own strings, which nothing points to once it is unloaded at the end. Leaks of
                // ours are found by gui_tests, whose driver stays loaded.
                {"ASAN_OPTIONS", "detect_leaks=0"},
                {"XDG_CONFIG_HOME", temp_.file("config")},
                {"XDG_STATE_HOME", temp_.file("state")}};
    }
    std::string autosave() const { return temp_.file("state") + "/rope-explorer/autosave-1.json"; }

    test::TempFolder temp_;
};

TEST_F(ProgramTest, FaultsRow58WithoutADisplayASentenceNamesTheWayWithout) {
    const test::Run run = test::run_program({ROPE_PROGRAM}, test::Surroundings{.environment = environment()});
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.output, "");
    EXPECT_EQ(run.errors,
              "rope-explorer: the window needs a display; to make pictures without one: rope-explorer plot "
              "...\n");
    EXPECT_FALSE(std::filesystem::exists(temp_.file("state"))) << "nothing is left behind";
}

TEST_F(ProgramTest, FaultsRow59OpenGlBelow33NamesTheDriver) {
    const VirtualDisplay display(temp_.path());
    ASSERT_NE(display.name(), "");
    Environment old = environment(display.name());
    old["MESA_GL_VERSION_OVERRIDE"] = "2.1";
    const test::Run run = test::run_program({ROPE_PROGRAM}, test::Surroundings{.environment = old});
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.output, "");
    EXPECT_NE(run.errors.find("must offer OpenGL 3.3"), std::string::npos) << run.errors;
    EXPECT_NE(run.errors.find("llvmpipe"), std::string::npos) << "the driver: " << run.errors;
    EXPECT_NE(run.errors.find("OpenGL 2.1"), std::string::npos) << run.errors;
    EXPECT_EQ(std::count(run.errors.begin(), run.errors.end(), '\n'), 1) << run.errors;
    EXPECT_FALSE(std::filesystem::exists(temp_.file("state")));
}

TEST_F(ProgramTest, FaultsRow61SignalsSaveTheStateAndEndWith128PlusN) {
    const VirtualDisplay display(temp_.path());
    ASSERT_NE(display.name(), "");
    const std::string config = temp_.file("config.json");
    ASSERT_TRUE(write_file(config, R"({"model_type": "llama", "head_dim": 64, "rope_theta": 424242,
        "hidden_size": 512, "num_attention_heads": 8, "max_position_embeddings": 2048})")
                    .ok());
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        std::filesystem::remove_all(temp_.file("state"));
        Process program({ROPE_PROGRAM, config}, environment(display.name()), temp_.file("errors"));
        ASSERT_TRUE(wait_for_file(autosave(), 20));
        // What was saved on the way is taken from it, so that what is found was saved at the end.
        std::filesystem::remove(autosave());
        program.send(signal);
        EXPECT_EQ(program.wait(10), 128 + signal);
        auto kept = read_session_file(autosave());
        ASSERT_TRUE(kept.ok()) << sentence(kept.fault());
        EXPECT_EQ(kept.value().models.front().base, 424242);
        EXPECT_FALSE(std::filesystem::exists(autosave() + ".running")) << "a proper end, not a crash";
    }
}

}  // namespace
}  // namespace rope
