#include "tests/gui/display.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

extern char** environ;

namespace rope {
namespace {

template <class Done>
bool poll_until(Done&& done, double seconds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (!done()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

}  // namespace

Process::Process(const std::vector<std::string>& command,
                 const std::map<std::string, std::string>& environment, const std::string& errors_path) {
    std::vector<char*> words, variables;
    for (const std::string& word : command)
        words.push_back(const_cast<char*>(word.c_str()));  // NOLINT
    words.push_back(nullptr);
    std::vector<std::string> all;
    for (char** inherited = environ; *inherited != nullptr; ++inherited) {
        const std::string variable = *inherited;
        if (!environment.contains(variable.substr(0, variable.find('=')))) all.push_back(variable);
    }
    for (const auto& [name, value] : environment)
        all.push_back(name + "=" + value);
    for (std::string& one : all)
        variables.push_back(one.data());
    variables.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, (errors_path + ".out").c_str(), O_WRONLY | O_CREAT, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, errors_path.c_str(), O_WRONLY | O_CREAT, 0600);
    if (posix_spawnp(&id_, words[0], &actions, nullptr, words.data(), variables.data()) != 0) id_ = -1;
    posix_spawn_file_actions_destroy(&actions);
}

Process::~Process() {
    if (wait(0) >= 0 || id_ < 0) return;
    send(SIGTERM);
    if (wait(2) < 0) send(SIGKILL);
    wait(2);
}

void Process::send(int signal) const {
    if (id_ > 0) kill(id_, signal);
}

int Process::wait(double seconds) {
    if (id_ < 0) return status_;
    poll_until(
        [this] {
            int state = 0;
            if (waitpid(id_, &state, WNOHANG) != id_) return false;
            status_ = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
            id_ = -1;
            return true;
        },
        seconds);
    return status_;
}

// The server chooses a free number and writes it to its standard output.
VirtualDisplay::VirtualDisplay(const std::string& folder)
    : log_(folder + "/xvfb.log"),
      server_({"Xvfb", "-displayfd", "1", "-screen", "0", "1280x720x24", "-nolisten", "tcp"}, {}, log_) {
    const auto ready = [this] {
        std::ifstream out(log_ + ".out");
        std::string number;
        // The number is whole once its line has ended.
        if (!std::getline(out, number) || number.empty() || out.eof()) return false;
        name_ = ":" + number;
        return true;
    };
    poll_until(ready, 20);
}

bool wait_for_file(const std::string& path, double seconds) {
    return poll_until([&] { return std::filesystem::exists(path); }, seconds);
}

}  // namespace rope
