#include "core/export/png_writer.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/picture.h"

namespace rope {
namespace {

using test::Picture;

Picture coloured(int width, int height, int colours, bool transparent) {
    Picture picture{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height) * 4)};
    for (int i = 0; i < width * height; ++i) {
        std::uint8_t* pixel = picture.rgba.data() + 4 * i;
        const int colour = i % colours;
        pixel[0] = static_cast<std::uint8_t>(colour);
        pixel[1] = static_cast<std::uint8_t>(colour / 256);
        pixel[2] = 200;
        pixel[3] = transparent && colour % 2 == 1 ? 128 : 255;
    }
    return picture;
}

PngPicture source(const Picture& picture) {
    PngPicture out;
    out.width = picture.width;
    out.height = picture.height;
    out.row = [&picture](int y, std::span<std::uint8_t> rgba) {
        std::copy_n(picture.at(0, y), rgba.size(), rgba.data());
    };
    return out;
}

int byte_at(const std::string& bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes.at(at));
}
constexpr std::size_t kDepth = 24, kColourType = 25;  // in the first chunk, IHDR

TEST(PngWriter, PixelsReadBackInEveryForm) {
    for (const bool transparent : {false, true}) {
        for (const int colours : {1, 2, 3, 4, 5, 16, 17, 256, 257, 1000}) {
            for (const int width : {1, 7, 33}) {  // rows that end within a byte
                const Picture picture = coloured(width, 61, colours, transparent);
                const auto bytes = encode_png(source(picture));
                ASSERT_TRUE(bytes.ok());
                const auto back = test::read_png(bytes.value());
                ASSERT_TRUE(back);
                EXPECT_EQ(back->rgba, picture.rgba) << colours << ' ' << width << ' ' << transparent;
            }
        }
    }
}

TEST(PngWriter, TakesAPaletteWhere256ColoursAreEnough) {
    const auto form = [](int colours, bool transparent) {
        const std::string bytes = encode_png(source(coloured(40, 40, colours, transparent))).value();
        return std::pair(byte_at(bytes, kColourType), byte_at(bytes, kDepth));
    };
    constexpr int kPalette = 3, kRgb = 2, kRgba = 6;  // PNG specification, table 11.1
    EXPECT_EQ(form(2, false), std::pair(kPalette, 1));
    EXPECT_EQ(form(16, true), std::pair(kPalette, 4));
    EXPECT_EQ(form(256, false), std::pair(kPalette, 8));
    EXPECT_EQ(form(257, false), std::pair(kRgb, 8));
    EXPECT_EQ(form(257, true), std::pair(kRgba, 8));
}

TEST(PngWriter, HoldsResolutionAndText) {
    const Picture picture = coloured(4, 4, 2, false);
    PngPicture out = source(picture);
    out.dpi = 300;
    out.title = "Łódź 😀";
    out.session = std::string(10'000, 'x');
    const std::string bytes = encode_png(out).value();
    const std::size_t physical = bytes.find("pHYs");
    ASSERT_NE(physical, std::string::npos);
    // 300 / 0.0254 = 11811 pixels a metre, both ways, unit 1.
    EXPECT_EQ(bytes.substr(physical + 4, 9), std::string("\x00\x00\x2e\x23\x00\x00\x2e\x23\x01", 9));
    EXPECT_NE(bytes.find(out.title), std::string::npos);
    EXPECT_NE(bytes.find(kSessionKeyword), std::string::npos);
    EXPECT_LT(bytes.size(), 1000u);  // the session is compressed
    EXPECT_TRUE(test::read_png(bytes));
    EXPECT_EQ(encode_png(out).value(), bytes);
}

}  // namespace
}  // namespace rope
