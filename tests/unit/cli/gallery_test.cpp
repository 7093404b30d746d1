#include <sys/stat.h>

#include <optional>

#include "app/cli/gallery_page.h"
#include "core/document/gallery.h"
#include "tests/unit/cli/cli_run.h"

namespace rope::test {
namespace {

TEST(Gallery, WritesThreeFilesAFigureAndAPage) {
    const TempFolder folder;
    const std::string out = folder.file("figures");
    const auto result = cli({"gallery", "-o", out});
    EXPECT_EQ(result.status, 0) << result.errors;
    EXPECT_EQ(result.output + result.errors, "");  // no progress where no terminal is
    const std::string page = file_content(out + "/index.html");
    std::size_t files = 1;
    for (const GalleryFigure& figure : gallery()) {
        for (const std::string ending : {".png", ".svg", ".csv"}) {
            EXPECT_FALSE(file_content(out + "/" + figure.id + ending).empty()) << figure.id << ending;
            EXPECT_NE(page.find("href=\"" + figure.id + ending + "\""), std::string::npos) << figure.id;
            ++files;
        }
    }
    EXPECT_EQ(static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(out), {})), files);
    for (const std::string elsewhere : {"http:", "https:", "<script", "@import", "url("}) {
        EXPECT_EQ(page.find(elsewhere), std::string::npos) << elsewhere;
    }
}

TEST(Gallery, IsTheSameTwiceAndWritesOnlyTheNamedFigures) {
    const TempFolder folder;
    for (const std::string name : {"one", "two"}) {
        EXPECT_EQ(cli({"gallery", "roformer-fig2", "-o", folder.file(name)}).status, 0);
        EXPECT_EQ(cli({"gallery", "roformer-fig2", "-o", folder.file(name)}).status, 0);  // again, into it
    }
    for (const std::string name :
         {"index.html", "roformer-fig2.png", "roformer-fig2.svg", "roformer-fig2.csv"}) {
        EXPECT_FALSE(file_content(folder.file("one/" + name)).empty());
        EXPECT_TRUE(same(file_content(folder.file("one/" + name)), file_content(folder.file("two/" + name))))
            << name;
    }
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.file("one")), {}), 4);
}

// Without the session, which also tells where a model came from.
std::string drawn_part(const std::string& svg) {
    const std::size_t from = svg.find("<metadata>"), to = svg.find("</metadata>");
    return from == std::string::npos || to == std::string::npos ? svg : svg.substr(0, from) + svg.substr(to);
}

// What the page says makes a figure does make it, to the last byte.
TEST(Gallery, EachCommandOnThePageMakesItsFigureAgain) {
    const TempFolder folder;
    ASSERT_EQ(cli({"gallery", "-o", folder.file("g")}).status, 0);
    std::string page = file_content(folder.file("g/index.html"));
    std::size_t commands = 0;
    for (std::size_t at = page.find("<pre><code>"); at != std::string::npos;
         at = page.find("<pre><code>", at + 1)) {
        const std::size_t from = at + std::string("<pre><code>").size();
        std::string line = page.substr(from, page.find("</code>", from) - from);
        for (const auto& [entity, c] :
             {std::pair{"&quot;", "\""}, std::pair{"&lt;", "<"}, std::pair{"&gt;", ">"},
              std::pair{"&apos;", "'"}, std::pair{"&#39;", "'"}, std::pair{"&amp;", "&"}}) {
            for (std::size_t e = line.find(entity); e != std::string::npos; e = line.find(entity, e + 1)) {
                line.replace(e, std::string(entity).size(), c);
            }
        }
        ASSERT_EQ(line.rfind("rope-explorer plot ", 0), 0u) << line;
        const std::size_t output = line.rfind(" -o ");
        const std::string name = line.substr(output + 4, line.size() - output - 8);
        const std::string script = "\"$1\"" + line.substr(std::string("rope-explorer").size());
        const auto result = run_program({"bash", "-c", script, "bash", ROPE_PROGRAM},
                                        Surroundings{.folder = folder.path().string()});
        EXPECT_EQ(result.status, 0) << line << "\n" << result.errors;
        EXPECT_TRUE(same(drawn_part(file_content(folder.file(name + ".svg"))),
                         drawn_part(file_content(folder.file("g/" + name + ".svg")))))
            << line;
        ++commands;
    }
    EXPECT_EQ(commands, gallery().size());
}

// The number in the row whose first field is `at`, in the column of this name (maps: the number of the
// column).
std::optional<double> published(const std::vector<std::vector<std::string>>& csv, const std::string& column,
                                double at) {
    const std::vector<std::string>& names = csv.front();
    const bool is_map = names.back().find(" at ") != std::string::npos;
    std::size_t index = is_map ? std::stoul(column) + 1 : 0;
    for (std::size_t i = 0; !is_map && i < names.size(); ++i)
        if (names[i].rfind(column + " (", 0) == 0) index = i;
    if (index == 0 || index >= names.size()) return std::nullopt;
    for (std::size_t row = 1; row < csv.size(); ++row)
        if (std::stod(csv[row][0]) == at) return std::stod(csv[row].at(index));
    return std::nullopt;
}

// Each figure of the gallery, as a reader of its CSV file gets it, holds what its source states.
TEST(Gallery, WrittenDataHoldsThePublishedValues) {
    const TempFolder folder;
    ASSERT_EQ(cli({"gallery", "-o", folder.file("g")}).status, 0);
    for (const GalleryFigure& figure : gallery()) {
        EXPECT_FALSE(figure.values.empty()) << figure.id;
        const auto csv = csv_lines(file_content(folder.file("g/" + figure.id + ".csv")));
        ASSERT_GT(csv.size(), 1U) << figure.id;
        for (const PublishedValue& value : figure.values) {
            const auto read = published(csv, value.column, value.at);
            ASSERT_TRUE(read) << figure.id << " has no " << value.column << " at " << value.at;
            EXPECT_NEAR(*read, value.expected, figure.tolerance)
                << figure.id << ": " << value.column << " at " << value.at;
        }
    }
}

TEST(Gallery, CreatesOnlyTheLastFolderAndRefusesTheRest) {
    const TempFolder folder;
    expect_refusal(cli({"gallery"}), 2, "-o is needed");
    expect_refusal(cli({"gallery", "roformer-fig3", "-o", folder.file("g")}), 2,
                   "did you mean roformer-fig2?");
    EXPECT_FALSE(std::filesystem::exists(folder.file("g")));
    expect_refusal(cli({"gallery", "-o", folder.file("a/b")}), 1, "does not exist");
    EXPECT_FALSE(std::filesystem::exists(folder.file("a")));
    std::ofstream(folder.file("file")) << "x";
    expect_refusal(cli({"gallery", "-o", folder.file("file")}), 1, "is a file");
}

TEST(GalleryPage, EscapesEveryText) {
    const cli::GalleryEntry entry{"a\"<b>", "<script>t</script>", "d & \"d\"", "<s>", "plot '<x>'", "<svg/>",
                                  100};
    const std::string page = cli::gallery_page(std::vector{entry});
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("<s>"), std::string::npos);
    EXPECT_EQ(page.find("<x>"), std::string::npos);
    EXPECT_EQ(page.find("a\"<b>"), std::string::npos);
    EXPECT_NE(page.find("d &amp; &quot;d&quot;"), std::string::npos);
}

}  // namespace
}  // namespace rope::test
