// The manual page against the program: what one knows, the other says.
#include "app/cli/commands.h"
#include "core/document/parameters.h"
#include "tests/unit/cli/cli_run.h"

namespace rope::test {
namespace {

std::string manual() {
    return file_content(ROPE_SOURCE_DIR "/assets/man/rope-explorer.1");
}

// The options of a command without running it.
std::vector<std::string> option_names(const cli::Command& command) {
    cli::Options options{std::string(command.id)};
    const cli::Action action = command.declare(options);
    std::vector<std::string> names;
    for (const cli::Options::Entry& entry : options.entries()) {
        if (!entry.is_word) names.push_back(entry.names.substr(entry.names.rfind(',') + 1));
    }
    return names;
}

TEST(Manual, NamesEveryCommandAndOption) {
    const std::string page = manual();
    for (const cli::Command* command : cli::commands()) {
        EXPECT_NE(page.find(".It Cm " + std::string(command->id) + "\n"), std::string::npos) << command->id;
        for (const std::string& name : option_names(*command)) {
            ASSERT_EQ(name.rfind("--", 0), 0u) << name;
            EXPECT_NE(page.find(" -" + name.substr(2)), std::string::npos) << command->id << " " << name;
        }
    }
}

// Their words are brought up to date by scripts/update-manual, which scripts/check-all runs.
TEST(Manual, ListsEveryParameterAndNoOther) {
    std::vector<std::string> expected, listed;
    for (const Parameter& parameter : parameters())
        expected.emplace_back(parameter.spec.id);
    std::istringstream lines(manual());
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.find("parameters: begin") != std::string::npos) inside = true;
        if (line.find("parameters: end") != std::string::npos) inside = false;
        if (inside && line.rfind(".It Cm ", 0) == 0) listed.push_back(line.substr(7));
    }
    EXPECT_EQ(listed, expected) << "run scripts/update-manual";
}

TEST(Manual, HasNoFaultsThatMandocKnows) {
    if (!have_program("mandoc")) GTEST_SKIP() << "mandoc is not installed";
    const auto lint =
        run_program({"mandoc", "-T", "lint", "-W", "warning", ROPE_SOURCE_DIR "/assets/man/rope-explorer.1"});
    EXPECT_EQ(lint.status, 0) << lint.output << lint.errors;
    EXPECT_EQ(lint.output, "");
}

TEST(Help, EveryCommandExplainsItselfWithin80Columns) {
    for (const cli::Command* command : cli::commands()) {
        const auto help = cli({std::string(command->id), "--help"});
        EXPECT_NE(help.output.find("\nExample\n  rope-explorer " + std::string(command->id)),
                  std::string::npos);
        std::istringstream lines(help.output.substr(0, help.output.find("\nExample\n")));
        for (std::string line; std::getline(lines, line);) {
            const auto columns =
                std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; });
            EXPECT_LE(columns, 80) << line;
        }
    }
}

// Each example is run as it stands, in a folder of its own.
TEST(Help, EveryExampleWorks) {
    for (const cli::Command* command : cli::commands()) {
        std::istringstream lines{std::string(command->example)};
        for (std::string line; std::getline(lines, line);) {
            const TempFolder folder;
            const std::size_t name = line.find("rope-explorer");
            ASSERT_EQ(name, 2u) << line;
            const auto run = run_program({"bash", "-c", "\"$1\"" + line.substr(15), "bash", ROPE_PROGRAM},
                                         Surroundings{.folder = folder.path().string()});
            EXPECT_EQ(run.status, 0) << line << "\n" << run.errors;
            EXPECT_EQ(run.errors, "") << line;
        }
    }
}

}  // namespace
}  // namespace rope::test
