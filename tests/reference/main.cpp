// reference_tests [--cases DIR] [--only GROUP] [--allow-not-yet]
#include <iostream>
#include <string_view>

#include "tests/reference/runner.h"

int main(int argc, char** argv) {
    rope::reference::RunOptions options{.folder = ROPE_REFERENCE_CASES, .only = "", .allow_not_yet = false};
    for (int i = 1; i < argc; ++i) {
        const std::string_view flag = argv[i];
        if (flag == "--cases" && i + 1 < argc) {
            options.folder = argv[++i];
        } else if (flag == "--only" && i + 1 < argc) {
            options.only = argv[++i];
        } else if (flag == "--allow-not-yet") {
            options.allow_not_yet = true;
        } else {
            std::cerr << "usage: reference_tests [--cases DIR] [--only GROUP] [--allow-not-yet]\n";
            return 2;
        }
    }
    return rope::reference::run(options, std::cout) ? 0 : 1;
}
