#include "app/platform/autosave.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "core/base/atomic_file.h"
#include "core/document/session.h"
#include "tests/support/temp_folder.h"

namespace rope {
namespace {

Document at(double position) {
    Document document;
    document.selection.query_position = position;
    return document;
}

class AutosaveTest : public testing::Test {
  protected:
    AutosaveTest() { folders_.state = temp_.file("state/rope-explorer"); }

    std::string slot(int number) const {
        return folders_.state + "/autosave-" + std::to_string(number) + ".json";
    }
    void put(int number, const std::string& text) {
        ASSERT_TRUE(ensure_folder(folders_.state).ok());
        ASSERT_TRUE(write_file(slot(number), text).ok());
    }

    test::TempFolder temp_;
    XdgFolders folders_;
};

TEST_F(AutosaveTest, TheFirstStartFindsNothingAndSaysNothing) {
    const Autosave autosave(folders_);
    EXPECT_FALSE(autosave.found().document);
    EXPECT_FALSE(autosave.found().after_crash);
    EXPECT_EQ(autosave.found().notice, "");
}

TEST_F(AutosaveTest, WhatWasSavedIsThereAtTheNextStart) {
    {
        Autosave autosave(folders_);
        autosave.save_soon(at(5));
        ASSERT_TRUE(autosave.save(at(7)).ok());
    }
    const Autosave next(folders_);
    ASSERT_TRUE(next.found().document);
    EXPECT_EQ(*next.found().document, at(7));
    EXPECT_FALSE(next.found().after_crash);
}

TEST_F(AutosaveTest, FaultsRows60And62_AfterAKillTheNewestWholeSessionIsOffered) {
    const pid_t child = fork();
    if (child == 0) {
        Autosave autosave(folders_);
        (void)autosave.save(at(1));
        for (int i = 2; i < 200; ++i)
            autosave.save_soon(at(i));
        while (!read_session_file(slot(1)).ok() || read_session_file(slot(1)).value() == at(1))
            usleep(1000);
        autosave.save_soon(at(1000));
        kill(getpid(), SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    const Autosave next(folders_);
    ASSERT_TRUE(next.found().document) << next.found().notice;
    EXPECT_GT(next.found().document->selection.query_position, 1);
    EXPECT_TRUE(next.found().after_crash) << "offered, not opened: it may be what ended the program";
}

TEST_F(AutosaveTest, FaultsRow63_TwoInstancesDoNotOverwriteEachOther) {
    {
        Autosave first(folders_);
        Autosave second(folders_);
        ASSERT_TRUE(first.save(at(1)).ok());
        ASSERT_TRUE(second.save(at(2)).ok());
    }
    const Autosave first(folders_);
    const Autosave second(folders_);
    EXPECT_EQ(first.found().document, at(1));
    EXPECT_EQ(second.found().document, at(2));
    EXPECT_FALSE(second.found().after_crash);
}

TEST_F(AutosaveTest, FaultsRow30_ASessionOfANewerVersionIsNeverOverwritten) {
    const std::string newer = R"({"format": "rope-explorer session", "version": 7, "holograms": []})";
    put(1, newer);
    {
        Autosave autosave(folders_);
        EXPECT_FALSE(autosave.found().document);
        EXPECT_NE(autosave.found().notice.find("version 7"), std::string::npos) << autosave.found().notice;
        ASSERT_TRUE(autosave.save(at(3)).ok());
    }
    EXPECT_EQ(read_file(slot(1), 10000).value(), newer);
    EXPECT_EQ(Autosave(folders_).found().document, at(3));
}

TEST_F(AutosaveTest, ABrokenSessionIsSetAsideAndSaid) {
    put(1, "{\"format\": \"rope-ex");
    Autosave autosave(folders_);
    EXPECT_FALSE(autosave.found().document);
    EXPECT_NE(autosave.found().notice.find(".bad"), std::string::npos) << autosave.found().notice;
    EXPECT_TRUE(std::filesystem::exists(slot(1) + ".bad"));
    EXPECT_TRUE(autosave.save(at(3)).ok());
}

TEST_F(AutosaveTest, FaultsOfBackgroundWritingAreToldOnce) {
    Autosave autosave(folders_);
    std::filesystem::remove_all(folders_.state);
    autosave.save_soon(at(3));
    EXPECT_FALSE(autosave.save(at(3)).ok()) << "the folder is gone";
    EXPECT_TRUE(autosave.take_fault());
    EXPECT_FALSE(autosave.take_fault());
}

TEST(Autosave, FaultsRow43_WithoutAFolderNothingIsKeptAndItIsSaid) {
    Autosave autosave(XdgFolders{});
    EXPECT_NE(autosave.found().notice, "");
    autosave.save_soon({});
    EXPECT_TRUE(autosave.save({}).ok());
}

}  // namespace
}  // namespace rope
