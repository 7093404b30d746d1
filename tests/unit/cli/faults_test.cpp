// Faults of the command line, by their rows in the list of faults the program must survive.
#include <sys/stat.h>

#include <array>

#include "tests/unit/cli/cli_run.h"

namespace rope::test {
namespace {

const std::vector<std::string> kRotate{"rotate", "--head-dim", "2", "--vector", "1,0", "--positions"};

Run rotate_to(const std::string& positions) {
    std::vector<std::string> arguments = kRotate;
    arguments.push_back(positions);
    return cli(arguments);
}

// A pipe into a reader that leaves early; the status is the program's own.
Run shell(const std::string& script, const Surroundings& surroundings = {}) {
    return run_program({"bash", "-c", script, "bash", ROPE_PROGRAM}, surroundings);
}

TEST(Dispatch, AMistypedCommandIsNamedWithItsNearest) {
    expect_refusal(cli({"plott"}), 2, "did you mean plot?");
    expect_refusal(cli({"plott", "decay", "-o", "x.png"}), 2, "did you mean plot?");
    expect_refusal(cli({"freqencies", "--help"}), 2, "did you mean frequencies?");
    expect_refusal(cli({"--safe-mode", "galery"}), 2, "did you mean gallery?");
    expect_refusal(cli({"xyzzy"}), 2, "is neither a command nor a file");
    expect_refusal(cli({"help", "plott"}), 2, "did you mean plot?");
    expect_refusal(cli({"plo\n\xfft"}), 2, "plo\\n\\xfft");
}

TEST(Dispatch, HelpAndVersionComeOnStandardOutput) {
    for (const std::vector<std::string>& arguments :
         std::vector<std::vector<std::string>>{{"--help"},
                                               {"-h"},
                                               {"help"},
                                               {"--safe-mode", "--help"},
                                               {"plot", "--help"},
                                               {"plot", "-h"},
                                               {"help", "plot"},
                                               {"--help", "plot"},
                                               {"plot", "--no-such-flag", "--help"}}) {
        const auto result = cli(arguments);
        EXPECT_EQ(result.status, 0) << arguments.back();
        EXPECT_NE(result.output.find("usage: rope-explorer"), std::string::npos) << arguments.back();
        EXPECT_EQ(result.errors, "");
    }
    EXPECT_EQ(cli({"--version"}).output, std::string("rope-explorer ") + ROPE_VERSION + "\n");
}

TEST(Dispatch, SafeModeIsAcceptedByEveryCommand) {
    EXPECT_EQ(cli({"--safe-mode", "list", "figures"}).status, 0);
    EXPECT_EQ(cli({"list", "figures", "--safe-mode"}).status, 0);
    EXPECT_EQ(cli({"--ui-scale", "2", "list", "figures"}).status, 0);
    expect_refusal(cli({"--ui-scale", "0", "list", "figures"}), 2, "must be above 0");
}

TEST(Faults, Row36UnknownFlagsAndMissingValuesNameTheNearest) {
    expect_refusal(cli({"plot", "decay", "-o", "x.png", "--theem", "dark"}), 2, "did you mean --theme?");
    expect_refusal(cli({"frequencies", "--hed-dim=4"}), 2, "did you mean --head-dim?");
    expect_refusal(cli({"--safe-mod"}), 2, "did you mean --safe-mode?");
    expect_refusal(cli({"frequencies", "--head-dim"}), 2, "--head-dim needs a value");
    expect_refusal(cli({"frequencies", "--head-dim="}), 2, "--head-dim needs a value");
    expect_refusal(cli({"frequencies", "--head-dim", "--base", "5"}), 2, "--head-dim needs a value");
    expect_refusal(cli({"plot", "decay", "-o", "--transparent"}), 2, "-o needs a value");
    expect_refusal(cli({"plot", "decay", "--transparent=3", "-o", "x.png"}), 2, "transparent");
    expect_refusal(cli({"list", "figures", "extra"}), 2, "'extra' is one word too many");
    expect_refusal(cli({"plot", "decay", "llama-3.1-8b"}), 2, "write --preset llama-3.1-8b for the model");
    expect_refusal(cli({"frequencies", "my/config.json"}), 2, "write --config my/config.json");
    expect_refusal(cli({"list"}), 2, "needs a name");
    expect_refusal(cli({"list", "figure"}), 2, "did you mean figures?");
    expect_refusal(cli({"frequencies", "--set", "=5"}), 2, "ID=VALUE");
    expect_refusal(cli({"frequencies", "--", "--head-dim"}), 2, "'--head-dim' is one word too many");
    expect_refusal(cli({"rotate"}), 2, "--positions is needed");
    expect_refusal(cli({"decay"}), 2, "--distances is needed");
    expect_refusal(cli({"decay", "--measure", "cosine", "--distances", "1"}), 2, "list measures");
    expect_refusal(cli({"frequencies", "--format", "xml"}), 2, "use text, csv or json");
}

TEST(Faults, Row37WhatIsNoNumberIsRefusedByFlag) {
    for (const std::string bad : {"1,5", "abc", "nan", "inf", "1e999", "0x10", "1_000", ""}) {
        const auto result = cli({"frequencies", "--base=" + bad});
        EXPECT_EQ(result.status, 2) << bad;
        EXPECT_NE(result.errors.find("--base"), std::string::npos) << result.errors;
        EXPECT_EQ(result.output, "");
    }
    expect_refusal(rotate_to("1,abc"), 2, "--positions: 'abc' is not a number");
    expect_refusal(rotate_to("nan"), 2, "--positions");
    expect_refusal(cli({"frequencies", "--seq-len", "1.5"}), 2, "--seq-len");
    expect_refusal(cli({"frequencies", "--seq-len", "-1"}), 2, "--seq-len");
}

TEST(Faults, ARefusedValueNamesTheFlagItCameFrom) {
    expect_refusal(cli({"frequencies", "--head-dim", "63"}), 2, "--head-dim");
    expect_refusal(cli({"frequencies", "--base", "-5"}), 2, "--base");
    expect_refusal(cli({"frequencies", "--rotary-dim", "256"}), 2, "--rotary-dim");
    expect_refusal(cli({"frequencies", "--head-dim", "64", "--rotary-dim", "96"}), 2, "--rotary-dim");
    expect_refusal(cli({"frequencies", "--scaling", "yarrn"}), 2, "did you mean yarn?");
    expect_refusal(cli({"frequencies", "--set", "model.bse=5"}), 2, "did you mean model.base?");
    expect_refusal(cli({"frequencies", "--set", "model.base"}), 2, "ID=VALUE");
    expect_refusal(cli({"frequencies", "--preset", "llama-3.1-8"}), 2, "did you mean llama-3.1-8b?");
    expect_refusal(cli({"frequencies", "--preset", "llama-3.1-8b", "--preset", "llama-3.1-8b"}), 2,
                   "2 models were given");
    expect_refusal(cli({"frequencies", "--layer-type", "sliding"}), 2, "--layer-type");
    expect_refusal(cli({"rotate", "--head-dim", "4", "--vector", "1,2", "--positions", "0"}), 2, "--vector");
}

TEST(Faults, AFlagWithoutEffectIsSaid) {
    const auto ignored = cli({"frequencies", "--factor", "8"});
    EXPECT_EQ(ignored.status, 0);
    EXPECT_NE(ignored.errors.find("--factor has no effect"), std::string::npos) << ignored.errors;
    EXPECT_EQ(cli({"frequencies", "--factor", "8", "--scaling", "linear"}).errors, "");
}

TEST(Faults, AMissingConfigIsAFailureAndNotAWrongCommandLine) {
    expect_refusal(cli({"frequencies", "--config", "no/such/config.json"}), 1, "no/such/config.json");
    expect_refusal(cli({"frequencies", "--config", "/"}), 1, "'/config.json' does not exist");
}

TEST(Faults, Row38ResolutionAndSizeHaveLimits) {
    const auto plot = [](std::vector<std::string> more) {
        more.insert(more.begin(), {"plot", "decay", "-o", "/dev/null", "--as", "png"});
        return cli(more);
    };
    expect_refusal(plot({"--dpi", "0"}), 2, "1 to 2400");
    expect_refusal(plot({"--dpi", "nan"}), 2, "--dpi");
    expect_refusal(plot({"--size", "40000x40000px"}), 2, "--size");
    expect_refusal(plot({"--size", "0x4in"}), 2, "--size");
    expect_refusal(plot({"--size", "big"}), 2, "--size");
    expect_refusal(plot({"--size", "150x150in", "--dpi", "600"}), 2, "pixels");
    expect_refusal(plot({"--size", "1e6x4in"}), 2, "from 0.1 to 200");
    expect_refusal(plot({"--size", "-3x4in"}), 2, "from 0.1 to 200");
}

TEST(Faults, Row39BinaryFormatsAreNotWrittenToATerminal) {
    const Surroundings terminal{.output_is_terminal = true};
    for (const std::string format : {"png", "pdf", "npy"}) {
        expect_refusal(cli({"plot", "decay", "-o", "-", "--as", format}, terminal), 2, "terminal");
    }
    EXPECT_EQ(cli({"plot", "decay", "-o", "-", "--as", "csv"}, terminal).status, 0);
    expect_refusal(cli({"plot", "decay", "-o", "-"}), 2, "--as");
}

TEST(Faults, Row40AFullDeviceIsAFailure) {
    const Surroundings full{.output_path = "/dev/full"};
    const std::vector<std::vector<std::string>> commands{{"--help"},
                                                         {"--version"},
                                                         {"list", "parameters"},
                                                         {"frequencies"},
                                                         {"frequencies", "--format", "json"},
                                                         {"plot", "decay", "-o", "-", "--as", "svg"}};
    for (const std::vector<std::string>& arguments : commands) {
        expect_refusal(cli(arguments, full), 1, "No space left on device");
    }
    expect_refusal(cli({"plot", "decay", "-o", "/dev/full", "--as", "pdf"}), 1, "No space left on device");
}

TEST(Faults, Row41AReaderThatLeavesEndsTheProgramQuietly) {
    EXPECT_EQ(shell("\"$1\" --help | true").errors, "");
    const std::string many = "\"$1\" decay --distances 0:200000 --measure cosine-sum";
    for (const std::string trap : {"", "trap '' PIPE; "}) {
        const auto result = shell(trap + many + " | head -n 1; echo ${PIPESTATUS[0]}");
        EXPECT_EQ(result.errors, "");
        EXPECT_NE(result.output.find("\n0\n"), std::string::npos) << result.output;
    }
}

TEST(Faults, Row42FilesCalledLikeFlagsWork) {
    const TempFolder folder;
    const Surroundings here{.folder = folder.path().string()};
    std::ofstream(folder.file("-x.json")) << R"({"head_dim": 4, "rope_theta": 100.0})";
    EXPECT_EQ(cli({"frequencies", "--config", "-x.json"}, here).status, 0);
    EXPECT_EQ(cli({"frequencies", "--config=-x.json"}, here).status, 0);
    EXPECT_EQ(cli({"plot", "decay", "-o", "-y.svg"}, here).status, 0);
    EXPECT_EQ(cli({"plot", "-o", "--z.svg", "--", "decay"}, here).status, 2);  // looks like a forgotten value
    EXPECT_EQ(cli({"plot", "--output=--z.svg", "--", "decay"}, here).status, 0);
    EXPECT_TRUE(std::filesystem::exists(folder.file("-y.svg")));
    EXPECT_TRUE(std::filesystem::exists(folder.file("--z.svg")));
    expect_refusal(cli({"plot", "-o", "y.svg", "--", "-decay"}, here), 2, "'-decay' is not a figure");
}

TEST(Faults, Row43NoHomeAndRelativeFolderVariables) {
    const std::string without_home = "env -i \"$1\" plot decay -o - --as svg";
    EXPECT_EQ(shell(without_home).status, 0);
    const std::string relative =
        "env -i HOME=nowhere XDG_CONFIG_HOME=a XDG_STATE_HOME=b XDG_CACHE_HOME=c "
        "\"$1\" list figures";
    EXPECT_EQ(shell(relative).status, 0);
}

TEST(Faults, Rows50To53WritingIntoWhatCannotBeWritten) {
    const TempFolder folder;
    expect_refusal(cli({"plot", "decay", "-o", folder.file("none/x.svg")}), 1, "folder does not exist");
    expect_refusal(cli({"plot", "decay", "-o", folder.path().string(), "--as", "svg"}), 1, "is a folder");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    // A pipe is written directly and stays a pipe.
    ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
    const auto piped =
        shell("cat < pipe & \"$1\" plot decay -o pipe --as csv; wait", {.folder = folder.path().string()});
    EXPECT_EQ(piped.status, 0) << piped.errors;
    EXPECT_NE(piped.output.find("tokens"), std::string::npos);
    EXPECT_TRUE(std::filesystem::is_fifo(folder.file("pipe")));
}

// A limit on the size of files stops a write as a full disk does.
TEST(Faults, Row52AFullDiskLeavesTheOldFileAndNothingElse) {
    const TempFolder folder;
    const std::string old(3000, 'x');
    std::ofstream(folder.file("old.svg")) << old;
    const auto run = shell("trap '' XFSZ; ulimit -f 2; exec \"$1\" plot decay -o old.svg",
                           {.folder = folder.path().string()});
    expect_refusal(run, 1, "could not be written");
    EXPECT_TRUE(same(file_content(folder.file("old.svg")), old));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

// Σcos of a pair that hardly turns stays positive, so that every distance up to the limit is looked at.
TEST(Progress, OfLongWorkIsShownOnATerminalAndNowhereElse) {
    const std::string command =
        "exec timeout -s KILL 1.5 \"$1\" base-bound --head-dim 4096 --base 1e12 --limit 4294967296 2>&1";
    const auto watched = shell(command, {.output_is_terminal = true});
    EXPECT_NE(watched.output.find("% of the distances up to 4294967296"), std::string::npos)
        << watched.output;
    EXPECT_EQ(shell(command).output, "");
}

// Commands that ask for more than there is end as everything else that fails, wherever the memory ran out.
TEST(Faults, RowMemoryEndsWithASentence) {
    if (ROPE_SANITIZED) GTEST_SKIP() << "sanitizers take more address space than any limit leaves";
    const TempFolder folder;
    const auto expect_sentence = [&](const std::string& command) {
        const auto run = shell("ulimit -c 0; ulimit -v 120000; exec \"$1\" " + command,
                               {.folder = folder.path().string()});
        expect_refusal(run, 1, "more memory than there is");
        EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << command;
    };
    expect_sentence("scores --positions 0:2047 --format json");
    expect_sentence("rotate --head-dim 4096 --positions 0:20000 --format csv");
    expect_sentence("vectors --positions 0:2000 -o golden.safetensors");
    expect_sentence("decay --distances 0:999999");
    expect_sentence("positions --sequence text:1000000");
}

// Killed at any moment, also in the middle of the write: the file is the old or the new one.
TEST(Faults, Rows52And62KilledHalfWayTheFileIsOldOrNew) {
    const TempFolder folder;
    const std::string file = folder.file("map.npy");
    const std::vector<std::string> plot{"plot", "scores", "--context", "1500", "-o", file};
    ASSERT_EQ(cli(plot).status, 0);
    const std::string whole = file_content(file);
    int killed = 0;
    for (int i = 0; i < 12; ++i) {
        std::ofstream(file) << "old";
        const auto run = shell("\"$1\" plot scores --context 1500 -o map.npy & sleep 0.0" +
                                   std::to_string(i * 7 + 10) + "; kill -9 $!; wait $!; echo $?",
                               {.folder = folder.path().string()});
        killed += run.output.find("137") != std::string::npos;
        const std::string left = file_content(file);
        EXPECT_TRUE(left == "old" || left == whole) << left.size() << " bytes";
    }
    EXPECT_GT(killed, 0);
}

TEST(Faults, Rows54And55OverwritingReplacesTheFileAndKeepsTheLink) {
    const TempFolder folder;
    std::ofstream(folder.file("old.svg")) << "old";
    std::filesystem::create_symlink("old.svg", folder.file("link.svg"));
    EXPECT_EQ(cli({"plot", "decay", "-o", folder.file("link.svg")}).status, 0);
    EXPECT_TRUE(std::filesystem::is_symlink(folder.file("link.svg")));
    EXPECT_NE(file_content(folder.file("old.svg")).find("<svg"), std::string::npos);
}

TEST(Faults, Row56NamesOfAnyBytes) {
    const TempFolder folder;
    for (const std::string name :
         {"emoji 😀.svg", "line\nend.svg", "bad\xff.svg", "it's \"quoted\" $HOME `x`.svg"}) {
        const auto result = cli({"plot", "decay", "-o", folder.file(name)});
        EXPECT_EQ(result.status, 0) << result.errors;
        EXPECT_TRUE(std::filesystem::exists(folder.file(name))) << name;
    }
    const std::string longest = std::string(251, 'a') + ".svg";
    EXPECT_EQ(cli({"plot", "decay", "-o", folder.file(longest)}).status, 0);
    // 300 characters are more than any file system here takes: said, and nothing is left behind.
    const auto before = std::distance(std::filesystem::directory_iterator(folder.path()), {});
    expect_refusal(cli({"plot", "decay", "-o", folder.file(std::string(300, 'n') + ".svg")}), 1,
                   "longer name than the file system allows");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), before);
    expect_refusal(cli({"frequencies", "--config", "no\n\xff.json"}), 1, "no\\n\\xff.json");
}

TEST(Faults, Row57AnUnknownEndingListsTheKnownOnes) {
    for (const std::string name : {"x.jpg", "x", "x.", ".svgz", "x.svg.gz"}) {
        const auto result = cli({"plot", "decay", "-o", name});
        EXPECT_EQ(result.status, 2) << name;
        for (const std::string ending : {"png", "svg", "pdf", "csv", "npy", "json"}) {
            EXPECT_NE(result.errors.find(ending), std::string::npos) << result.errors;
        }
    }
    expect_refusal(cli({"plot", "decay", "-o", "x.svg", "--as", "jpeg"}), 2,
                   "png, svg, pdf, csv, npy or json");
}

// The locale is made for the test where the system has none installed.
TEST(Faults, Row66LocalesWithDecimalCommasChangeNothing) {
    const TempFolder folder;
    const auto plain = cli({"frequencies", "--base", "1234.5", "--format", "csv"});
    const auto picture = cli({"plot", "decay", "-o", "-", "--as", "svg"});
    for (const std::string locale : {"de_DE", "tr_TR"}) {
        const std::string name = locale + ".UTF-8";
        run_program({"localedef", "-i", locale, "-f", "UTF-8", folder.file(name)});
        const Surroundings german{.folder = "",
                                  .environment = {{"LOCPATH", folder.path().string()}, {"LC_ALL", name}}};
        EXPECT_EQ(cli({"frequencies", "--base", "1234.5", "--format", "csv"}, german).output, plain.output);
        EXPECT_EQ(cli({"plot", "decay", "-o", "-", "--as", "svg"}, german).output, picture.output);
    }
}

}  // namespace
}  // namespace rope::test
