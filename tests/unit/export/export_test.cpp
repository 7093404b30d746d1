// Whole files: from a Figure and from a Document to bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>

#include "core/base/atomic_file.h"
#include "core/document/placed_figure.h"
#include "core/document/session.h"
#include "core/export/export.h"
#include "tests/support/golden.h"
#include "tests/support/picture.h"
#include "tests/support/run_program.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/export/judges.h"
#include "tests/unit/export/sampler.h"

namespace rope {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

ExportOptions options(Format format, ThemeId id = ThemeId::light) {
    ExportOptions out;
    out.format = format;
    out.theme = id;
    return out;
}

std::string file_of(const Figure& figure, const ExportOptions& o, const std::string& session = {}) {
    auto bytes = draw_figure(figure, o, session);
    EXPECT_TRUE(bytes.ok()) << (bytes.ok() ? "" : sentence(bytes.fault()));
    return bytes.ok() ? std::move(bytes).value() : std::string();
}

using test::judged;

constexpr Format kPictures[] = {Format::png, Format::svg, Format::pdf};

TEST(Export, TheSameFigureGivesTheSameBytes) {
    for (const Format format : {Format::png, Format::svg, Format::pdf, Format::csv, Format::npy}) {
        const auto o = options(format);
        EXPECT_TRUE(file_of(test::small_figure(), o, "{}") == file_of(test::small_figure(), o, "{}"))
            << id(format);
    }
}

TEST(Export, PngHasTheSizeAskedFor) {
    ExportOptions o = options(Format::png);
    o.size = {237.6, 180};
    o.dpi = 300;
    const auto picture = test::read_png(file_of(test::small_figure(), o));
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->width, 990);
    EXPECT_EQ(picture->height, 750);
}

TEST(Export, TransparentPicturesHaveNoGround) {
    for (const ThemeId id : themes()) {
        ExportOptions o = options(Format::png, id);
        const auto opaque = test::read_png(file_of(test::small_figure(), o));
        o.transparent = true;
        const auto clear = test::read_png(file_of(test::small_figure(), o));
        ASSERT_TRUE(opaque && clear);
        EXPECT_EQ(opaque->at(0, 0)[3], 255);
        EXPECT_EQ(clear->at(0, 0)[3], 0);
        // Laid on the ground again it is the opaque one.
        const Colour ground = theme(id).colour({InkKind::ground});
        double largest = 0;
        for (std::size_t i = 0; i < clear->rgba.size(); i += 4) {
            const double alpha = clear->rgba[i + 3] / 255.0;
            largest = std::max(largest,
                               std::abs(clear->rgba[i] * alpha + ground.r * (1 - alpha) - opaque->rgba[i]));
        }
        EXPECT_LE(largest, 4) << "theme " << rope::id(id);  // rounding of premultiplied colours
    }
}

TEST(Export, SvgIsValidAndHoldsTheWords) {
    const std::string svg = file_of(test::small_figure(), options(Format::svg), "{\"a\": \"<&>\"}");
    EXPECT_THAT(svg, HasSubstr("<desc id=\"figure-desc\">A model named &quot;Łódź &amp; &lt;Söhne&gt;&quot; "
                               "😀, q = 'ones'</desc>"));
    EXPECT_THAT(svg, HasSubstr("(tokens)"));
    judged({"xmllint", "--noout", "FILE"}, svg);
    EXPECT_TRUE(!test::have_program("rsvg-convert") || test::read_png(judged({"rsvg-convert", "FILE"}, svg)));
}

TEST(Export, PdfIsSoundWithItsFontsAndWords) {
    ExportOptions o = options(Format::pdf);
    o.command_line = "rope-explorer plot decay -o a.pdf";
    const std::string pdf = file_of(test::small_figure(), o);
    judged({"qpdf", "--check", "FILE"}, pdf);
    if (test::have_program("pdfinfo")) {
        const std::string info = judged({"pdfinfo", "FILE"}, pdf);
        EXPECT_THAT(info, HasSubstr("Decay of q"));
        EXPECT_THAT(info, HasSubstr("rope-explorer plot decay -o a.pdf"));
        EXPECT_THAT(info, HasSubstr("rope-explorer " ROPE_VERSION));
        EXPECT_THAT(info, HasSubstr("460.8 x 288 pts"));
        EXPECT_THAT(info, testing::ContainsRegex("Pages: +1\n"));
        EXPECT_THAT(info, Not(HasSubstr("CreationDate")));
    }
    if (test::have_program("pdftotext")) {
        const std::string words = judged({"pdftotext", "-raw", "FILE", "-"}, pdf);
        for (const char* word : {"(tokens)", "score", "masked", "key position n"}) {
            EXPECT_THAT(words, HasSubstr(word));
        }
    }
    if (test::have_program("pdffonts")) {
        const std::string fonts = judged({"pdffonts", "FILE"}, pdf);
        EXPECT_THAT(fonts, HasSubstr("yes yes yes"));  // embedded, subset, with a Unicode table
        EXPECT_THAT(fonts, Not(HasSubstr(" no ")));
    }
}

TEST(Export, PdfTakesItsDateFromSourceDateEpoch) {
    ::setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    const std::string dated = file_of(test::small_figure(), options(Format::pdf));
    ::setenv("SOURCE_DATE_EPOCH", "not a number", 1);
    const std::string wrong = file_of(test::small_figure(), options(Format::pdf));
    ::unsetenv("SOURCE_DATE_EPOCH");
    EXPECT_NE(dated.find("20231114221320Z"), std::string::npos);  // date -u -d @1700000000
    EXPECT_TRUE(wrong == file_of(test::small_figure(), options(Format::pdf)));
}

TEST(Export, ResolutionAndSizeOutOfRangeAreRefusedInEveryFormat) {  // Faults row 38
    for (const Format format : {Format::png, Format::svg, Format::pdf, Format::csv}) {
        for (const double dpi : {0.0, -150.0, 1e9, kNaN, kInf}) {
            ExportOptions o = options(format);
            o.dpi = dpi;
            EXPECT_EQ(draw_figure(test::small_figure(), o, "").fault().id, "bad_dpi");
        }
        for (const Size size :
             {Size{0, 100}, Size{1e6, 100}, Size{100, kNaN}, Size{-100, 100}, Size{kInf, kInf}}) {
            ExportOptions o = options(format);
            o.size = size;
            EXPECT_EQ(draw_figure(test::small_figure(), o, "").fault().id, "bad_size");
        }
    }
    ExportOptions o = options(Format::png);
    o.size = {200 * 72, 72};
    o.dpi = 300;  // 60,000 pixels
    const auto refused = draw_figure(test::small_figure(), o, "");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.fault().kind, FaultKind::usage);
    EXPECT_THAT(sentence(refused.fault()), HasSubstr("32767"));
}

TEST(Export, TheLargestPagesAndTheSmallestAreDrawn) {
    for (const Format format : {Format::svg, Format::pdf}) {
        for (const Size size : {Size{200 * 72, 200 * 72}, Size{7.2, 7.2}}) {
            ExportOptions o = options(format);
            o.size = size;
            EXPECT_FALSE(file_of(test::small_figure(), o).empty());
        }
    }
    ExportOptions o = options(Format::png);
    o.size = {14'400, 7.2};
    o.dpi = 32767 / 200.0;
    const auto wide = test::read_png(file_of(test::small_figure(), o));
    ASSERT_TRUE(wide);
    EXPECT_EQ(wide->width, 32767);
    o.size = {7.2, 7.2};
    o.dpi = 1;
    EXPECT_TRUE(test::read_png(file_of(test::small_figure(), o)));
}

TEST(Export, NumbersThatAreNoneAreDrawnAsGaps) {  // Faults row 69
    Figure figure = test::small_figure();
    for (Panel& panel : figure.panels) {
        for (Mark& mark : panel.marks) {
            if (auto* line = std::get_if<LineMark>(&mark)) {
                for (std::size_t i = 0; i < line->points.size(); i += 3)
                    line->points[i].y = i % 2 ? kInf : kNaN;
            }
            if (auto* cells = std::get_if<CellsMark>(&mark)) {
                cells->raster.values =
                    std::make_shared<const std::vector<double>>(cells->raster.values->size(), kNaN);
            }
        }
    }
    for (const Format format : kPictures) {
        const std::string bytes = file_of(figure, options(format));
        EXPECT_FALSE(bytes.empty());
        if (format == Format::svg) {
            EXPECT_THAT(bytes, Not(testing::ContainsRegex("[\" ,]-?(nan|inf)")));
            judged({"xmllint", "--noout", "FILE"}, bytes);
        }
    }
}

TEST(Export, TheSessionRidesInPngAndSvgAndCanBeLeftOut) {
    const std::string session = write_session(Document{});
    for (const Format format : {Format::png, Format::svg}) {
        ExportOptions o = options(format);
        EXPECT_EQ(session_of_picture(file_of(test::small_figure(), o, session), "").value(), session);
        o.with_session = false;
        EXPECT_EQ(session_of_picture(file_of(test::small_figure(), o, session), "").fault().id, "no_session");
    }
}

TEST(Export, AFullDiskIsSaid) {  // Faults row 52
    const auto written = write_file("/dev/full", file_of(test::small_figure(), options(Format::png)));
    ASSERT_FALSE(written.ok());
    EXPECT_EQ(written.fault().kind, FaultKind::failed);
}

TEST(Export, ADocumentGoesAllTheWay) {
    ResultCache cache;
    Progress progress;
    for (const FigureKind* kind : figure_kinds()) {
        for (const Format format : {Format::png, Format::svg, Format::pdf, Format::csv, Format::npy}) {
            Document document;
            document.models.front().context_length = 512;  // a table of tokens that a test can afford
            auto bytes = export_figure(document, *kind, options(format), cache, progress);
            ASSERT_TRUE(bytes.ok()) << kind->id << ' ' << sentence(bytes.fault());
            ResultCache other;
            EXPECT_EQ(bytes.value(), export_figure(document, *kind, options(format), other, progress).value())
                << kind->id << " as " << id(format) << ": a full cache gave other bytes than an empty one";
        }
    }
}

TEST(Export, CellsMeetPixels) {
    const auto metrics = font_metrics(find_font("DejaVu Sans").value()).value();
    ResultCache cache;
    Progress progress;
    for (const ThemeId id : themes()) {
        for (const Size size : {Size{460.8, 288}, Size{237.6, 180}, Size{800, 700}, Size{300, 600}}) {
            for (const double dpi : {72.0, 150.0, 300.0}) {
                PictureSize picture{size, dpi / 72, theme(id).font_size};
                const auto placed = make_placed_figure(Document{}, *find_figure_kind("scores"), picture,
                                                       theme(id), *metrics, true, cache, progress);
                ASSERT_TRUE(placed.ok());
                const Figure& figure = *placed.value().figure;
                const auto& cells = std::get<CellsMark>(figure.panels.front().marks.front());
                const double per_cell =
                    placed.value().places.panels.front().plot.width * dpi / 72 / cells.raster.columns;
                EXPECT_GE(per_cell, 0.99);  // none is lost
                // A kind that asks for no side has cells so large that uneven ones do not show.
                if (figure.panels.front().side == 0) continue;
                EXPECT_NEAR(per_cell, std::round(per_cell), 0.01)
                    << rope::id(id) << ' ' << size.width << " × " << size.height << " pt at " << dpi
                    << " dpi";
            }
        }
    }
}

TEST(Export, ACancelledExportSaysSo) {
    ResultCache cache;
    Progress progress;
    progress.cancel();
    for (const Format format : {Format::png, Format::csv}) {
        const auto bytes =
            export_figure(Document{}, *find_figure_kind("scores"), options(format), cache, progress);
        ASSERT_FALSE(bytes.ok());
        EXPECT_EQ(bytes.fault().id, "cancelled");
    }
}

TEST(Export, ScoresAreWrittenTokenByToken) {
    ResultCache cache;
    Progress progress;
    Document document;
    document.models.front().context_length = 600;  // more than the pixels of a small picture
    ExportOptions o = options(Format::csv);
    o.size = {200, 150};
    o.dpi = 72;
    const auto csv = export_figure(document, *find_figure_kind("scores"), o, cache, progress);
    ASSERT_TRUE(csv.ok());
    EXPECT_EQ(std::count(csv.value().begin(), csv.value().end(), '\n'), 601);
    EXPECT_THAT(csv.value().substr(0, 200),
                HasSubstr("query position (tokens),score at key position 0 (1),"));
}

}  // namespace
}  // namespace rope
