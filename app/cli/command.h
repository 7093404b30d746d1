// What a command is: one file each, listed in commands.cpp.
#pragma once

#include <functional>
#include <string_view>

#include "app/cli/console.h"
#include "app/cli/options.h"

namespace rope::cli {

using Action = std::function<Checked<Done>(Console&)>;

struct Command {
    std::string_view id;       // "decay"
    std::string_view usage;    // after the id: "[MODEL] --positions~P"; ~ is a blank at which no line breaks
    std::string_view summary;  // one sentence for the list of commands
    std::string_view details;  // what it computes, units and defaults; paragraphs divided by blank lines
    std::string_view example;  // command lines, one a line
    // Adds the command's options; the action runs after they are parsed and may keep references into state
    // that it owns.
    Action (*declare)(Options&);
};

}  // namespace rope::cli
