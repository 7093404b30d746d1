// Pictures on the clipboard of X11, which GLFW does not offer: a connection of our own owns the selection and
// answers whoever pastes.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/base/checked.h"

struct xcb_connection_t;

namespace rope {

// One thing in several forms: the program that pastes takes the one it understands.
struct ClipboardForm {
    std::string type;  // MIME type, "image/png", or a text target of X11, "UTF8_STRING"
    std::string bytes;
};

class X11Clipboard {
  public:
    // `display` as in DISPLAY; empty: the variable's. Fault no_x_server.
    static Checked<std::unique_ptr<X11Clipboard>> open(const std::string& display = {});
    ~X11Clipboard();
    X11Clipboard(const X11Clipboard&) = delete;
    X11Clipboard& operator=(const X11Clipboard&) = delete;

    // From now on pasting gives `forms`, until another program copies something. Forms that do not fit into
    // one request of the server (16 MB as a rule) are refused to whoever asks.
    void offer(std::vector<ClipboardForm> forms);

  private:
    X11Clipboard() = default;
    std::uint32_t atom(const std::string& name);
    void serve();
    struct Request;
    void answer(const Request& request);
    bool put(const Request& request);  // what is asked for, as the property it is asked in

    xcb_connection_t* connection_ = nullptr;
    std::uint32_t window_ = 0;
    std::uint32_t clipboard_ = 0, targets_ = 0, timestamp_ = 0, stamp_ = 0, end_ = 0;  // atoms
    std::uint32_t owned_since_ = 0;  // the server's time; only the thread's
    std::mutex mutex_;               // of what the thread reads
    std::map<std::uint32_t, std::string> forms_;
    std::thread thread_;
};

}  // namespace rope
