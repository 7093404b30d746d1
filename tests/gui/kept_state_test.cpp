// Closing and reopening: the session and the settings come back; a crash offers instead of opening.
#include "app/gui/kept_state.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/atomic_file.h"
#include "tests/gui/robot.h"

namespace rope {
namespace {

XdgFolders fresh_folders(const std::string& name) {
    const std::string top = ::testing::TempDir() + "gui_kept_" + name;
    std::filesystem::remove_all(top);
    return {top + "/config", top + "/data", top + "/state", top + "/cache"};
}

TEST(KeptState, ClosingAndReopeningRestoresSessionThemeAndScale) {
    const XdgFolders folders = fresh_folders("reopen");
    Document left;
    {
        KeptState kept(folders, false);
        Robot robot(kept.options({}));
        robot.enter("Base", "123456");
        robot.click("Theme");
        robot.press(Key::plus, {.ctrl = true});
        left = robot.document();
        ASSERT_TRUE(kept.end(robot.app()).ok());
    }
    KeptState kept(folders, false);
    Robot robot(kept.options({}));
    EXPECT_EQ(robot.document(), left);
    EXPECT_EQ(robot.document().models.front().base, 123456);
    EXPECT_TRUE(robot.app().dark());
    EXPECT_GT(robot.app().ui_scale(), 1);
}

TEST(KeptState, FoldedPanelsGiveTheirRoomToTheViewsAndStayFolded) {
    const XdgFolders folders = fresh_folders("fold");
    {
        KeptState kept(folders, false);
        Robot robot(kept.options({}));
        const Rect scores = robot.rect("scores");
        robot.click("Fold Model");
        EXPECT_FALSE(robot.sees("Base"));
        EXPECT_GT(robot.rect("scores").width, scores.width + 100) << "the views share 212 pixels";
        robot.press(Key::i, {.ctrl = true});
        EXPECT_FALSE(robot.sees("|*q*|"));
        EXPECT_EQ(robot.rect("decay").width, 1280 - 2 * 28);
        ASSERT_TRUE(kept.end(robot.app()).ok());
    }
    KeptState kept(folders, false);
    Robot robot(kept.options({}));
    EXPECT_FALSE(robot.sees("Base"));
    robot.click("Unfold Inspector");
    EXPECT_TRUE(robot.sees("|*q*|"));
    robot.press(Key::b, {.ctrl = true});
    EXPECT_TRUE(robot.sees("Base"));
    EXPECT_EQ(robot.rect("decay").width, 1280 - 2 * 240);
}

std::string config_file(const XdgFolders& folders, const std::string& folder, int base) {
    EXPECT_TRUE(ensure_folder(folders.data + "/" + folder).ok());
    const std::string path = folders.data + "/" + folder + "/config.json";
    const std::string text = R"({"model_type": "llama", "head_dim": 64, "hidden_size": 512,
        "num_attention_heads": 8, "max_position_embeddings": 2048, "rope_theta": )";
    EXPECT_TRUE(write_file(path, text + std::to_string(base) + "}").ok());
    return path;
}

TEST(KeptState, FaultsRow63RecentFilesOfTwoInstancesStayWhole) {
    const XdgFolders folders = fresh_folders("recent");
    const std::string one = config_file(folders, "first", 111), two = config_file(folders, "second", 222);
    {
        KeptState kept_a(folders, false), kept_b(folders, false);
        Robot a(kept_a.options({})), b(kept_b.options({}));
        a.app().open_files({one});
        kept_a.follow(a.app());
        b.app().open_files({two});
        kept_b.follow(b.app());
        ASSERT_TRUE(kept_a.end(a.app()).ok());
        ASSERT_TRUE(kept_b.end(b.app()).ok());
    }
    EXPECT_EQ(recent_files(folders), (std::vector{two, one}));
    KeptState kept(folders, false);
    Robot robot(kept.options({}));
    robot.click("Source");
    robot.click("second/config.json");
    EXPECT_EQ(robot.document().models.front().base, 222);
    kept.follow(robot.app());

    // A file that is gone says so, and changes nothing.
    std::filesystem::remove(one);
    robot.click("Source");
    robot.click("first/config.json");
    EXPECT_NE(robot.message().find(one), std::string::npos) << robot.message();
    EXPECT_EQ(robot.app().editor().tone(), Editor::Tone::refused);
    EXPECT_EQ(robot.document().models.front().base, 222);
}

TEST(KeptState, TheThemeOfTheDesktopHoldsUntilTheUserChoosesOne) {
    const XdgFolders folders = fresh_folders("theme");
    const auto start = [](const KeptState& kept) {
        AppOptions options = kept.options({});
        options.desktop_dark = true;
        return options;
    };
    {
        KeptState kept(folders, false);
        Robot robot(start(kept));
        EXPECT_TRUE(robot.app().dark());
        robot.press(Key::comma, {.ctrl = true});
        EXPECT_EQ(robot.value("Theme"), "As the desktop");
        robot.click_at({robot.rect("Theme").right() - 20, robot.rect("Theme").y + 12});
        robot.click("Light");
        EXPECT_FALSE(robot.app().dark());
        ASSERT_TRUE(kept.end(robot.app()).ok());
    }
    KeptState kept(folders, false);
    const Robot robot(start(kept));
    EXPECT_EQ(kept.settings().theme, "light");
}

TEST(KeptState, FaultsRow60AfterACrashTheSessionIsOffered) {
    const XdgFolders folders = fresh_folders("crash");
    {
        KeptState kept(folders, false);
        Robot robot(kept.options({}));
        robot.enter("Base", "4242");
        kept.follow(robot.app());  // and no end()
    }
    {
        KeptState kept(folders, false);
        Robot robot(kept.options({}));
        EXPECT_EQ(robot.document().models.front().base, 10000);
        ASSERT_TRUE(robot.app().offers_session());
        kept.follow(robot.app());
        robot.click("Open it again");
        EXPECT_EQ(robot.document().models.front().base, 4242);
        EXPECT_FALSE(robot.app().offers_session());
    }
}

TEST(KeptState, FaultsRow49ABadFontSettingFallsBackAndSaysSo) {
    for (const char* setting : {R"({"font": "No Such Family"})", R"({"font": 7})"}) {
        const XdgFolders folders = fresh_folders("font");
        ASSERT_TRUE(ensure_folder(folders.config).ok());
        ASSERT_TRUE(write_file(folders.config + "/settings.json", setting).ok());
        KeptState kept(folders, false);
        Robot robot(kept.options({}), {1280, 720}, 1, kept.settings().font);
        EXPECT_NE(robot.value("status").find("ont"), std::string::npos) << robot.value("status");
        const FontChoice& used = robot.app().ui().fonts().choice();
        EXPECT_EQ(used.file, find_font().value().file);
        if (kept.settings().font.empty()) continue;
        EXPECT_NE(robot.value("status").find("No Such Family"), std::string::npos);
        EXPECT_NE(robot.value("status").find(used.family + " is used instead"), std::string::npos);
    }
}

TEST(KeptState, FaultsRow48SafeModeReadsAndWritesNothing) {
    const XdgFolders folders = fresh_folders("safe");
    {
        KeptState kept(folders, false);
        Robot robot(kept.options({}));
        robot.enter("Base", "999");
        ASSERT_TRUE(kept.end(robot.app()).ok());
    }
    {
        KeptState safe(folders, true);
        Robot robot(safe.options({}));
        EXPECT_EQ(robot.document(), Document());
        robot.enter("Base", "5");
        safe.follow(robot.app());
        ASSERT_TRUE(safe.end(robot.app()).ok());
    }
    const KeptState again(folders, false);
    EXPECT_EQ(again.options({}).document.models.front().base, 999);
}

}  // namespace
}  // namespace rope
