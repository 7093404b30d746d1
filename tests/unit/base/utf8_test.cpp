#include "core/base/utf8.h"

#include <gtest/gtest.h>

namespace rope {
namespace {

TEST(Utf8, AcceptsWellFormedText) {
    EXPECT_TRUE(is_utf8("θᵢ · 10⁵ 😀"));
    EXPECT_TRUE(is_utf8(""));
}

TEST(Utf8, RefusesBrokenOverlongAndSurrogates) {
    EXPECT_FALSE(is_utf8("\xff"));
    EXPECT_FALSE(is_utf8("\xc0\xaf"));
    EXPECT_FALSE(is_utf8("\xed\xa0\x80"));
    EXPECT_FALSE(is_utf8("\xe2\x82"));
}

TEST(Utf8, PrintableShowsEveryByteOnOneLine) {
    EXPECT_EQ(printable("a\xff\nb\x01θ"), "a\\xff\\nb\\x01θ");
}

TEST(Utf8, AppendingReadsBackAsTheSameCodePoint) {
    for (const char32_t c :
         {U'a', U'\x7f', U'\x80', U'θ', U'\x7ff', U'\x800', U'√', U'\xffff', U'😀', U'\x10ffff'}) {
        std::string text;
        append_utf8(text, c);
        std::size_t at = 0;
        EXPECT_TRUE(is_utf8(text));
        EXPECT_EQ(next_code_point(text, at), c);
        EXPECT_EQ(at, text.size());
    }
    std::string surrogate;
    append_utf8(surrogate, static_cast<char32_t>(0xD800));
    EXPECT_EQ(surrogate, "\xef\xbf\xbd");
}

}  // namespace
}  // namespace rope
