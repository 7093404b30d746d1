// The commands of the program, one file each, listed in commands.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace rope::cli {

// Runs the command that `arguments` (without the program's name) ask for and returns its exit status: 0 done,
// 1 the work failed, 2 the command line is wrong. Nothing when they ask for the window (no command named).
std::optional<int> run(const std::vector<std::string>& arguments);

}  // namespace rope::cli
