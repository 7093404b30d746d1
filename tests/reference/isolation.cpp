#include "tests/reference/isolation.h"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>

namespace rope::reference {
namespace {

using nlohmann::json;

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = write(file, text.data(), text.size());
        if (written <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::string read_all(int file) {
    std::string text;
    std::array<char, 65536> buffer{};
    for (ssize_t length = 0; (length = read(file, buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(length));
    return text;
}

std::string ended_by(int status) {
    return WIFSIGNALED(status) ? fmt::format("signal {}", WTERMSIG(status))
                               : fmt::format("exit status {}", WEXITSTATUS(status));
}

// A line of JSON for each case from `first` on.
[[noreturn]] void answer_in_child(int out, std::size_t first, std::size_t count,
                                  const std::function<Failures(std::size_t)>& judge) {
    for (std::size_t i = first; i < count; ++i) {
        const std::string line = json(judge(i)).dump(-1, ' ', true, json::error_handler_t::replace) + '\n';
        if (!write_all(out, line)) _exit(1);
    }
    _exit(0);  // not exit(): buffers and handlers are the parent's
}

}  // namespace

std::vector<Failures> judge_isolated(std::size_t count, const std::function<Failures(std::size_t)>& judge) {
    std::vector<Failures> all;
    while (all.size() < count) {
        std::fflush(nullptr);
        std::array<int, 2> ends{};
        const pid_t child = pipe(ends.data()) == 0 ? fork() : -1;
        if (child == 0) {
            close(ends[0]);
            answer_in_child(ends[1], all.size(), count, judge);
        }
        if (child < 0) {
            all.resize(count, {"not answered: no process could be started"});
            break;
        }
        close(ends[1]);
        std::istringstream lines(read_all(ends[0]));
        close(ends[0]);
        int status = 0;
        waitpid(child, &status, 0);
        for (std::string line; all.size() < count && std::getline(lines, line);) {
            const json failures = json::parse(line, nullptr, false);
            if (failures.is_discarded()) break;  // cut off
            all.push_back(failures.get<Failures>());
        }
        if (all.size() < count)
            all.push_back({fmt::format("ended the program ({}); what it said stands on the standard error",
                                       ended_by(status))});
    }
    return all;
}

}  // namespace rope::reference
