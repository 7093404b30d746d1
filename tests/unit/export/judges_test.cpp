// Every figure kind and some published figures, in the hands of other programs.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <regex>
#include <set>

#include "core/document/gallery.h"
#include "core/export/export.h"
#include "core/figure/rich_text.h"
#include "tests/support/run_program.h"
#include "tests/unit/export/judges.h"

namespace rope {
namespace {

using test::judged;
using test::Picture;
using testing::HasSubstr;
using testing::Not;

struct Case {
    std::string name;
    const FigureKind* kind = nullptr;
    Document document;
    ThemeId theme = ThemeId::light;
};

void PrintTo(const Case& c, std::ostream* out) {
    *out << c.name;
}

constexpr Size kPage{460, 288};  // [pt]: whole pixels at 144 dpi, so that a PNG's page is the vector files'

// Every kind as it comes, and of the gallery what shows more: several models, bands, maps, other themes.
std::vector<Case> cases() {
    std::vector<Case> all;
    for (const FigureKind* kind : figure_kinds()) {
        Document document;
        // A PNG has the means of its pixels, a vector file the tokens: compared where both have tokens.
        if (kind->id == "scores") document.models.front().context_length = 128;
        // Names over maps in small letters: rsvg kerns the "Tr" and "Ta" of larger ones too far aside.
        const ThemeId look = kind->id == "schemes" ? ThemeId::print : ThemeId::light;
        all.push_back({std::string(kind->id), kind, std::move(document), look});
    }
    const std::set<std::string> chosen{"roformer-fig2", "pi-fig2",        "base-bound-table",
                                       "vit-axial",     "bf16-positions", "rotations"};
    for (GalleryFigure& figure : gallery()) {
        if (!chosen.contains(figure.id)) continue;
        const ThemeId look = figure.id == "roformer-fig2" ? ThemeId::print : ThemeId::dark;
        all.push_back(
            {"gallery_" + figure.id, find_figure_kind(figure.kind), std::move(figure.document), look});
    }
    return all;
}

// Letters that another program sets a third of a pixel aside differ by up to 90 in a block of 6 × 6 pixels.
constexpr double kMostDifference = 100;

std::string file_of(const Case& c, Format format) {
    ExportOptions options;
    options.format = format;
    options.theme = c.theme;
    options.dpi = 144;
    options.size = kPage;
    ResultCache cache;
    Progress progress;
    auto bytes = export_figure(c.document, *c.kind, options, cache, progress);
    EXPECT_TRUE(bytes.ok()) << (bytes.ok() ? "" : sentence(bytes.fault()));
    return bytes.ok() ? std::move(bytes).value() : std::string();
}

std::shared_ptr<const Figure> figure_of(const Case& c) {
    ResultCache cache;
    Progress progress;
    return make_figure(c.document, *c.kind, PictureSize{kPage, 2, theme(c.theme).font_size}, cache, progress)
        .value();
}

double difference_of(const Case& c, const char* file_name, const std::string& bytes) {
    const auto picture = test::read_png(file_of(c, Format::png));
    return picture ? test::largest_block_difference(*picture, test::rendered(file_name, bytes), test::kBlock)
                   : 255;
}

class Judges : public testing::TestWithParam<Case> {};

TEST_P(Judges, SvgIsValidNamedAndLooksTheSameElsewhere) {
    const Case& c = GetParam();
    const std::string svg = file_of(c, Format::svg);
    judged({"xmllint", "--noout", "FILE"}, svg);
    EXPECT_THAT(svg, HasSubstr("<title id="));
    EXPECT_THAT(svg, HasSubstr("<desc id="));
    EXPECT_THAT(svg, HasSubstr("</text>"));
    EXPECT_THAT(svg, HasSubstr("<g id=\"panel0-"));
    EXPECT_TRUE(session_of_picture(svg, "").ok());
    // Each id once: a page may show several of its parts by name.
    std::set<std::string> ids;
    const std::regex id(" id=\"([^\"]*)\"");
    for (auto at = std::sregex_iterator(svg.begin(), svg.end(), id); at != std::sregex_iterator(); ++at)
        EXPECT_TRUE(ids.insert((*at)[1]).second) << (*at)[1];
    if (!test::have_program("rsvg-convert")) GTEST_SKIP() << "rsvg-convert is not installed";
    EXPECT_LT(difference_of(c, "a.svg", svg), kMostDifference);
}

TEST_P(Judges, PdfIsSoundAndLooksTheSameElsewhere) {
    const Case& c = GetParam();
    const std::string pdf = file_of(c, Format::pdf);
    judged({"qpdf", "--check", "FILE"}, pdf);
    if (test::have_program("pdfinfo")) {
        const std::string info = judged({"pdfinfo", "FILE"}, pdf);
        EXPECT_THAT(info, HasSubstr(fmt::format("rope-explorer plot {}", c.kind->id)));
        EXPECT_THAT(info, testing::ContainsRegex("Pages: +1\n"));
        EXPECT_THAT(info, HasSubstr("460 x 288 pts"));
    }
    if (test::have_program("pdffonts")) {
        // Two lines of heading, then a font a line: embedded, a subset, with a Unicode table.
        const std::string fonts = judged({"pdffonts", "FILE"}, pdf);
        std::istringstream lines(fonts);
        int heading = 2;
        for (std::string line; std::getline(lines, line);) {
            if (heading-- > 0) continue;
            EXPECT_THAT(line, HasSubstr("yes yes yes"));
        }
        EXPECT_LT(heading, 0) << "no font at all";
    }
    if (!test::have_program("pdftoppm")) GTEST_SKIP() << "pdftoppm is not installed";
    EXPECT_LT(difference_of(c, "a.pdf", pdf), kMostDifference);
}

// The threshold is below what a word or a line makes that is not there.
TEST(Judges, SeeWhatIsMissing) {
    if (!test::have_program("rsvg-convert")) GTEST_SKIP() << "rsvg-convert is not installed";
    const Case decay{"decay", find_figure_kind("decay"), Document{}, ThemeId::light};
    const std::string whole = file_of(decay, Format::svg);
    ASSERT_LT(difference_of(decay, "a.svg", whole), kMostDifference);
    const auto without = [&](const std::string& from, const std::string& to) {
        const std::size_t at = whole.find(from);
        const std::size_t end = whole.find(to, at);
        EXPECT_NE(end, std::string::npos) << from;
        return whole.substr(0, at) + whole.substr(end + to.size());
    };
    const std::size_t title = whole.find(">distance");
    ASSERT_NE(title, std::string::npos);
    const std::string words = whole.substr(whole.rfind("<text", title), 40);
    EXPECT_GT(difference_of(decay, "a.svg", without(words, "</text>")), kMostDifference);
    const std::string curve = "<g id=\"panel0-series-0\"";
    EXPECT_GT(difference_of(decay, "a.svg", without(curve, "</g>")), kMostDifference);
}

// Titles and units come out of the PDF as the words they are, not as loose letters.
TEST_P(Judges, WordsOfAPdfAreWords) {
    if (!test::have_program("pdftotext")) GTEST_SKIP() << "pdftotext is not installed";
    const std::string text = judged({"pdftotext", "-raw", "FILE", "-"}, file_of(GetParam(), Format::pdf));
    const std::shared_ptr<const Figure> figure = figure_of(GetParam());
    int looked_for = 0;
    for (const Panel& panel : figure->panels) {
        std::vector<std::string> titles{panel.title};
        for (const auto* axis : {&panel.x, &panel.y}) {
            if (*axis && (*axis)->visible) titles.push_back((*axis)->title);
        }
        for (const std::string& title : titles) {
            std::istringstream words(plain_text(title));
            for (std::string word; words >> word;) {
                // Raised and lowered letters stand apart; what is left are words of letters.
                const bool plain = std::all_of(word.begin(), word.end(), [](unsigned char ch) {
                    return std::isalpha(ch) || ch == '(' || ch == ')';
                });
                if (!plain || word.size() < 4) continue;
                // The page may have room for the beginning of a panel's title only.
                const bool whole = &title != titles.data();
                EXPECT_THAT(text, HasSubstr(whole ? word : word.substr(0, 4)));
                ++looked_for;
                if (!whole) break;
            }
        }
    }
    EXPECT_TRUE(looked_for > 0 || GetParam().kind->id == "pairs" || GetParam().kind->id == "helix");
}

// One picture for each map, with as many pixels as it has cells or a whole multiple, never rectangles.
TEST_P(Judges, MapsInsideAnSvgAreOnePictureEach) {
    const std::string svg = file_of(GetParam(), Format::svg);
    std::size_t images = 0, rectangles = 0;
    for (std::size_t at = svg.find("<image"); at != std::string::npos; at = svg.find("<image", at + 1))
        ++images;
    for (std::size_t at = svg.find("<rect"); at != std::string::npos; at = svg.find("<rect", at + 1))
        ++rectangles;
    std::size_t maps = 0, bars = 0, boxes = 0;
    const std::shared_ptr<const Figure> figure = figure_of(GetParam());
    for (const Panel& panel : figure->panels) {
        bars += panel.colour_bar.has_value();
        for (const Mark& mark : panel.marks) {
            maps += std::holds_alternative<CellsMark>(mark);
            boxes += std::holds_alternative<BoxMark>(mark);
        }
    }
    EXPECT_LE(images, maps + bars);
    EXPECT_GE(images, maps);
    EXPECT_LT(rectangles, 40 + boxes + 2 * figure->panels.size()) << "cells as rectangles?";
}

// Token by token up to 4096 a side, beyond that the means of as few tokens as that leaves.
TEST(MapsInVectorFiles, HaveTheResolutionOfTheData) {
    Case scores{"scores", find_figure_kind("scores"), Document{}, ThemeId::light};
    scores.document.models.front().context_length = 4096;
    // A PNG's signature and the beginning of its header, which says 4096 × 4096.
    EXPECT_THAT(file_of(scores, Format::svg), HasSubstr("base64,iVBORw0KGgoAAAANSUhEUgAAEAAAABAA"));
    if (test::have_program("pdfimages")) {
        EXPECT_THAT(judged({"pdfimages", "-list", "FILE"}, file_of(scores, Format::pdf)),
                    testing::ContainsRegex("image +4096 +4096 "));
    }
    EXPECT_THAT(file_of(scores, Format::svg), Not(HasSubstr("mean of")));
    scores.document.models.front().context_length = 100'000;  // 25 · 4096 ≥ 100 000 > 24 · 4096
    EXPECT_THAT(file_of(scores, Format::svg), HasSubstr("Each block = mean of 25 × 25 cells."));
}

INSTANTIATE_TEST_SUITE_P(Figures, Judges, testing::ValuesIn(cases()),
                         [](const testing::TestParamInfo<Case>& one) {
                             std::string name = one.param.name;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

}  // namespace
}  // namespace rope
