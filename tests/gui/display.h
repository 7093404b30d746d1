// A virtual display of our own, and programs running on it.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace rope {

// A running program; killed when it is still there at the end.
class Process {
  public:
    // `command[0]` is looked for in PATH; `environment` is set besides what is inherited. Standard error goes
    // to `errors_path`.
    Process(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment,
            const std::string& errors_path);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void send(int signal) const;
    // The exit status, 128 + n after signal n; −1 when it has not ended within `seconds`.
    int wait(double seconds);

  private:
    pid_t id_ = -1;
    int status_ = -1;
};

class VirtualDisplay {
  public:
    explicit VirtualDisplay(const std::string& folder);  // for its log
    const std::string& name() const { return name_; }    // for DISPLAY; empty: Xvfb could not be started

  private:
    std::string log_;
    Process server_;
    std::string name_;
};

bool wait_for_file(const std::string& path, double seconds);

}  // namespace rope
