#include "tests/support/run_program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "core/base/atomic_file.h"
#include "tests/support/temp_folder.h"

extern char** environ;

namespace rope::test {
namespace {

// Files instead of pipes: nothing can block, however much is written.
std::string contents(const std::string& path) {
    constexpr std::size_t kMost = std::size_t{256} << 20;
    auto bytes = read_file(path, kMost);
    return bytes.ok() ? std::move(bytes).value() : std::string();
}

}  // namespace

Run run_program(const std::vector<std::string>& command, const std::string& input) {
    const TempFolder folder;
    const std::array<std::string, 3> files{folder.file("in"), folder.file("out"), folder.file("err")};
    if (!write_file(files[0], input).ok()) return {};
    std::vector<char*> arguments;
    for (const std::string& word : command)
        arguments.push_back(const_cast<char*>(word.c_str()));  // NOLINT
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, files[0].c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, files[1].c_str(), O_WRONLY | O_CREAT, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, files[2].c_str(), O_WRONLY | O_CREAT, 0600);
    pid_t child = 0;
    const int error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    Run run;
    run.status = 127;
    if (error != 0) return run;
    int state = 0;
    while (waitpid(child, &state, 0) < 0 && errno == EINTR) {
    }
    run.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
    run.output = contents(files[1]);
    run.errors = contents(files[2]);
    return run;
}

bool have_program(const std::string& name) {
    const char* path = std::getenv("PATH");
    std::istringstream folders(path ? path : "");
    for (std::string folder; std::getline(folders, folder, ':');) {
        if (access((folder + '/' + name).c_str(), X_OK) == 0) return true;
    }
    return false;
}

}  // namespace rope::test
