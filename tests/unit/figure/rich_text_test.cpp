#include "core/figure/rich_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rope {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TextRun base(std::string text) {
    return {std::move(text), false, Script::base};
}
TextRun italic(std::string text, Script script = Script::base) {
    return {std::move(text), true, script};
}

TEST(RichText, ParsesScriptsAndItalics) {
    EXPECT_THAT(parse_rich_text("*q*_{*m*}^{T}*k*/√*d*"),
                ElementsAre(italic("q"), italic("m", Script::sub), TextRun{"T", false, Script::super},
                            italic("k"), base("/√"), italic("d")));
    EXPECT_THAT(parse_rich_text("10^{5} tokens"),
                ElementsAre(base("10"), TextRun{"5", false, Script::super}, base(" tokens")));
}

TEST(RichText, EscapedSignsAreThemselves) {
    EXPECT_THAT(parse_rich_text(R"(a\*b\_{c\^d\\e)"), ElementsAre(base(R"(a*b_{c^d\e)")));
}

TEST(RichText, TakesUnfinishedMarkupAsItCan) {
    EXPECT_THAT(parse_rich_text(""), IsEmpty());
    EXPECT_THAT(parse_rich_text("**"), IsEmpty());
    EXPECT_THAT(parse_rich_text("a_b^c}"), ElementsAre(base("a_b^c}")));
    EXPECT_THAT(parse_rich_text("x_{i"), ElementsAre(base("x"), TextRun{"i", false, Script::sub}));
    EXPECT_THAT(parse_rich_text("end\\"), ElementsAre(base("end\\")));
}

TEST(RichText, EscapedTextComesBackWhole) {
    for (const char* text : {"my_{model}*.json", "a\\b^{c}", "}{", "θ_i*", "\\\\*"})
        EXPECT_EQ(plain_text(escape_markup(text)), text);
}

TEST(RichText, PlainTextUsesRaisedAndLoweredSigns) {
    EXPECT_EQ(plain_text("10^{−5}"), "10⁻⁵");
    EXPECT_EQ(plain_text("*θ*_{17}"), "θ₁₇");
    EXPECT_EQ(plain_text("*q*_{*m*}^{T}*k*_{*n*}/√*d*"), "qₘᵀkₙ/√d");
    EXPECT_EQ(plain_text("*θ*_{*i*}"), "θ_i");
    EXPECT_EQ(plain_text("e^{*i*Δ*θ*}"), "e^iΔθ");
}

}  // namespace
}  // namespace rope
