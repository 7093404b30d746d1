// Parses the command line and starts the window or a command; nothing else.
#include <string>
#include <vector>

#include "app/cli/commands.h"

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    return rope::cli::run(arguments).value_or(0);
}
