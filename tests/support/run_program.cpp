#include "tests/support/run_program.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
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

std::vector<std::string> environment_with(const std::map<std::string, std::string>& more) {
    std::vector<std::string> variables;
    for (char** inherited = environ; *inherited != nullptr; ++inherited) {
        const std::string variable = *inherited;
        if (!more.contains(variable.substr(0, variable.find('=')))) variables.push_back(variable);
    }
    for (const auto& [name, value] : more)
        variables.push_back(name + "=" + value);
    return variables;
}

// A pseudo terminal for standard output; what is written is read at once, so that its buffer never fills.
struct Terminal {
    explicit Terminal(bool wanted) {
        if (wanted && openpty(&our_side, &program_side, nullptr, nullptr, nullptr) != 0) std::abort();
        if (wanted) fcntl(our_side, F_SETFL, O_NONBLOCK);
    }
    ~Terminal() {
        if (our_side >= 0) close(our_side);
        if (program_side >= 0) close(program_side);
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    // True when the child has ended.
    bool wait(pid_t child, int& state) {
        if (our_side < 0) return waitpid(child, &state, 0) == child;
        pollfd ready{our_side, POLLIN, 0};
        poll(&ready, 1, 10);
        const bool ended = waitpid(child, &state, WNOHANG) == child;
        std::array<char, 4096> part{};
        for (ssize_t count = 0; (count = read(our_side, part.data(), part.size())) > 0;)
            words.append(part.data(), static_cast<std::size_t>(count));
        return ended;
    }

    int our_side = -1, program_side = -1;
    std::string words;
};

}  // namespace

Run run_program(const std::vector<std::string>& command, const std::string& input) {
    return run_program(command, Surroundings{.input = input});
}

Run run_program(const std::vector<std::string>& command, const Surroundings& surroundings) {
    const TempFolder folder;
    const std::array<std::string, 3> files{folder.file("in"), folder.file("out"), folder.file("err")};
    if (!write_file(files[0], surroundings.input).ok()) return {};
    std::vector<char*> arguments;
    for (const std::string& word : command)
        arguments.push_back(const_cast<char*>(word.c_str()));  // NOLINT
    arguments.push_back(nullptr);
    std::vector<std::string> variables = environment_with(surroundings.environment);
    std::vector<char*> environment;
    for (std::string& variable : variables)
        environment.push_back(variable.data());
    environment.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const std::string output = surroundings.output_path.empty() ? files[1] : surroundings.output_path;
    Terminal terminal(surroundings.output_is_terminal);
    posix_spawn_file_actions_addopen(&actions, 0, files[0].c_str(), O_RDONLY, 0);
    if (surroundings.output_is_terminal) {
        posix_spawn_file_actions_adddup2(&actions, terminal.program_side, 1);
    } else {
        posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT, 0600);
    }
    posix_spawn_file_actions_addopen(&actions, 2, files[2].c_str(), O_WRONLY | O_CREAT, 0600);
    if (!surroundings.folder.empty()) {
        posix_spawn_file_actions_addchdir_np(&actions, surroundings.folder.c_str());
    }
    pid_t child = 0;
    const int error =
        posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    Run run;
    run.status = 127;
    if (error != 0) return run;
    int state = 0;
    while (!terminal.wait(child, state)) {
    }
    run.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
    if (surroundings.output_path.empty())
        run.output = surroundings.output_is_terminal ? terminal.words : contents(files[1]);
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
