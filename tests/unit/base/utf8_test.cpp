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

}  // namespace
}  // namespace rope
