#include "app/cli/shown_progress.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace rope::cli {

ShownProgress::ShownProgress(Console& console, std::string of_what)
    : console_(console), of_what_(std::move(of_what)) {
    if (Console::errors_are_terminal()) watcher_ = std::thread([this] { watch(); });
}

ShownProgress::~ShownProgress() {
    if (!watcher_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        done_ = true;
    }
    ended_.notify_one();
    watcher_.join();
    console_.progress("");
}

void ShownProgress::watch() {
    constexpr std::chrono::milliseconds kBetween{500};
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, kBetween, [this] { return done_; }))
        console_.progress(fmt::format("{:.0f}% of {}", 100 * progress_.fraction(), of_what_));
}

}  // namespace rope::cli
