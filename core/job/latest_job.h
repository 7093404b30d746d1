// Background work of which only the newest request matters: a newer one cancels an older one.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "core/job/progress.h"

namespace rope {

// One worker thread. `Answer` values arrive by polling, so that the frame's thread decides when to take them.
class LatestJob {
  public:
    using Work = std::function<std::shared_ptr<const void>(Progress&)>;

    // `wake` is called from the worker after an answer is ready (it may be empty).
    explicit LatestJob(std::function<void()> wake);
    ~LatestJob();  // cancels and joins: under 100 ms when work asks Progress often enough
    LatestJob(const LatestJob&) = delete;
    LatestJob& operator=(const LatestJob&) = delete;

    // Replaces whatever is waiting and cancels whatever runs.
    void request(std::string key, Work work);

    // Waits at most `limit` for the newest request; true when it is done.
    bool wait_for(std::chrono::microseconds limit);

    struct Answer {
        std::string key;
        std::shared_ptr<const void> result;
    };
    // The newest finished answer not yet taken; result is null when there is none. A cancelled request never
    // answers.
    Answer take();

    bool busy() const;        // a request waits or runs
    double fraction() const;  // of the running one, 0 … 1

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rope
