// parse_size, limits of pictures, formats by ending.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/export/export.h"
#include "core/export/limits.h"

namespace rope {
namespace {

using testing::HasSubstr;

Size size_of(std::string_view text, double dpi = 150) {
    const auto size = parse_size(text, dpi, "--size");
    EXPECT_TRUE(size.ok()) << text;
    return size.ok() ? size.value() : Size{};
}

std::string fault_of(std::string_view text, double dpi = 150) {
    const auto size = parse_size(text, dpi, "--size");
    if (size.ok()) return "accepted";
    EXPECT_EQ(size.fault().kind, FaultKind::usage) << text;
    EXPECT_EQ(size.fault().where, "--size");
    return size.fault().id + ": " + sentence(size.fault());
}

TEST(ParseSize, ReadsEveryUnit) {
    EXPECT_DOUBLE_EQ(size_of("3.3x2.5in").width, 237.6);
    EXPECT_DOUBLE_EQ(size_of("3.3x2.5in").height, 180);
    EXPECT_DOUBLE_EQ(size_of("25.4x50.8mm").height, 144);
    EXPECT_DOUBLE_EQ(size_of("2.54x5.08cm").width, 72);
    EXPECT_EQ(size_of("460x288pt"), (Size{460, 288}));
    EXPECT_EQ(size_of("800x600px", 72), (Size{800, 600}));
    EXPECT_EQ(size_of("300x150px", 300), (Size{72, 36}));
    EXPECT_EQ(size_of("3×2in"), (Size{216, 144}));
    EXPECT_EQ(size_of(" 3 x 2 in"), (Size{216, 144}));
}

// Widths that journals and presentation programs state.
TEST(ParseSize, KnowsPlacesByName) {
    EXPECT_EQ(size_of("single"), (Size{3.3 * 72, 2.5 * 72}));
    EXPECT_EQ(size_of("double").width, 6.9 * 72);
    EXPECT_DOUBLE_EQ(size_of("slide").width / size_of("slide").height, 16.0 / 9);
    for (const NamedSize& named : picture_sizes()) {
        EXPECT_EQ(size_of(named.id), named.size);
        EXPECT_TRUE(check_size(named.size, "").ok()) << named.id;
    }
    EXPECT_THAT(fault_of("singel"), HasSubstr("single, double or slide"));
}

TEST(ParseSize, SaysWhatIsWrong) {
    EXPECT_THAT(fault_of("3.3x2.5"), HasSubstr("must end in in, mm, cm, pt or px"));
    EXPECT_THAT(fault_of("3.3in"), HasSubstr("WIDTHxHEIGHT"));
    EXPECT_THAT(fault_of("3,3x2.5in"), HasSubstr("bad_size"));
    for (const char* text : {"", "x", "xin", "x2in", "2xin", "nanx2in", "infx2in", "1e999x2in", "-3x2in",
                             "0x0in", "2x2x2in", "2 2in", "0x10px", "\xffx2in"}) {
        EXPECT_THAT(fault_of(text), HasSubstr("bad_size")) << text;
    }
}

TEST(ParseSize, KeepsTheLimits) {  // Faults row 38
    EXPECT_EQ(size_of("0.1x200in"), (Size{7.2, 14400}));
    EXPECT_THAT(fault_of("0.09x2in"), HasSubstr("from 0.1 to 200 in"));
    EXPECT_THAT(fault_of("200.1x2in"), HasSubstr("from 0.1 to 200 in"));
    EXPECT_THAT(fault_of("1x1mm"), HasSubstr("from 2.54 to 5080 mm")) << "in the unit that was typed";
    EXPECT_THAT(fault_of("1x600px", 100), HasSubstr("from 10 to 20000 px"));
    EXPECT_THAT(fault_of("40000x600px", 300), HasSubstr("32767 pixels a side"));
    EXPECT_THAT(fault_of("30000x30000px", 300), HasSubstr("million pixels"));
    EXPECT_EQ(pixels(size_of("32767x600px", 300).width, 300), 32767);
    for (const double dpi : {0.0, -1.0, 2401.0, 1e308}) {
        EXPECT_THAT(fault_of("800x600px", dpi), HasSubstr("must be from 1 to 2400")) << dpi;
    }
}

TEST(Format, IsNamedByTheEnding) {
    EXPECT_EQ(format_of_path("a.png").value(), Format::png);
    EXPECT_EQ(format_of_path("/tmp/x.y/A.B.SVG").value(), Format::svg);
    EXPECT_EQ(format_of_path(".pdf").value(), Format::pdf);
    EXPECT_EQ(format_of_path("\xff😀.csv").value(), Format::csv);
    EXPECT_EQ(format_of_path("x.npy").value(), Format::npy);
}

TEST(Format, UnknownEndingsListTheKnownOnes) {  // Faults row 57
    for (const char* path : {"a.jpg", "a", "", "a.", "dir.png/a", "-"}) {
        const auto format = format_of_path(path);
        ASSERT_FALSE(format.ok()) << path;
        EXPECT_EQ(format.fault().id, "unknown_ending");
        EXPECT_EQ(format.fault().kind, FaultKind::usage);
        for (const char* ending : {".png", ".svg", ".pdf", ".csv", ".npy"}) {
            EXPECT_THAT(sentence(format.fault()), HasSubstr(ending));
        }
    }
}

}  // namespace
}  // namespace rope
