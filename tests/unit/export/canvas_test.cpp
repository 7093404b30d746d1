// The canvases of files, driven directly: they must draw the same picture, and survive whatever they are
// given.
#include <cairo-pdf.h>
#include <cairo.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

#include "core/base/atomic_file.h"
#include "core/base/utf8.h"
#include "core/export/cairo_canvas.h"
#include "core/export/svg_canvas.h"
#include "tests/support/golden.h"
#include "tests/support/picture.h"
#include "tests/support/run_program.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/export/judges.h"
#include "tests/unit/export/sampler.h"

namespace rope {
namespace {

using test::Picture;
using testing::HasSubstr;
using testing::Not;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

// A machine may have Inter; these tests are about one font that every build installs.
const FontChoice& font() {
    static const FontChoice choice = find_font("DejaVu Sans").value();
    return choice;
}
const TextMetrics& metrics() {
    static const auto loaded = font_metrics(font()).value();
    return *loaded;
}

using Draw = std::function<void(Canvas&)>;

Picture raster_of(Size size, double pixels_per_point, const Draw& draw, ThemeId id = ThemeId::light) {
    Picture out;
    out.width = static_cast<int>(std::lround(size.width * pixels_per_point));
    out.height = static_cast<int>(std::lround(size.height * pixels_per_point));
    cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, out.width, out.height);
    cairo_t* context = cairo_create(surface);
    {
        CairoCanvas canvas(context, CairoCanvas::Target::raster, pixels_per_point,
                           FontFaces::open(font()).value(), metrics(), theme(id));
        draw(canvas);
        const auto done = canvas.finish();
        EXPECT_TRUE(done.ok()) << (done.ok() ? "" : sentence(done.fault()));
    }
    cairo_surface_flush(surface);
    const unsigned char* data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < out.height; ++y) {
        const auto* row = reinterpret_cast<const std::uint32_t*>(data + y * stride);
        for (int x = 0; x < out.width; ++x) {
            for (const int shift : {16, 8, 0, 24})
                out.rgba.push_back(static_cast<std::uint8_t>(row[x] >> shift));
        }
    }
    cairo_destroy(context);
    cairo_surface_destroy(surface);
    return out;
}

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

std::string pdf_of(Size size, const Draw& draw, ThemeId id = ThemeId::light) {
    std::string bytes;
    cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(append, &bytes, size.width, size.height);
    cairo_t* context = cairo_create(surface);
    {
        CairoCanvas canvas(context, CairoCanvas::Target::vector, 1, FontFaces::open(font()).value(),
                           metrics(), theme(id));
        draw(canvas);
        cairo_show_page(context);
        EXPECT_TRUE(canvas.finish().ok());
    }
    cairo_destroy(context);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    return bytes;
}

std::string svg_of(Size size, const Draw& draw, ThemeId id = ThemeId::light) {
    SvgCanvas canvas(size, font().family, metrics(), theme(id));
    draw(canvas);
    auto svg = canvas.finish("Title", "Description", "");
    EXPECT_TRUE(svg.ok());
    return svg.ok() ? std::move(svg).value() : std::string();
}

Draw sampler(ThemeId id) {
    return [id](Canvas& canvas) { test::draw_sampler(theme(id), canvas); };
}

using test::kBlock;
using test::kMostDifference;
using test::rendered;

TEST(Canvases, SvgLooksLikeThePicture) {
    if (!test::have_program("rsvg-convert")) GTEST_SKIP() << "rsvg-convert is not installed";
    for (const ThemeId id : {ThemeId::light, ThemeId::dark}) {
        const Picture picture = raster_of(test::kSamplerSize, 2, sampler(id), id);
        const Picture svg = rendered("a.svg", svg_of(test::kSamplerSize, sampler(id), id));
        EXPECT_LT(test::largest_block_difference(picture, svg, kBlock), kMostDifference);
    }
}

TEST(Canvases, PdfLooksLikeThePicture) {
    if (!test::have_program("pdftoppm")) GTEST_SKIP() << "pdftoppm is not installed";
    for (const ThemeId id : {ThemeId::light, ThemeId::dark}) {
        const Picture picture = raster_of(test::kSamplerSize, 2, sampler(id), id);
        const Picture pdf = rendered("a.pdf", pdf_of(test::kSamplerSize, sampler(id), id));
        EXPECT_LT(test::largest_block_difference(picture, pdf, kBlock), kMostDifference);
    }
}

TEST(Canvases, SamplerIsAsAccepted) {
    EXPECT_TRUE(test::matches_golden_picture(
        "sampler-light", test::write_png(raster_of(test::kSamplerSize, 2, sampler(ThemeId::light)))));
    EXPECT_TRUE(
        test::matches_golden_text("sampler-svg", svg_of(test::kSamplerSize, sampler(ThemeId::light))));
}

TEST(Canvases, TheSameDrawingGivesTheSameBytes) {
    const auto draw = sampler(ThemeId::print);
    EXPECT_EQ(raster_of(test::kSamplerSize, 1.7, draw).rgba, raster_of(test::kSamplerSize, 1.7, draw).rgba);
    EXPECT_EQ(svg_of(test::kSamplerSize, draw), svg_of(test::kSamplerSize, draw));
}

TEST(CairoCanvas, AxisParallelHairlinesCoverWholePixels) {
    const Colour black{0, 0, 0, 255};
    for (const double scale : {1.0, 1.5, 2.0, 150 / 72.0}) {
        const Picture picture = raster_of({40, 40}, scale, [&](Canvas& canvas) {
            canvas.polyline(std::vector<Point>{{10.3, 0}, {10.3, 40}}, {black, 0.6});
            canvas.rectangle({20.2, 5.1, 11.7, 20.4}, std::nullopt, Stroke{black, 0.6});
        });
        const int y = picture.height / 4;  // through the line and the rectangle's two sides
        int dark = 0;
        for (int x = 0; x < picture.width; ++x) {
            const int alpha = picture.at(x, y)[3];
            EXPECT_TRUE(alpha == 0 || alpha == 255) << "scale " << scale << ", x " << x << ": " << alpha;
            dark += alpha == 255 ? 1 : 0;
        }
        EXPECT_EQ(dark, 3 * std::lround(std::max(1.0, 0.6 * scale))) << scale;
    }
}

TEST(CairoCanvas, CellsKeepTheirExactColoursAndMeetWholePixels) {
    const Theme& light = theme(ThemeId::light);
    Raster raster;
    raster.rows = 3;
    raster.columns = 4;
    std::vector<double> values(12);
    for (int i = 0; i < 12; ++i)
        values[static_cast<std::size_t>(i)] = i / 6.0 - 1;
    values[5] = kNaN;
    raster.values = std::make_shared<const std::vector<double>>(values);
    const ColourScale scale{ColourMapId::diverging, -1, 1};
    const Picture picture = raster_of({50, 40}, 2, [&](Canvas& canvas) {
        canvas.cells({5.1, 4.9, 40, 30}, raster, scale);
    });
    const auto expected = colour_raster(raster, scale, light);
    for (int y = 0; y < 60; ++y) {
        for (int x = 0; x < 80; ++x) {
            const std::uint8_t* want = expected.data() + 4 * ((y / 20) * 4 + x / 20);
            const std::uint8_t* got = picture.at(10 + x, 10 + y);
            ASSERT_TRUE(std::equal(want, want + 4, got)) << x << ' ' << y;
        }
    }
    EXPECT_EQ(picture.at(9, 20)[3], 0);
    EXPECT_EQ(picture.at(90, 20)[3], 0);
}

TEST(CairoCanvas, TextIsAsWideAsItsMetricsSay) {
    const std::string words = "Illumination θ 12345";
    const double width = metrics().width(words, 20);
    const Picture picture = raster_of({400, 60}, 2, [&](Canvas& canvas) {
        canvas.text({50, 40}, words, TextStyle{20, {0, 0, 0, 255}, Align::left, false, 0});
    });
    int last = 0;
    for (int x = 0; x < picture.width; ++x) {
        for (int y = 50; y < picture.height; ++y) {
            if (picture.at(x, y)[3] > 128) last = x;
        }
    }
    EXPECT_NEAR(last + 1, 2 * (50 + width), 0.08 * 40 + 1);  // but for the side bearing of the 5, 0.08 em
}

TEST(CairoCanvas, NothingPoisonsIt) {
    // Then a plain rectangle must still appear.
    const Draw hostile = [](Canvas& canvas) {
        const Stroke stroke{{0, 0, 0, 255}, 1};
        const TextStyle style{12, {0, 0, 0, 255}, Align::left, false, 0};
        canvas.polyline(std::vector<Point>{{kNaN, 0}, {1, 1}}, stroke);
        canvas.polyline(std::vector<Point>{{0, 0}, {kInf, -kInf}, {1, 1}, {2, 2}}, stroke);
        canvas.polyline(std::vector<Point>{{0, 0}}, stroke);
        canvas.polyline({}, stroke);
        canvas.polyline(std::vector<Point>{{1, 1}, {1, 1}}, {{0, 0, 0, 255}, kNaN});
        canvas.polyline(std::vector<Point>{{1, 1}, {2, 1}}, {{0, 0, 0, 255}, -1, Dash::dashed});
        canvas.polygon(std::vector<Point>{{kNaN, 0}, {1, kInf}, {0, 1}}, {});
        canvas.rectangle({kNaN, 0, kInf, 1}, Colour{}, stroke);
        canvas.circle({0, kNaN}, 1, Colour{}, stroke);
        canvas.circle({0, 0}, kInf, Colour{}, stroke);
        canvas.circle({0, 0}, -1, Colour{}, stroke);
        canvas.sector({0, 0}, 1, kNaN, 1, {});
        canvas.sector({5, 5}, 1, 0, 1e9, {});
        canvas.cells({0, 0, 0, 0}, Raster{}, {});
        canvas.cells({kNaN, 0, 1, 1}, Raster{}, {});
        canvas.text({kNaN, 0}, "a", style);
        for (const double size : {0.0, -1.0, 1e-9, 1e9, kNaN, kInf}) {
            TextStyle odd = style;
            odd.size = size;
            canvas.text({5, 5}, "a^{b}", odd);
        }
        TextStyle turned = style;
        turned.angle = kNaN;
        canvas.text({5, 5}, "a", turned);
        canvas.text({5, 5}, std::string_view("\xff\xc0\xaf\0\x01\n\xed\xa0\x80", 9), style);
        canvas.text({5, 5}, "", style);
        canvas.text({5, 5}, "*_{}^{}*", style);
        canvas.push_clip({kNaN, 0, 1, 1});
        canvas.pop_clip();
        canvas.rectangle({10, 10, 10, 10}, Colour{255, 0, 0, 255}, std::nullopt);
    };
    const Picture picture = raster_of({30, 30}, 1, hostile);
    EXPECT_EQ(picture.at(15, 15)[0], 255);
    EXPECT_EQ(picture.at(15, 15)[3], 255);
    EXPECT_THAT(pdf_of({30, 30}, hostile), testing::StartsWith("%PDF"));
    const std::string svg = svg_of({30, 30}, hostile);
    EXPECT_TRUE(is_utf8(svg));
    EXPECT_THAT(svg, Not(testing::ContainsRegex("[\" ,](nan|inf|-nan|-inf)")));
    EXPECT_THAT(svg, HasSubstr("fill=\"#ff0000\""));
    if (!test::have_program("xmllint")) GTEST_SKIP() << "xmllint is not installed";
    const auto run = test::run_program({"xmllint", "--noout", "-"}, svg);
    EXPECT_EQ(run.status, 0) << run.errors;
}

TEST(CairoCanvas, CharactersOfNoFontLeaveABoxAndNotAGap) {
    const Picture picture = raster_of({30, 30}, 1, [](Canvas& canvas) {
        canvas.text({5, 20}, "\U0010FFFD", TextStyle{12, {0, 0, 0, 255}, Align::left, false, 0});
    });
    int ink = 0;
    for (std::size_t i = 3; i < picture.rgba.size(); i += 4)
        ink += picture.rgba[i] > 64 ? 1 : 0;
    EXPECT_GT(ink, 10);
}

TEST(SvgCanvas, IsValidXmlWithTextAndNamedGroups) {
    const std::string svg = svg_of(test::kSamplerSize, sampler(ThemeId::light));
    EXPECT_THAT(svg, HasSubstr("<title id=\"figure-title\">Title</title>"));
    EXPECT_THAT(svg, HasSubstr("<desc id=\"figure-desc\">Description</desc>"));
    EXPECT_THAT(svg, HasSubstr("<g id=\"panel1-series-0\" class=\"series\">"));
    EXPECT_THAT(svg, HasSubstr("Grey &amp; &lt;angle&gt; &quot;quotes&quot; '😀'</text>"));
    EXPECT_THAT(svg, HasSubstr("<tspan font-style=\"italic\">q</tspan>"));
    EXPECT_THAT(svg, HasSubstr("data:image/png;base64,"));
    EXPECT_THAT(svg, HasSubstr("text-anchor=\"end\""));
    if (!test::have_program("xmllint")) GTEST_SKIP() << "xmllint is not installed";
    const auto run = test::run_program({"xmllint", "--noout", "-"}, svg);
    EXPECT_EQ(run.status, 0) << run.errors;
}

TEST(SvgCanvas, IdsAreUniqueAndEmptyGroupsLeaveNothing) {
    const std::string svg = svg_of({10, 10}, [](Canvas& canvas) {
        for (int i = 0; i < 3; ++i) {
            canvas.push_group({Role::rule, 2, 0});
            if (i != 1) canvas.circle({5, 5}, 1, Colour{}, std::nullopt);
            canvas.pop_group();
        }
        canvas.push_clip({0, 0, 5, 5});
        canvas.push_group({Role::grid});
        canvas.pop_group();
        canvas.pop_clip();
    });
    EXPECT_THAT(svg, HasSubstr("id=\"panel0-rule-2\""));
    EXPECT_THAT(svg, HasSubstr("id=\"panel0-rule-2.3\""));
    EXPECT_THAT(svg, Not(HasSubstr("id=\"panel0-rule-2.2\"")));
    EXPECT_THAT(svg, Not(HasSubstr("class=\"grid\"")));
    EXPECT_THAT(svg, Not(HasSubstr("<g clip-path")));
}

TEST(SvgCanvas, SectorsOfEverySweepAreClosedShapes) {
    const auto path = [](double from, double to) {
        return svg_of({10, 10}, [&](Canvas& canvas) {
            canvas.sector({5, 5}, 4, from, to, Colour{1, 2, 3, 255});
        });
    };
    constexpr double kPi = std::numbers::pi;
    EXPECT_THAT(path(0, kPi / 2), HasSubstr("M5,5L9,5A4,4 0 0 0 5,1Z"));      // counter-clockwise, up
    EXPECT_THAT(path(kPi / 2, 0), HasSubstr("M5,5L5,1A4,4 0 0 1 9,5Z"));      // the same, the other way
    EXPECT_THAT(path(0, 3 * kPi / 2), HasSubstr("M5,5L9,5A4,4 0 1 0 5,9Z"));  // the long way
    EXPECT_THAT(path(0, 2 * kPi), HasSubstr("<circle"));
}

}  // namespace
}  // namespace rope
