#include "app/platform/settings.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/base/atomic_file.h"
#include "tests/support/temp_folder.h"

namespace rope {
namespace {

class SettingsTest : public testing::Test {
  protected:
    SettingsTest() {
        folders_.config = temp_.file("config");
        folders_.state = temp_.file("state");
    }
    void write(const std::string& text) {
        ASSERT_TRUE(ensure_folder(folders_.config).ok());
        ASSERT_TRUE(write_file(path(), text).ok());
    }
    std::string path() const { return folders_.config + "/settings.json"; }

    test::TempFolder temp_;
    XdgFolders folders_;
};

TEST_F(SettingsTest, TheFirstStartHasDefaultsAndNoNotice) {
    const LoadedSettings loaded = load_settings(folders_);
    EXPECT_EQ(loaded.settings, Settings{});
    EXPECT_EQ(loaded.notice, "");
    EXPECT_FALSE(std::filesystem::exists(folders_.config)) << "looking creates nothing";
}

TEST_F(SettingsTest, AreKept) {
    const Settings changed{.ui_scale = 1.5,
                           .theme = "dark",
                           .reduced_motion = true,
                           .font = "Inter",
                           .model_panel = false,
                           .inspector = false};
    ASSERT_TRUE(save_settings(folders_, {}, changed).ok());
    EXPECT_EQ(load_settings(folders_).settings, changed);
    EXPECT_EQ(load_settings(folders_).notice, "");
}

TEST_F(SettingsTest, FaultsRow63_TwoInstancesKeepWhatEachChanged) {
    ASSERT_TRUE(save_settings(folders_, {}, {.theme = "dark"}).ok());
    ASSERT_TRUE(save_settings(folders_, {}, {.ui_scale = 2}).ok())
        << "it still believes in the default theme";
    const Settings both = load_settings(folders_).settings;
    EXPECT_EQ(both.theme, "dark");
    EXPECT_EQ(both.ui_scale, 2);
}

TEST_F(SettingsTest, FaultsRow31_UnknownKeysAreKept) {
    write(R"({"theme": "light", "voice": {"loud": true}})");
    ASSERT_TRUE(save_settings(folders_, {.theme = "light"}, {.theme = "dark"}).ok());
    const auto json = nlohmann::json::parse(read_file(path(), 10000).value());
    EXPECT_EQ(json["voice"]["loud"], true);
    EXPECT_EQ(json["theme"], "dark");
}

TEST_F(SettingsTest, FaultsRow64_CorruptSettingsAreSetAside) {
    for (const std::string corrupt : {"", "{\"theme\": ", "[1, 2]", "\xff\xfe", "{\"a\": NaN}"}) {
        write(corrupt);
        const LoadedSettings loaded = load_settings(folders_);
        EXPECT_EQ(loaded.settings, Settings{});
        EXPECT_NE(loaded.notice.find(".bad"), std::string::npos) << loaded.notice;
        EXPECT_FALSE(std::filesystem::exists(path()));
        EXPECT_EQ(read_file(path() + ".bad", 10000).value(), corrupt);
        EXPECT_EQ(load_settings(folders_).notice, "") << "said once";
    }
}

TEST_F(SettingsTest, AValueThatCannotBeUsedTakesItsDefaultAndIsNamed) {
    write(R"({"theme": "mauve", "reduced_motion": true})");
    LoadedSettings loaded = load_settings(folders_);
    EXPECT_EQ(loaded.settings, (Settings{.reduced_motion = true}));
    EXPECT_NE(loaded.notice.find("theme"), std::string::npos) << loaded.notice;
    write(R"({"ui_scale": "big"})");
    EXPECT_EQ(load_settings(folders_).settings, Settings{});
    EXPECT_TRUE(std::filesystem::exists(path())) << "the file itself is whole";
}

TEST_F(SettingsTest, FaultsRow48_TheUiScaleIsClamped) {
    EXPECT_EQ(clamped_ui_scale(0.1), 0.5);
    EXPECT_EQ(clamped_ui_scale(20), 4);
    EXPECT_EQ(clamped_ui_scale(1.25), 1.25);
    EXPECT_EQ(clamped_ui_scale(-1), 0);
    EXPECT_EQ(clamped_ui_scale(std::nan("")), 0);
    write(R"({"ui_scale": 20})");
    const LoadedSettings loaded = load_settings(folders_);
    EXPECT_EQ(loaded.settings.ui_scale, 4);
    EXPECT_NE(loaded.notice, "");
}

TEST_F(SettingsTest, RecentFilesAreNewestFirstWithoutRepetition) {
    EXPECT_TRUE(recent_files(folders_).empty());
    for (const char* file : {"/a.json", "/b.json", "/dir/../a.json"}) {
        ASSERT_TRUE(add_recent_file(folders_, file).ok());
    }
    EXPECT_EQ(recent_files(folders_), (std::vector<std::string>{"/a.json", "/b.json"}));
    for (int i = 0; i < 20; ++i)
        ASSERT_TRUE(add_recent_file(folders_, "/n" + std::to_string(i)).ok());
    EXPECT_EQ(recent_files(folders_).size(), kMostRecentFiles);
    EXPECT_EQ(recent_files(folders_)[0], "/n19");
}

TEST_F(SettingsTest, FaultsRow56_RecentFilesKeepEveryByteOfAName) {
    ASSERT_TRUE(add_recent_file(folders_, "/a\xff\n😀").ok());
    EXPECT_EQ(recent_files(folders_), std::vector<std::string>{"/a\xff\n😀"});
}

TEST_F(SettingsTest, FaultsRow63_RecentFilesOfManyInstancesStayWhole) {
    std::vector<std::thread> instances;
    for (int i = 0; i < 4; ++i) {
        instances.emplace_back([&, i] {
            for (int n = 0; n < 3; ++n) {
                (void)add_recent_file(folders_, "/" + std::to_string(i) + "-" + std::to_string(n));
            }
        });
    }
    for (std::thread& instance : instances)
        instance.join();
    EXPECT_EQ(recent_files(folders_).size(), 12u) << "none was lost";
}

TEST_F(SettingsTest, WhatTheViewsShowIsKeptAndOtherThingsThanNamesAreNot) {
    Settings chosen;
    chosen.views = {"helix", "scores"};
    chosen.compare_views = {"angles"};
    ASSERT_TRUE(save_settings(folders_, Settings{}, chosen).ok());
    EXPECT_EQ(load_settings(folders_).settings, chosen);
    for (const char* bad :
         {R"({"views": "scores"})", R"({"views": ["scores", 3]})", R"({"compare_views": {}})"}) {
        write(bad);
        const LoadedSettings loaded = load_settings(folders_);
        EXPECT_EQ(loaded.settings, Settings{}) << bad;
        EXPECT_NE(loaded.notice.find("views"), std::string::npos) << bad;
    }
}

TEST(Settings, WithoutAFolderNothingIsKeptAndNothingBreaks) {
    const XdgFolders nowhere;
    EXPECT_EQ(load_settings(nowhere).settings, Settings{});
    EXPECT_TRUE(recent_files(nowhere).empty());
    EXPECT_EQ(save_settings(nowhere, {}, {.theme = "dark"}).fault().id, "no_folder");
    EXPECT_EQ(add_recent_file(nowhere, "/a").fault().id, "no_folder");
}

}  // namespace
}  // namespace rope
