// From the command line to the window and back.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace rope {

struct WindowArguments {
    std::vector<std::string> files;
    bool safe_mode = false;  // ignore all settings
    std::optional<double> ui_scale;
};

// Opens the window and returns the program's exit status: 0 closed by the user; 1 no display, no OpenGL 3.3
// or no font, with a sentence on standard error; 128 + n after signal n, the state saved.
int run_window(const WindowArguments& arguments);

}  // namespace rope
