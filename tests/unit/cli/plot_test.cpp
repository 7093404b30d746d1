// Pictures from the command line: the same bytes as export_figure gives in the window's process.
#include <cmath>

#include "app/cli/model_options.h"
#include "core/export/command_line.h"
#include "core/model/presets.h"
#include "tests/unit/cli/cli_run.h"

namespace rope::test {
namespace {

std::string plotted(const std::vector<std::string>& more, const Surroundings& surroundings = {}) {
    std::vector<std::string> arguments{"plot"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto result = cli(arguments, surroundings);
    EXPECT_EQ(result.status, 0) << result.errors;
    EXPECT_EQ(result.errors, "");
    return result.output;
}

std::string exported(const Document& document, std::string_view kind, const ExportOptions& options) {
    ResultCache cache;
    Progress progress;
    const Checked<std::string> bytes =
        export_figure(document, *find_figure_kind(kind), options, cache, progress);
    EXPECT_TRUE(bytes.ok()) << (bytes.ok() ? "" : sentence(bytes.fault()));
    return bytes.ok() ? bytes.value() : "";
}

Document edited(const std::vector<SingleEdit>& edits) {
    const Checked<Applied> applied = apply(Document{}, Together{edits, "Test"});
    EXPECT_TRUE(applied.ok()) << (applied.ok() ? "" : sentence(applied.fault()));
    return applied.value().document;
}

// Documents as a session in the window leaves them: presets changed, several models, vectors with commas.
std::vector<Document> documents() {
    return {
        Document{},
        edited({SetParameter{"model.base", 500000.0}, SetParameter{"view.m", 100.5},
                SetParameter{"model.head_dim", std::int64_t{64}}}),
        edited({SetModel{0, read_preset("llama-3.1-8b").value()}, SetParameter{"model.base", 250000.0},
                SetModel{1, ModelSpec{}}, SetParameter{"model.base", 77.0, 1},
                SetParameter{"model.head_dim", std::int64_t{128}, 1}}),
        edited({SetParameter{"model.head_dim", std::int64_t{4}}, SetVector{true, {"1,-0.5,0,2e-3"}},
                SetVector{false, {"onehot:3"}}, SetParameter{"view.n", -7.0}}),
    };
}

// The whole default score map is 4096 × 4096: 338 MB of CSV.
const std::vector<std::string> kSmallMap{"--set", "scores.span=64"};

std::vector<std::string> with_small_map(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), kSmallMap.begin(), kSmallMap.end());
    return arguments;
}

// A figure without numbers has nothing to draw either, and says why.
TEST(Plot, NumbersThatAreNotThereAreRefusedWithTheFiguresOwnReason) {
    const TempFolder folder;
    for (const std::string ending : {"csv", "npy"}) {
        const std::string path = folder.file("a." + ending);
        expect_refusal(cli({"plot", "decay", "--set", "decay.from=9", "--set", "decay.to=3", "-o", path}), 1,
                       "this figure has no numbers to write: There is no distance from 9 to 3.");
        expect_refusal(cli({"plot", "image", "--head-dim", "2", "-o", path}), 1, "no numbers to write: ");
        EXPECT_FALSE(std::filesystem::exists(path));
    }
}

// 1800 × 1800 scores are 65 MB of CSV and 26 MB of .npy.
TEST(Plot, SaysTheSizeOfALargeFileAndHowToGetLess) {
    const test::TempFolder folder;
    const std::vector<std::string> map{"plot", "scores", "--set", "scores.span=1800", "-o"};
    const auto written = [&](const std::string& name) {
        std::vector<std::string> arguments = map;
        arguments.push_back(folder.file(name));
        return cli(arguments);
    };
    const auto large = written("x.csv");
    EXPECT_EQ(large.status, 0);
    EXPECT_EQ(large.output, "");
    const auto bytes = std::filesystem::file_size(folder.file("x.csv"));
    ASSERT_GT(bytes, 50'000'000u);
    EXPECT_NE(large.errors.find(std::to_string(std::llround(static_cast<double>(bytes) / 1e6)) + " MB"),
              std::string::npos)
        << large.errors;
    EXPECT_NE(large.errors.find("scores.span="), std::string::npos) << large.errors;
    EXPECT_NE(large.errors.find(".npy"), std::string::npos) << large.errors;
    EXPECT_EQ(std::count(large.errors.begin(), large.errors.end(), '\n'), 1) << large.errors;
    const auto small = written("x.npy");
    EXPECT_EQ(small.status, 0);
    EXPECT_EQ(small.errors, "");
}

// In two processes, so that the same command also writes the same bytes twice.
TEST(Plot, ProgramAndLibraryWriteTheSameBytes) {
    const Document document = edited({SetParameter{"scores.span", std::int64_t{64}}});
    for (const FigureKind* kind : figure_kinds()) {
        for (const std::string ending : {"png", "svg", "pdf", "csv", "npy", "json"}) {
            ExportOptions options;
            ASSERT_TRUE(parse_format(ending, options.format));
            const std::string from_program =
                plotted(with_small_map({std::string(kind->id), "-o", "-", "--as", ending}));
            EXPECT_TRUE(same(from_program, exported(document, kind->id, options)))
                << kind->id << " " << ending;
        }
    }
}

TEST(Plot, TheCommandLineOfADocumentMakesItsFigureAgain) {
    const TempFolder folder;
    for (const Document& document : documents()) {
        for (const FigureKind* kind : figure_kinds()) {
            ExportOptions options;
            options.format = Format::svg;
            options.size = {300, 200};
            options.theme = ThemeId::print;
            const std::string line = command_line(document, kind->id, options);
            ASSERT_EQ(line.rfind("rope-explorer plot ", 0), 0u);
            const auto result =
                run_program({"bash", "-c", "\"$1\"" + line.substr(std::string("rope-explorer").size()),
                             "bash", ROPE_PROGRAM},
                            Surroundings{.folder = folder.path().string()});
            ASSERT_EQ(result.status, 0) << line << "\n" << result.errors;
            EXPECT_TRUE(same(file_content(folder.file(std::string(kind->id) + ".svg")),
                             exported(document, kind->id, options)))
                << line;
        }
    }
}

TEST(Plot, ShellWordsSurviveTheShell) {
    const std::string word = "it's \"$HOME\" `x` \\ \n;😀*";
    const auto result = run_program({"bash", "-c", "printf %s " + shell_word(word)});
    EXPECT_EQ(result.output, word);
    EXPECT_EQ(shell_word("model.base=1e-6"), "model.base=1e-6");
    EXPECT_EQ(shell_word(""), "''");
}

TEST(Plot, SourceDateEpochSetsTheOnlyDate) {
    const auto pdf = [](const std::string& epoch) {
        return plotted({"decay", "-o", "-", "--as", "pdf"}, {.environment = {{"SOURCE_DATE_EPOCH", epoch}}});
    };
    EXPECT_EQ(pdf("1000000000"), pdf("1000000000"));
    EXPECT_NE(pdf("1000000000").find("(20010909014640Z)"), std::string::npos);
    EXPECT_EQ(
        plotted({"decay", "-o", "-", "--as", "svg"}),
        plotted({"decay", "-o", "-", "--as", "svg"}, {.environment = {{"SOURCE_DATE_EPOCH", "1000000000"}}}));
}

// Width and height of a PNG are big-endian at bytes 16 and 20.
std::pair<int, int> png_size(const std::string& png) {
    const auto number = [&](std::size_t at) {
        int value = 0;
        for (std::size_t i = 0; i < 4; ++i)
            value = value * 256 + static_cast<unsigned char>(png.at(at + i));
        return value;
    };
    return {number(16), number(20)};
}

TEST(Plot, SizesAreWhatWasAskedFor) {
    const auto size = [](std::vector<std::string> more) {
        more.insert(more.begin(), {"decay", "-o", "-", "--as", "png"});
        return png_size(plotted(more));
    };
    EXPECT_EQ(size({}), (std::pair{960, 600}));
    EXPECT_EQ(size({"--size", "800x600px"}), (std::pair{800, 600}));
    EXPECT_EQ(size({"--size", "800x600px", "--dpi", "300"}), (std::pair{800, 600}));
    EXPECT_EQ(size({"--dpi", "300", "--size", "3.3x2.5in"}), (std::pair{990, 750}));
    EXPECT_EQ(size({"--size", "3.3x2.5in", "--dpi", "300"}), (std::pair{990, 750}));
    EXPECT_EQ(size({"--size", "254x127mm", "--dpi", "100"}), (std::pair{1000, 500}));
}

TEST(Plot, ThemeTransparencyAndSessionChangeTheFile) {
    const auto svg = [](std::vector<std::string> more) {
        more.insert(more.begin(), {"decay", "-o", "-", "--as", "svg"});
        return plotted(more);
    };
    const std::string light = svg({});
    EXPECT_EQ(svg({"--theme", "light"}), light);
    EXPECT_NE(svg({"--theme", "dark"}), light);
    EXPECT_LT(svg({"--transparent"}).size(), light.size());
    const std::string bare = svg({"--no-session"});
    EXPECT_TRUE(session_of_picture(light, "x.svg").ok());
    EXPECT_FALSE(session_of_picture(bare, "x.svg").ok());
    const auto pdf = [](std::vector<std::string> more) {
        more.insert(more.begin(), {"decay", "--base", "54321", "-o", "-", "--as", "pdf"});
        return plotted(more);
    };
    EXPECT_NE(pdf({}).find("rope-explorer plot decay --set model.base=54321"), std::string::npos);
    EXPECT_EQ(pdf({"--no-session"}).find("rope-explorer plot"), std::string::npos);
}

TEST(Plot, SettingsAndVectorsReachTheFigure) {
    const auto csv = [](std::vector<std::string> more) {
        more.insert(more.begin(), {"decay", "-o", "-", "--as", "csv"});
        return plotted(more);
    };
    EXPECT_EQ(csv({"--base", "500000"}), csv({"--set", "model.base=5e5"}));
    EXPECT_NE(csv({"--base", "500000"}), csv({}));
    EXPECT_NE(csv({"--set", "decay.measure=query-key", "--query", "ones"}),
              csv({"--set", "decay.measure=query-key", "--query", "onehot:0"}));
    EXPECT_EQ(csv({"--set", "decay.measure=query-key", "--query", "ones"}),
              csv({"--set", "decay.measure=query-key", "--set", "vectors.query=ones"}));
    // Two models make one more column.
    EXPECT_GT(csv_lines(csv({"--preset", "default", "--preset", "llama-3.1-8b"}))[0].size(),
              csv_lines(csv({}))[0].size());
}

TEST(Plot, TheFiguresDataIsWhatTheCommandComputes) {
    const auto figure = csv_lines(plotted({"decay", "-o", "-", "--as", "csv"}));
    const nlohmann::json json = cli_json({"decay", "--distances", "0,1,100"});
    int found = 0;
    for (std::size_t row = 1; row < figure.size(); ++row) {
        for (std::size_t i = 0; i < 3; ++i) {
            if (std::stod(figure[row][0]) != json.at("distances")[i].get<double>()) continue;
            EXPECT_NEAR(std::stod(figure[row][1]), json.at("values")[i].get<double>(), 1e-11);
            ++found;
        }
    }
    EXPECT_EQ(found, 3);
}

// The window draws zeros for a file that is gone and says so; nobody looks at a script's picture.
TEST(Plot, VectorsThatCannotBeReadAreRefused) {
    const TempFolder folder;
    const std::string picture = folder.file("x.png");
    for (const char* flag : {"--query", "--key", "--w-q", "--w-k"})
        expect_refusal(cli({"plot", "scores", flag, "nowhere.npy", "-o", picture}), 1, "nowhere.npy");
    expect_refusal(cli({"plot", "sequence", "--set", "sequence.tokens=a b:=nowhere.npy", "-o", picture}), 1,
                   "nowhere.npy");
    EXPECT_FALSE(std::filesystem::exists(picture));
}

// A learned table of 16 vectors has none for positions 16 to 31, so that scheme is not in the figure of 32.
TEST(Plot, WhatIsLeftOutIsSaid) {
    const auto schemes =
        cli({"plot", "schemes", "--set", "scheme.table_length=16", "-o", "-", "--as", "csv"});
    EXPECT_EQ(schemes.status, 0);
    EXPECT_EQ(schemes.output.find("learned"), std::string::npos);
    EXPECT_NE(schemes.errors.find("Learned is left out"), std::string::npos) << schemes.errors;
    const auto padded =
        cli({"plot", "scores", "--set", "scores.span=4", "--query", "1,2", "-o", "-", "--as", "csv"});
    EXPECT_EQ(padded.status, 0);
    EXPECT_NE(padded.errors.find("q has 2 components; the other 126 of 128 are zero"), std::string::npos)
        << padded.errors;
    const auto two = cli({"plot", "scores", "--set", "scores.span=4", "--preset", "default", "--preset",
                          "llama-3.1-8b", "-o", "-", "--as", "csv"});
    EXPECT_NE(two.errors.find("only."), std::string::npos) << two.errors;
}

// The score at Δ = 0 is q·k/√d times (0.1 ln 40 + 1)² for deepseek-v3 (docs/spec-rope.md, 2.6), whoever says
// it.
TEST(Plot, EveryScoreOfAnMlaModelIsTheSame) {
    const std::vector<std::string> model{"--preset", "deepseek-v3"};
    const auto asked = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), model.begin(), model.end());
        return arguments;
    };
    const double score = cli_json(asked({"scores", "--positions", "0"})).at("scores")[0][0].get<double>();
    const double undivided =
        cli_json(asked({"scores", "--positions", "0", "--undivided"})).at("scores")[0][0].get<double>();
    EXPECT_NEAR(score, undivided / std::sqrt(192.0) * std::pow(0.1 * std::log(40.0) + 1, 2), 1e-12);
    for (const auto& [kind, name] : {std::pair{"schemes", "rope (1)"}, {"precision", "score_exact (1)"}}) {
        const auto csv = csv_lines(
            plotted(asked({kind, "-o", "-", "--as", "csv", "--set", "view.m=0", "--set", "view.n=0"})));
        const auto column = std::find(csv[0].begin(), csv[0].end(), name) - csv[0].begin();
        ASSERT_LT(static_cast<std::size_t>(column), csv[0].size()) << kind;
        EXPECT_NEAR(std::stod(csv[1].at(static_cast<std::size_t>(column))), score, 1e-12) << kind;
    }
    const nlohmann::json decay =
        cli_json(asked({"decay", "--measure", "random-independent", "--distances", "0"}));
    // N(0, 1) vectors, a = 1 (mscale equals mscale_all_dim): deviation 1 times the multiplier.
    EXPECT_NEAR(decay.at("deviation")[0].get<double>(), std::pow(0.1 * std::log(40.0) + 1, 2), 1e-12);
}

TEST(Plot, UnknownFiguresAndThemes) {
    expect_refusal(cli({"plot", "-o", "x.png"}), 2, "needs a figure: one of");
    expect_refusal(cli({"plot", "decoy", "-o", "x.png"}), 2, "did you mean decay?");
    expect_refusal(cli({"plot", "decay"}), 2, "-o is needed");
    expect_refusal(cli({"plot", "decay", "-o", "x.png", "--theme", "blue"}), 2, "light, dark, print");
}

}  // namespace
}  // namespace rope::test
