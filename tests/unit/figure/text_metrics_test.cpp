#include "core/figure/text_metrics.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/figure/rich_text.h"

namespace rope {
namespace {

TEST(TextMetrics, AddsAdvancesAndShrinksScripts) {
    const FixedWidthText text;
    EXPECT_DOUBLE_EQ(text.width("", 10), 0);
    EXPECT_DOUBLE_EQ(text.width("abc", 10), 18);
    EXPECT_DOUBLE_EQ(text.width("θᵢ", 10), 12);  // code points, not bytes
    EXPECT_DOUBLE_EQ(text.rich_width("10^{5}", 10), 12 + 6 * kScriptScale);
    EXPECT_DOUBLE_EQ(text.rich_width("*m*", 10), 6);
}

TEST(Fonts, TheOneFoundIsReadAndHasPlausibleWidths) {
    const Checked<FontChoice> font = find_font();
    ASSERT_TRUE(font.ok()) << sentence(font.fault());
    const auto metrics = font_metrics(font.value());
    ASSERT_TRUE(metrics.ok()) << sentence(metrics.fault());
    const TextMetrics& text = *metrics.value();
    EXPECT_GT(text.advance(U'm'), text.advance(U'i'));
    EXPECT_DOUBLE_EQ(text.advance(U'1'), text.advance(U'8'));  // tabular digits
    for (const char32_t c : std::u32string_view(U"√θΔλ−×⁵ₘ"))
        EXPECT_GT(text.advance(c), 0.1) << static_cast<unsigned>(c);
    EXPECT_GT(text.ascent(), 0.6);
    EXPECT_GT(text.descent(), 0.1);
    EXPECT_GT(text.advance(U'\U0001F600'), 0);  // no glyph in either face
}

TEST(Fonts, DejaVuSansHasItsPublishedAdvances) {
    const Checked<FontChoice> font = find_font("DejaVu Sans");
    ASSERT_TRUE(font.ok()) << sentence(font.fault());
    const auto metrics = font_metrics(font.value());
    ASSERT_TRUE(metrics.ok());
    // In 2048 units an em: "0" is 1303, "m" 1995, space 651 (hmtx of DejaVu Sans 2.37).
    EXPECT_DOUBLE_EQ(metrics.value()->advance(U'0'), 1303.0 / 2048);
    EXPECT_DOUBLE_EQ(metrics.value()->advance(U'm'), 1995.0 / 2048);
    EXPECT_DOUBLE_EQ(metrics.value()->advance(U' '), 651.0 / 2048);
}

// Faults row 49: a family that is not there is named, although fontconfig would offer another.
TEST(Fonts, AFamilyThatIsNotThereIsRefused) {
    const Checked<FontChoice> font = find_font("No Such Family Anywhere");
    ASSERT_FALSE(font.ok());
    EXPECT_EQ(font.fault().id, "no_such_font");
}

TEST(Fonts, BrokenFilesAreRefused) {
    const std::string path = testing::TempDir() + "rope_broken_font.ttf";
    for (const std::string& bytes :
         {std::string(), std::string("\0\1\0\0garbage", 11), std::string(5000, 'x')}) {
        std::ofstream(path, std::ios::binary) << bytes;
        const auto metrics = font_metrics({.family = "Broken", .file = path, .fallback_file = path});
        ASSERT_FALSE(metrics.ok());
        EXPECT_EQ(metrics.fault().id, "bad_font");
    }
    std::filesystem::remove(path);
    EXPECT_FALSE(font_metrics({.family = "", .file = "/nowhere.ttf", .fallback_file = ""}).ok());
}

}  // namespace
}  // namespace rope
