// Parses the command line and starts the window or a command; nothing else.
#include <string>
#include <variant>
#include <vector>

#include "app/cli/commands.h"
#include "app/gui/run_window.h"

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const std::variant<int, rope::cli::WindowRequest> outcome = rope::cli::run(arguments);
    if (const int* status = std::get_if<int>(&outcome)) return *status;
    const auto& request = std::get<rope::cli::WindowRequest>(outcome);
    return rope::run_window({request.files, request.safe_mode, request.ui_scale});
}
