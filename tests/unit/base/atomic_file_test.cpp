#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <thread>

#include "tests/support/temp_folder.h"

namespace rope {
namespace {

namespace fs = std::filesystem;

std::string content(const std::string& path) {
    return read_file(path, 1 << 24).value();
}

std::string fault_id(const Checked<Done>& written) {
    return written.ok() ? "" : written.fault().id;
}

std::size_t entries(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

// Runs `body` in a child process, so that it may lower limits and give up rights; true when it returned true.
bool holds_in_child(const std::function<bool()>& body) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(body() ? 0 : 1);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// Root may write anywhere, so the rights of an ordinary user are taken on first.
bool holds_without_root(const std::function<bool()>& body) {
    constexpr uid_t kNobody = 65534;
    return holds_in_child([&] {
        if (::geteuid() == 0 && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) return false;
        return body();
    });
}

TEST(WriteFile, WritesReplacesAndLeavesNothingElse) {
    const test::TempFolder folder;
    const std::string path = folder.file("figure.svg");
    ASSERT_TRUE(write_file(path, "one").ok());
    EXPECT_EQ(content(path), "one");
    ASSERT_TRUE(write_file(path, std::string_view("\0two\xff", 5)).ok());
    EXPECT_EQ(content(path), std::string("\0two\xff", 5));
    EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(WriteFile, KeepsTheModeOfTheFileItReplaces) {
    const test::TempFolder folder;
    const std::string path = folder.file("private.json");
    ASSERT_TRUE(write_file(path, "one").ok());
    ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
    ASSERT_TRUE(write_file(path, "two").ok());
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777u, 0600u);
}

TEST(WriteFile, FaultsRow50RefusesAMissingFolder) {
    const test::TempFolder folder;
    EXPECT_EQ(fault_id(write_file(folder.file("none/a.png"), "x")), "no_such_folder");
    ASSERT_TRUE(write_file(folder.file("file"), "x").ok());
    EXPECT_EQ(fault_id(write_file(folder.file("file/a.png"), "x")), "no_such_folder");
    EXPECT_EQ(fault_id(write_file(folder.file("none/"), "x")), "no_such_folder");
    EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(WriteFile, FaultsRow51RefusesAReadOnlyFolderAndAReadOnlyFile) {
    const test::TempFolder folder;
    const fs::path sealed = folder.path() / "sealed";
    fs::create_directory(sealed);
    ASSERT_TRUE(write_file((sealed / "old").string(), "old").ok());
    fs::permissions(folder.path(), fs::perms(0755));
    fs::permissions(sealed, fs::perms(0555));
    EXPECT_TRUE(holds_without_root(
        [&] { return fault_id(write_file((sealed / "new").string(), "x")) == "not_writable"; }));
    EXPECT_TRUE(holds_without_root(
        [&] { return fault_id(write_file((sealed / "old").string(), "x")) == "not_writable"; }));

    // A folder one may write into does not make a read-only file fair game.
    fs::permissions(sealed, fs::perms(0777));
    fs::permissions(sealed / "old", fs::perms(0444));
    EXPECT_TRUE(holds_without_root(
        [&] { return fault_id(write_file((sealed / "old").string(), "x")) == "not_writable"; }));
    EXPECT_EQ(content((sealed / "old").string()), "old");
    EXPECT_EQ(entries(sealed), 1u);
}

TEST(WriteFile, FaultsRows40And52AFullDiskIsSaidAndTheOldFileStays) {
    EXPECT_EQ(fault_id(write_file("/dev/full", "x")), "disk_full");

    const test::TempFolder folder;
    const std::string path = folder.file("a.png");
    ASSERT_TRUE(write_file(path, "old").ok());
    EXPECT_TRUE(holds_in_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit most{1000, 1000};
        if (::setrlimit(RLIMIT_FSIZE, &most) != 0) return false;
        return fault_id(write_file(path, std::string(4000, 'x'))) == "disk_full";
    }));
    EXPECT_EQ(content(path), "old");
    EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(WriteFile, FaultsRow40StandardOutputThatIsFullIsSaid) {
    EXPECT_TRUE(holds_in_child([] {
        const int full = ::open("/dev/full", O_WRONLY);
        ::dup2(full, STDOUT_FILENO);
        return fault_id(write_file("-", "x")) == "disk_full";
    }));
}

TEST(WriteFile, FaultsRow41APipeWithoutReaderIsToldApart) {
    EXPECT_TRUE(holds_in_child([] {
        std::signal(SIGPIPE, SIG_IGN);
        int ends[2];
        if (::pipe(ends) != 0) return false;
        ::close(ends[0]);
        ::dup2(ends[1], STDOUT_FILENO);
        return fault_id(write_file("-", "x")) == "reader_gone";
    }));
}

TEST(WriteFile, FaultsRow53RefusesAFolderAndWritesDirectlyToDevicesAndPipes) {
    const test::TempFolder folder;
    EXPECT_EQ(fault_id(write_file(folder.path().string(), "x")), "is_a_folder");
    EXPECT_EQ(fault_id(write_file(folder.path().string() + "/", "x")), "is_a_folder");

    ASSERT_TRUE(write_file("/dev/null", "x").ok());
    EXPECT_TRUE(fs::is_character_file("/dev/null"));

    const std::string pipe = folder.file("pipe");
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    std::string received;
    std::thread reader([&] { received = read_file(pipe, 1 << 20).value(); });
    EXPECT_TRUE(write_file(pipe, "through the pipe").ok());
    reader.join();
    EXPECT_EQ(received, "through the pipe");
    EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST(WriteFile, FaultsRow55ASymbolicLinkStaysAndItsTargetIsReplaced) {
    const test::TempFolder folder;
    fs::create_directory(folder.path() / "deep");
    const std::string target = folder.file("deep/target"), link = folder.file("link");
    ASSERT_TRUE(write_file(target, "old").ok());
    fs::create_symlink("deep/target", link);
    fs::create_symlink(link, folder.file("link2"));
    ASSERT_TRUE(write_file(folder.file("link2"), "new").ok());
    EXPECT_TRUE(fs::is_symlink(link));
    EXPECT_TRUE(fs::is_symlink(folder.file("link2")));
    EXPECT_FALSE(fs::is_symlink(target));
    EXPECT_EQ(content(target), "new");

    fs::create_symlink("deep/later", folder.file("dangling"));
    ASSERT_TRUE(write_file(folder.file("dangling"), "made").ok());
    EXPECT_TRUE(fs::is_symlink(folder.file("dangling")));
    EXPECT_EQ(content(folder.file("deep/later")), "made");

    fs::create_symlink("loop", folder.file("loop"));
    EXPECT_EQ(fault_id(write_file(folder.file("loop"), "x")), "not_writable");
}

TEST(WriteFile, FaultsRow56WritesOddNamesAndShowsThemEscaped) {
    const test::TempFolder folder;
    for (const std::string& name : {std::string("\xff.svg"), std::string("a\nb"), std::string("😀.png"),
                                    std::string("-x"), std::string(255, 'n')}) {
        ASSERT_TRUE(write_file(folder.file(name), name).ok()) << name;
        EXPECT_EQ(content(folder.file(name)), name);
    }
    const std::string said = sentence(write_file(folder.file("none/\xff\n"), "x").fault());
    EXPECT_NE(said.find("\\xff\\n"), std::string::npos) << said;
    EXPECT_EQ(fault_id(write_file(folder.file(std::string(256, 'n')), "x")), "name_too_long");
    EXPECT_EQ(fault_id(write_file(std::string("a\0b", 3), "x")), "not_writable");
    EXPECT_EQ(fault_id(write_file("", "x")), "not_writable");
}

TEST(WriteFile, FaultsRow62KilledWhileSavingLeavesOldOrNewWhole) {
    const test::TempFolder folder;
    const std::string path = folder.file("session.json");
    const std::string a(1 << 20, 'a'), b(1 << 20, 'b');
    ASSERT_TRUE(write_file(path, a).ok());
    for (int round = 0; round < 12; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            for (;;) {
                static_cast<void>(write_file(path, b).ok());
                static_cast<void>(write_file(path, a).ok());
            }
        }
        std::this_thread::sleep_for(std::chrono::microseconds(3000 + 1370 * round));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        const std::string found = content(path);
        ASSERT_TRUE(found == a || found == b) << "neither the old nor the new file, round " << round;
    }
}

// A write beyond the limit on file sizes kills at a known moment: after the first 1000 of 4000 bytes.
TEST(WriteFile, FaultsRow52KilledHalfWayNothingIsLeftBesideTheOldFile) {
    const test::TempFolder folder;
    const std::string path = folder.file("a.png");
    ASSERT_TRUE(write_file(path, "old").ok());
    const pid_t child = ::fork();
    if (child == 0) {
        const rlimit no_core{0, 0}, most{1000, 1000};
        std::signal(SIGXFSZ, SIG_DFL);
        if (::setrlimit(RLIMIT_CORE, &no_core) == 0 && ::setrlimit(RLIMIT_FSIZE, &most) == 0)
            static_cast<void>(write_file(path, std::string(4000, 'x')).ok());
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), SIGXFSZ);
    EXPECT_EQ(content(path), "old");
    EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(ReadFile, SaysWhyItCannot) {
    const test::TempFolder folder;
    EXPECT_EQ(read_file(folder.file("none"), 10).fault().id, "no_such_file");
    EXPECT_EQ(read_file(folder.path().string(), 10).fault().id, "is_a_folder");
    ASSERT_TRUE(write_file(folder.file("sealed"), "x").ok());
    fs::permissions(folder.path(), fs::perms(0755));
    fs::permissions(folder.file("sealed"), fs::perms(0));
    EXPECT_TRUE(holds_without_root(
        [&] { return read_file(folder.file("sealed"), 10).fault().id == "not_readable"; }));
}

TEST(ReadFile, FaultsRow13RefusesTooLargeFilesBeforeReadingThem) {
    const test::TempFolder folder;
    const std::string path = folder.file("two-gigabytes");
    ASSERT_TRUE(write_file(path, "x").ok());
    fs::resize_file(path, 2'000'000'000);  // sparse: takes no room
    EXPECT_EQ(read_file(path, 64 << 20).fault().id, "file_too_large");
    EXPECT_EQ(read_file("/dev/zero", 1 << 20).fault().id, "file_too_large");
    ASSERT_TRUE(write_file(path, "1234").ok());
    EXPECT_TRUE(read_file(path, 4).ok());
    EXPECT_FALSE(read_file(path, 3).ok());
}

}  // namespace
}  // namespace rope
