#include "core/export/xml.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/base/utf8.h"
#include "core/export/base64.h"

namespace rope {
namespace {

std::vector<std::string> texts(std::string_view xml, std::string_view element) {
    std::vector<std::string> out;
    xml_texts_within(xml, element, [&](const std::string& text) {
        out.push_back(text);
        return false;
    });
    return out;
}

TEST(Xml, EscapesEverythingThatMeansSomething) {
    EXPECT_EQ(xml_text("a<b>&\"c'"), "a&lt;b&gt;&amp;&quot;c'");
    EXPECT_EQ(xml_text("]]>"), "]]&gt;");
    EXPECT_EQ(xml_text("θ😀"), "θ😀");
}

TEST(Xml, ReplacesWhatXmlCannotHold) {
    EXPECT_EQ(xml_text(std::string_view("\x01\0\xff", 3)), "\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(xml_text("\xef\xbf\xbf"), "\uFFFD");  // U+FFFF
    EXPECT_EQ(xml_text("a\r\nb\t"), "a&#13;\nb\t");
}

TEST(Xml, NumbersAreShortAndWithoutExponent) {
    EXPECT_EQ(xml_number(0), "0");
    EXPECT_EQ(xml_number(-0.0001), "0");
    EXPECT_EQ(xml_number(1.5), "1.5");
    EXPECT_EQ(xml_number(-2), "-2");
    EXPECT_EQ(xml_number(1.0 / 3), "0.333");
    EXPECT_EQ(xml_number(100), "100");
    EXPECT_EQ(xml_number(1e20), "100000000000000000000");
    EXPECT_EQ(xml_number(-1e308).size(), 310u);
}

TEST(Xml, ReadsBackWhatItWrote) {
    const std::string text = "{\"a\": \"<&>'\\\"\", \"θ\": \"😀\"}\r\n ";
    EXPECT_EQ(texts("<svg><metadata>" + xml_text(text) + "</metadata></svg>", "metadata"),
              std::vector<std::string>{text});
}

TEST(Xml, FindsTextAsOtherProgramsRewriteIt) {
    EXPECT_EQ(texts("<?xml version='1.0'?><!-- <metadata>no</metadata> --><s:svg><s:metadata id='>'>"
                    "<x y=\"a>b\"><![CDATA[<yes>]]></x>&#x3b8;&#952;&apos;&nope;</s:metadata>no</s:svg>",
                    "metadata"),
              (std::vector<std::string>{"<yes>", "θθ'&nope;"}));
    EXPECT_TRUE(texts("<svg><metadata/>no</svg>", "metadata").empty());
}

TEST(Xml, SurvivesEveryTruncationAndDamage) {
    const std::string whole =
        "<?xml?><!DOCTYPE svg><svg><!-- c --><metadata a=\"b\"><![CDATA[x]]>&amp;&#65;</metadata></svg>";
    for (std::size_t n = 0; n <= whole.size(); ++n) {
        for (const auto& text : texts(whole.substr(0, n), "metadata"))
            EXPECT_TRUE(is_utf8(text));
        if (n == whole.size()) break;
        for (const char c : {'<', '>', '&', '"', '\0', '\xff'}) {
            std::string damaged = whole;
            damaged[n] = c;
            texts(damaged, "metadata");
        }
    }
    EXPECT_TRUE(texts(std::string(200'000, '<'), "metadata").empty());
}

TEST(Base64, KnownAnswers) {  // RFC 4648, section 10
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("fo"), "Zm8=");
    EXPECT_EQ(base64("foo"), "Zm9v");
    EXPECT_EQ(base64("foob"), "Zm9vYg==");
    EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
    EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64("\xff\xfe\xfd"), "//79");
}

}  // namespace
}  // namespace rope
