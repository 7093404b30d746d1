// Other programs as judges: pdffonts, xmllint, rsvg-convert, the shipped program itself.
#pragma once

#include <string>
#include <vector>

namespace rope::test {

struct Run {
    int status = -1;     // exit status; 128 + n after signal n; 127 when it could not be started
    std::string output;  // standard output
    std::string errors;  // standard error
};

// `command[0]` is looked for in PATH. `input` becomes standard input. No shell is involved.
Run run_program(const std::vector<std::string>& command, const std::string& input = {});

bool have_program(const std::string& name);  // in PATH

}  // namespace rope::test
