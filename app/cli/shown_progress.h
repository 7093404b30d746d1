// A Progress that people at a terminal can watch.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "app/cli/console.h"
#include "core/job/progress.h"

namespace rope::cli {

// Writes "12% of the distances" on one line of standard error while the work goes on, where that is a
// terminal and the work takes longer than half a second; the line is cleared at the end.
class ShownProgress {
  public:
    ShownProgress(Console& console, std::string of_what);
    ~ShownProgress();
    ShownProgress(const ShownProgress&) = delete;
    ShownProgress& operator=(const ShownProgress&) = delete;

    Progress& progress() { return progress_; }

  private:
    void watch();

    Console& console_;
    std::string of_what_;
    Progress progress_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool done_ = false;
    std::thread watcher_;  // none where nobody watches
};

}  // namespace rope::cli
