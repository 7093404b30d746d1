// Saved sessions and pictures drawn again: the same bytes, many at once, and what fails is said.
#include <sys/stat.h>

#include "core/document/gallery.h"
#include "core/export/export.h"
#include "tests/unit/cli/cli_run.h"

namespace rope::test {
namespace {

std::vector<std::string> files_in(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

void plot_to(const std::string& file, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "plot");
    arguments.insert(arguments.end(), {"-o", file});
    const auto run = cli(arguments);
    ASSERT_EQ(run.status, 0) << run.errors;
}

void write(const std::string& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

// What is drawn of a session has its bytes, whatever decided them.
TEST(Render, DrawsAPictureAgainAsItWas) {
    const TempFolder folder;
    std::vector<std::string> arguments{"render", "-o", folder.file("again")};
    const std::vector<std::vector<std::string>> figures{
        {"decay"},
        {"scores", "--size", "3.3x3.3in", "--dpi", "220", "--theme", "dark", "--transparent"},
        {"frequencies", "--preset", "llama-3.1-8b", "--base", "1234.5", "--preset", "default", "--theme",
         "print"},
        {"pairs", "--query", "1,0.5", "--head-dim", "8", "--theme", "lecture"}};
    for (const std::vector<std::string>& figure : figures) {
        for (const std::string ending : {".png", ".svg"}) {
            const std::string file = folder.file(figure[0] + (ending == ".svg" ? "-vector" : "") + ending);
            plot_to(file, figure);
            arguments.push_back(file);
        }
    }
    const auto run = cli(arguments);
    EXPECT_EQ(run.status, 0);
    EXPECT_EQ(run.output, "");
    EXPECT_EQ(run.errors.find("rope-explorer: " + folder.file("pairs.png") + ": q has 2 components"), 0U)
        << run.errors;
    EXPECT_EQ(std::count(run.errors.begin(), run.errors.end(), '\n'), 2);  // of the two pictures of pairs
    EXPECT_EQ(files_in(folder.file("again")).size(), 2 * figures.size());
    for (const std::string& name : files_in(folder.file("again"))) {
        EXPECT_TRUE(same(file_content(folder.file("again/" + name)), file_content(folder.file(name))))
            << name;
    }
}

TEST(Render, FlagsChangeWhatTheyNameAndLeaveTheRest) {
    const TempFolder folder;
    const std::vector<std::string> dark{"angles", "--size", "4x4in", "--theme", "dark"};
    plot_to(folder.file("a.png"), dark);
    std::vector<std::string> expected = dark;
    expected.insert(expected.end(), {"--dpi", "72", "--no-session"});
    plot_to(folder.file("expected.png"), expected);
    ASSERT_EQ(
        cli({"render", folder.file("a.png"), "-o", folder.file("out"), "--dpi", "72", "--no-session"}).status,
        0);
    EXPECT_TRUE(same(file_content(folder.file("out/a.png")), file_content(folder.file("expected.png"))));
    ASSERT_EQ(cli({"render", folder.file("a.png"), "-o", folder.file("out"), "--as", "pdf,csv,json"}).status,
              0);
    EXPECT_EQ(files_in(folder.file("out")), (std::vector<std::string>{"a.csv", "a.json", "a.pdf", "a.png"}));
    for (const std::string ending : {".pdf", ".csv", ".json"}) {
        plot_to(folder.file("expected" + ending), dark);
        EXPECT_TRUE(
            same(file_content(folder.file("out/a" + ending)), file_content(folder.file("expected" + ending))))
            << ending;
    }
}

TEST(Render, SessionsOfTheGalleryAreDrawnAsTheGalleryDrawsThem) {
    const TempFolder folder;
    ASSERT_EQ(cli({"gallery", "-o", folder.file("gallery")}).status, 0);
    std::vector<std::string> arguments{"render", "-o", folder.file("out"), "--as", "svg"};
    for (const GalleryFile& file : gallery_files()) {
        write(folder.file(std::string(file.id) + ".json"), std::string(file.json));
        arguments.push_back(folder.file(std::string(file.id) + ".json"));
    }
    ASSERT_EQ(cli(arguments).status, 0);
    for (const GalleryFile& file : gallery_files()) {
        const std::string name = std::string(file.id) + ".svg";
        EXPECT_TRUE(
            same(file_content(folder.file("out/" + name)), file_content(folder.file("gallery/" + name))))
            << name;
    }
}

TEST(Render, ASessionThatNamesNoFigureSaysWhatWasDrawn) {
    const TempFolder folder;
    write(folder.file("plain.rope.json"), write_session(Document{}));
    const auto run = cli({"render", folder.file("plain.rope.json"), "-o", folder.file("out")});
    EXPECT_EQ(run.status, 0);
    EXPECT_NE(run.errors.find("names no figure; decay was drawn"), std::string::npos) << run.errors;
    plot_to(folder.file("decay.png"), {"decay"});
    EXPECT_TRUE(same(file_content(folder.file("out/plain.png")), file_content(folder.file("decay.png"))));
    const auto chosen =
        cli({"render", folder.file("plain.rope.json"), "-o", folder.file("out"), "--kind", "helix"});
    EXPECT_EQ(chosen.errors, "");
    plot_to(folder.file("helix.png"), {"helix"});
    EXPECT_TRUE(same(file_content(folder.file("out/plain.png")), file_content(folder.file("helix.png"))));
}

TEST(Render, ASessionWhoseVectorIsGoneFails) {
    const TempFolder folder;
    Document document;
    document.key.text = folder.file("gone.npy");
    write(folder.file("a.json"), write_session(document));
    expect_refusal(cli({"render", folder.file("a.json"), "-o", folder.file("out"), "--kind", "scores"}), 1,
                   "gone.npy");
}

TEST(Render, OneFailureDoesNotStopTheOthers) {
    const TempFolder folder;
    plot_to(folder.file("good.png"), {"decay"});
    plot_to(folder.file("bare.png"), {"decay", "--no-session"});  // Faults row 33
    std::string damaged = file_content(folder.file("good.png"));
    damaged[damaged.size() / 2] ^= 1;  // Faults row 35
    write(folder.file("damaged.png"), damaged);
    write(folder.file("newer.json"), R"({"format": "rope-explorer session", "version": 99})");
    write(folder.file("kind.json"),
          R"({"format": "rope-explorer session", "version": 1, "figure": {"kind": "hologram"}})");
    write(folder.file("size.json"),
          R"({"format": "rope-explorer session", "version": 1, "figure": {"kind": "decay", "width": 0}})");
    write(folder.file("config.json"), R"({"head_dim": 64, "rope_theta": 10000.0})");
    std::vector<std::string> arguments{"render"};
    for (const std::string name : {"none.json", "bare.png", "damaged.png", "newer.json", "kind.json",
                                   "size.json", "config.json", "good.png"})
        arguments.push_back(folder.file(name));
    arguments.insert(arguments.end(), {"-o", folder.file("out")});
    const auto run = cli(arguments);
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(files_in(folder.file("out")), std::vector<std::string>{"good.png"});
    // A line for each, in the order of the command line, and the sum.
    std::vector<std::string> lines;
    std::istringstream stream(run.errors);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    ASSERT_EQ(lines.size(), 8U) << run.errors;
    const std::vector<std::pair<std::string, std::string>> expected{
        {"none.json", "does not exist"},  {"bare.png", "holds no session"},
        {"damaged.png", "checksum"},      {"newer.json", "version 99"},
        {"kind.json", "'hologram'"},      {"size.json", "from 0.1 to 200"},
        {"config.json", "is no session"}, {"7 of 8 sessions", "could not be drawn"}};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_NE(lines[i].find(expected[i].first), std::string::npos) << lines[i];
        EXPECT_NE(lines[i].find(expected[i].second), std::string::npos) << lines[i];
    }
}

TEST(Render, OneSessionThatFailsIsOneLine) {
    const TempFolder folder;
    expect_refusal(cli({"render", folder.file("none.png"), "-o", folder.file("out")}), 1, "does not exist");
    write(folder.file("x.pdf"), "%PDF-1.5\n");
    expect_refusal(cli({"render", folder.file("x.pdf"), "-o", folder.file("out")}), 1, "holds no session");
}

TEST(Render, NamesThatClashAreNumberedInTheirOrder) {
    const TempFolder folder;
    std::vector<std::string> arguments{"render"};
    int base = 100;
    for (const std::string name : {"a/x.json", "b/x.json", "c/x.rope.json", "c/x-2.json", "c/x 'y' 😀.json"}) {
        std::filesystem::create_directories(std::filesystem::path(folder.file(name)).parent_path());
        Document document;
        document.models[0].base = ++base;
        SessionFigure figure;
        figure.kind = "frequencies";
        write(folder.file(name), write_session(document, figure));
        arguments.push_back(folder.file(name));
    }
    arguments.insert(arguments.end(), {"-o", folder.file("out"), "--as", "json"});
    ASSERT_EQ(cli(arguments).status, 0);
    const auto base_of = [&](const std::string& name) {
        return nlohmann::json::parse(file_content(folder.file("out/" + name)))
            .at("models")[0]
            .at("base")
            .get<int>();
    };
    EXPECT_EQ(files_in(folder.file("out")).size(), 5U);
    EXPECT_EQ(base_of("x.json"), 101);
    EXPECT_EQ(base_of("x-3.json"), 102);  // x-2 is another's own name
    EXPECT_EQ(base_of("x-4.json"), 103);
    EXPECT_EQ(base_of("x-2.json"), 104);
    EXPECT_EQ(base_of("x 'y' 😀.json"), 105);
}

TEST(Render, FoldersAndWrongCommandLines) {
    const TempFolder folder;
    plot_to(folder.file("a.png"), {"decay"});
    const std::string a = folder.file("a.png");
    expect_refusal(cli({"render", "-o", folder.file("out")}), 2, "needs a session");
    expect_refusal(cli({"render", a}), 2, "-o is needed");
    expect_refusal(cli({"render", a, "-o", folder.file("out"), "--as", "png,jpg"}), 2,
                   "'jpg' is not a format");
    expect_refusal(cli({"render", a, "-o", folder.file("out"), "--kind", "decai"}), 2, "did you mean decay?");
    expect_refusal(cli({"render", a, "-o", folder.file("out"), "--size", "0x4in"}), 2, "--size");
    EXPECT_FALSE(std::filesystem::exists(folder.file("out")));  // nothing was begun
    expect_refusal(cli({"render", a, "-o", folder.file("no/out")}), 1, "does not exist");  // Faults row 50
    expect_refusal(cli({"render", a, "-o", a}), 1, "is a file");
    // The picture it is drawn from is never replaced.
    const std::string before = file_content(a);
    expect_refusal(cli({"render", a, "-o", folder.path().string(), "--theme", "dark"}), 1,
                   "the very file that is drawn again");
    EXPECT_TRUE(same(file_content(a), before));
}

TEST(Render, ManyAtOnceAreEachAsIfAlone) {
    const TempFolder folder;
    std::vector<std::string> arguments{"render", "-o", folder.file("out"), "--as", "svg,pdf"};
    const std::string kinds[] = {"decay", "frequencies", "pairs", "scores"};
    for (int i = 0; i < 40; ++i) {
        Document document;
        document.models[0].base = 1000 + 500 * (i / 2);
        document.models[0].context_length = 512;
        SessionFigure figure;
        figure.kind = kinds[i % 4];
        const std::string file = folder.file(std::to_string(i) + ".json");
        write(file, write_session(document, figure));
        arguments.push_back(file);
    }
    ASSERT_EQ(cli(arguments).status, 0);
    EXPECT_EQ(files_in(folder.file("out")).size(), 80U);
    for (const int i : {0, 5, 17, 39}) {
        const std::string name = std::to_string(i);
        ASSERT_EQ(
            cli({"render", folder.file(name + ".json"), "-o", folder.file("one"), "--as", "svg,pdf"}).status,
            0);
        for (const std::string ending : {".svg", ".pdf"}) {
            EXPECT_TRUE(same(file_content(folder.file("out/" + name + ending)),
                             file_content(folder.file("one/" + name + ending))))
                << name << ending;
        }
    }
}

}  // namespace
}  // namespace rope::test
