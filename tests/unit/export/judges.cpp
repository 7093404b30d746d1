#include "tests/unit/export/judges.h"

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "tests/support/run_program.h"
#include "tests/support/temp_folder.h"

namespace rope::test {

std::string judged(std::vector<std::string> command, const std::string& bytes) {
    if (!have_program(command.front())) return {};
    const TempFolder folder;
    const std::string file = folder.file("file");
    EXPECT_TRUE(write_file(file, bytes).ok());
    for (std::string& word : command) {
        if (word == "FILE") word = file;
    }
    const auto run = run_program(command);
    EXPECT_EQ(run.status, 0) << command.front() << ": " << run.output << run.errors;
    return run.output;
}

Picture rendered(const std::string& file_name, const std::string& bytes) {
    const TempFolder folder;
    const std::string in = folder.file(file_name), out = folder.file("out");
    EXPECT_TRUE(write_file(in, bytes).ok());
    const auto run = file_name.ends_with("svg")
                         ? run_program({"rsvg-convert", "-d", "144", "-p", "144", in, "-o", out + ".png"})
                         : run_program({"pdftoppm", "-r", "144", "-png", "-singlefile", in, out});
    EXPECT_EQ(run.status, 0) << run.errors;
    const auto png = read_file(out + ".png", std::size_t{64} << 20);
    const auto picture = read_png(png.ok() ? png.value() : "");
    return picture ? *picture : Picture{};
}

}  // namespace rope::test
