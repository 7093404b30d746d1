// The command line: the commands of the program, one file each, listed in commands.cpp, or the window.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "app/cli/command.h"

namespace rope::cli {

// What the arguments ask for when they name no command.
struct WindowRequest {
    std::vector<std::string> files;  // sessions, config.json, .npy, exported pictures; may not exist
    bool safe_mode = false;          // ignore all settings
    std::optional<double> ui_scale;  // finite and positive; instead of the setting
};

// Runs the command that `arguments` (without the program's name) ask for and returns its exit status: 0 done,
// 1 the work failed, 2 the command line is wrong. Or says how the window is to be opened.
std::variant<int, WindowRequest> run(const std::vector<std::string>& arguments);

std::span<const Command* const> commands();        // in the order of --help
const Command* find_command(std::string_view id);  // null when unknown

}  // namespace rope::cli
