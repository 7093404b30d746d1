#include "app/platform/xdg.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <map>

#include "core/base/atomic_file.h"
#include "tests/support/temp_folder.h"

namespace rope {
namespace {

XdgFolders folders_of(const std::map<std::string, std::string>& variables, const std::string& user_home) {
    return xdg_folders(
        [&](const char* name) -> const char* {
            const auto found = variables.find(name);
            return found == variables.end() ? nullptr : found->second.c_str();
        },
        user_home);
}

TEST(Xdg, DefaultsLieInHome) {
    const XdgFolders folders = folders_of({{"HOME", "/home/ada"}}, "/elsewhere");
    EXPECT_EQ(folders.config, "/home/ada/.config/rope-explorer");
    EXPECT_EQ(folders.data, "/home/ada/.local/share/rope-explorer");
    EXPECT_EQ(folders.state, "/home/ada/.local/state/rope-explorer");
    EXPECT_EQ(folders.cache, "/home/ada/.cache/rope-explorer");
}

TEST(Xdg, VariablesOverrideIt) {
    const XdgFolders folders = folders_of({{"HOME", "/home/ada"}, {"XDG_STATE_HOME", "/var/ada"}}, "");
    EXPECT_EQ(folders.state, "/var/ada/rope-explorer");
    EXPECT_EQ(folders.config, "/home/ada/.config/rope-explorer");
}

TEST(Xdg, FaultsRow43_RelativeVariablesAreIgnored) {
    const XdgFolders folders =
        folders_of({{"HOME", "/home/ada"}, {"XDG_CONFIG_HOME", "here"}, {"XDG_CACHE_HOME", ""}}, "");
    EXPECT_EQ(folders.config, "/home/ada/.config/rope-explorer");
    EXPECT_EQ(folders.cache, "/home/ada/.cache/rope-explorer");
}

TEST(Xdg, FaultsRow43_WithoutHomeTheUserDatabaseIsAsked) {
    EXPECT_EQ(folders_of({}, "/home/ada").config, "/home/ada/.config/rope-explorer");
    EXPECT_EQ(folders_of({{"HOME", "relative"}}, "/home/ada").config, "/home/ada/.config/rope-explorer");
    const XdgFolders nowhere = folders_of({}, "");
    EXPECT_EQ(nowhere.config, "");
    EXPECT_EQ(nowhere.state, "");
    EXPECT_EQ(ensure_folder(nowhere.state).fault().id, "no_folder");
}

TEST(Xdg, FoldersAreMadeForThisUserOnly) {
    const test::TempFolder temp;
    const std::string folder = temp.file("a/b/c");
    ASSERT_TRUE(ensure_folder(folder).ok());
    ASSERT_TRUE(ensure_folder(folder).ok()) << "what is there is enough";
    struct stat status {};
    ASSERT_EQ(stat(folder.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0700u);
    ASSERT_TRUE(write_file(temp.file("file"), "").ok());
    EXPECT_EQ(ensure_folder(temp.file("file/below")).fault().id, "no_folder");
}

TEST(FileLock, IsHeldByOneAtATime) {
    const test::TempFolder temp;
    const std::string path = temp.file("lock");
    {
        const FileLock first(path, FileLock::Wait::no);
        EXPECT_TRUE(first.held());
        EXPECT_FALSE(FileLock(path, FileLock::Wait::no).held());
    }
    EXPECT_TRUE(FileLock(path, FileLock::Wait::yes).held());
    EXPECT_FALSE(FileLock(temp.file("none/lock"), FileLock::Wait::yes).held());
}

}  // namespace
}  // namespace rope
