// SIGTERM, SIGINT and SIGHUP as a flag that the frame loop reads, so that the state is saved before the end.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace rope {

// At most one lives at a time.
class Signals {
  public:
    explicit Signals(std::function<void()> wake);  // called from a thread of its own after a signal
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    int received() const { return received_.load(); }  // the signal's number; 0: none yet

  private:
    std::atomic<int> received_{0};
    int write_end_ = -1;
    std::thread watcher_;
};

}  // namespace rope
