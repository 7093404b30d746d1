#include "core/rope/mrope_sequence.h"

#include <gtest/gtest.h>

namespace rope {
namespace {

TEST(MropeSequence, IsReadPartByPart) {
    const auto parsed = parse_mrope_sequence("text:5, image:4x6,video:2x4x8", "");
    ASSERT_TRUE(parsed.ok());
    const std::vector<MropeSegment>& parts = parsed.value();
    ASSERT_EQ(parts.size(), 3U);
    EXPECT_EQ(parts[0].kind, MropeSegment::Kind::text);
    EXPECT_EQ(parts[0].tokens, 5);
    EXPECT_EQ(parts[1].kind, MropeSegment::Kind::vision);
    EXPECT_EQ(parts[1].frames, 1);
    EXPECT_EQ(parts[1].rows, 4);
    EXPECT_EQ(parts[1].columns, 6);
    EXPECT_EQ(parts[2].frames, 2);
    EXPECT_EQ(parts[2].columns, 8);
}

TEST(MropeSequence, WhatIsNoPartIsRefused) {
    for (const char* bad :
         {"", "text", "text:", "image:4", "image:4x4x4", "video:4x4", "picture:4x4", "text:3,"})
        EXPECT_FALSE(parse_mrope_sequence(bad, "").ok()) << bad;
    const Fault fault = parse_mrope_sequence("image:4", "image.content").fault();
    EXPECT_EQ(fault.id, "bad_sequence");
    EXPECT_EQ(fault.where, "image.content");
    EXPECT_EQ(parse_mrope_sequence("text:0", "").fault().id, "out_of_range");
    EXPECT_EQ(parse_mrope_sequence("image:65537x1", "").fault().id, "out_of_range");
}

TEST(MropeSequence, PatchesWithoutATokenAreSaid) {
    const auto words = [](const char* text, std::int64_t merge) {
        return left_over_words(parse_mrope_sequence(text, "").value().front(), merge);
    };
    EXPECT_EQ(words("image:4x6", 2), "");
    EXPECT_EQ(words("text:3", 2), "");
    EXPECT_EQ(words("image:5x4", 2),
              "of 5x4 patches the last (1 row) have no token, because merging makes one of 2x2");
    EXPECT_NE(words("video:2x5x8", 3).find("(2 rows and 2 columns)"), std::string::npos);
}

}  // namespace
}  // namespace rope
