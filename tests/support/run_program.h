// Other programs as judges: pdffonts, xmllint, rsvg-convert, the shipped program itself.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace rope::test {

struct Run {
    int status = -1;     // exit status; 128 + n after signal n; 127 when it could not be started
    std::string output;  // standard output
    std::string errors;  // standard error
};

// Where a program runs.
struct Surroundings {
    std::string input{};                               // standard input
    std::string folder{};                              // working folder; empty: this one's
    std::map<std::string, std::string> environment{};  // set besides what is inherited
    std::string output_path{};                         // standard output goes there instead of Run::output
    bool output_is_terminal = false;                   // a pseudo terminal; its lines end in \r\n
};

// `command[0]` is looked for in PATH. `input` becomes standard input. No shell is involved.
Run run_program(const std::vector<std::string>& command, const std::string& input = {});
Run run_program(const std::vector<std::string>& command, const Surroundings& surroundings);

bool have_program(const std::string& name);  // in PATH

}  // namespace rope::test
