#include "app/platform/signals.h"

#include <unistd.h>

#include <csignal>

#include "core/base/checked.h"

namespace rope {
namespace {

constexpr int kSignals[] = {SIGTERM, SIGINT, SIGHUP};

// A handler can reach nothing but a global; a write to a pipe is all it does.
volatile std::sig_atomic_t pipe_for_handler = -1;

extern "C" void handle(int number) {
    const auto byte = static_cast<unsigned char>(number);
    if (pipe_for_handler >= 0 && write(pipe_for_handler, &byte, 1) < 0) return;
}

}  // namespace

Signals::Signals(std::function<void()> wake) {
    int ends[2] = {-1, -1};
    require(pipe_for_handler < 0 && pipe(ends) == 0, "Signals: a second one, or no pipe");
    write_end_ = ends[1];
    watcher_ = std::thread([this, wake = std::move(wake), from = ends[0]] {
        unsigned char number = 0;
        while (read(from, &number, 1) == 1 && number != 0) {
            received_ = number;
            wake();
        }
        close(from);
    });
    pipe_for_handler = write_end_;
    for (const int number : kSignals)
        std::signal(number, handle);
}

Signals::~Signals() {
    for (const int number : kSignals)
        std::signal(number, SIG_DFL);
    pipe_for_handler = -1;
    const unsigned char end = 0;
    if (write(write_end_, &end, 1) == 1) watcher_.join();
    close(write_end_);
}

}  // namespace rope
