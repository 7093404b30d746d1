#include "core/vectors/token.h"

#include <gtest/gtest.h>

namespace rope {
namespace {

using Tokens = std::vector<Token>;

TEST(Token, WordsStandBetweenBlanks) {
    EXPECT_EQ(parse_tokens("The cat chased the mouse"), TokenSequence{}.tokens);
    EXPECT_EQ(parse_tokens("  a\t b\n\nc "), (Tokens{{"a"}, {"b"}, {"c"}}));
    EXPECT_TRUE(parse_tokens("").empty());
    EXPECT_TRUE(parse_tokens(" \n ").empty());
    EXPECT_EQ(parse_tokens("😀 Ärger 猫"), (Tokens{{"😀"}, {"Ärger"}, {"猫"}}));
}

TEST(Token, AWordMayHaveAVectorOfItsOwn) {
    EXPECT_EQ(parse_tokens("cat:=1,0,0.5 dog"), (Tokens{{"cat", "1,0,0.5"}, {"dog"}}));
    EXPECT_EQ(parse_tokens("cat:=m.safetensors:wq[3]"), (Tokens{{"cat", "m.safetensors:wq[3]"}}));
    EXPECT_EQ(parse_tokens("a:b c=d"), (Tokens{{"a:b"}, {"c=d"}}));
    EXPECT_EQ(parse_tokens(":=ones"), (Tokens{{"", "ones"}}));
    EXPECT_EQ(parse_tokens("cat:="), (Tokens{{"cat"}}));
}

TEST(Token, ABackslashTakesTheNextCharacterAsItIs) {
    EXPECT_EQ(parse_tokens(R"(New\ York:=my\ q.npy a\:=b \\)"),
              (Tokens{{"New York", "my q.npy"}, {"a:=b"}, {"\\"}}));
    EXPECT_EQ(parse_tokens("\\"), (Tokens{{"\\"}})) << "at the end it stands for itself";
    for (const Tokens& tokens : {Tokens{{"New York", "my q.npy"}, {"a:=b"}, {"\\"}},
                                 Tokens{{" \t", " "}, {"", ":=\\"}, {"\xff\n"}}, Tokens{}}) {
        EXPECT_EQ(parse_tokens(tokens_text(tokens)), tokens) << tokens_text(tokens);
    }
}

// FNV-1a of "a" is af63dc4c8601ec8c (Fowler, Noll, Vo: the published test vectors).
TEST(Token, LettersSeedTheVector) {
    EXPECT_EQ(vector_of({"a"}).text, "gaussian:seed=" + std::to_string(0xaf63dc4c8601ec8cULL >> 1));
    EXPECT_EQ(vector_of({"a", "ones"}).text, "ones");
    EXPECT_NE(vector_of({"The"}), vector_of({"the"}));
    EXPECT_EQ(vector_of({"the"}), vector_of({"the"}));
}

TEST(Token, OrdersAreListsOfPlaces) {
    EXPECT_EQ(parse_order("0,4, 2,3,1", "").value(), (std::vector<int>{0, 4, 2, 3, 1}));
    EXPECT_TRUE(parse_order(" ", "").value().empty());
    EXPECT_EQ(order_text(std::vector<int>{2, 0, 1}), "2,0,1");
    EXPECT_EQ(parse_order("0,,1", "").fault().id, "not_a_number");
    EXPECT_EQ(parse_order("0,-1", "").fault().id, "out_of_range");
    EXPECT_EQ(parse_order("1.5", "").fault().id, "not_an_integer");
    EXPECT_EQ(places({{{"a"}, {"b"}}, {}}), (std::vector<int>{0, 1}));
    EXPECT_EQ(places({{{"a"}, {"b"}}, {1, 0}}), (std::vector<int>{1, 0}));
}

TEST(Token, AnOrderNamesEveryTokenOnce) {
    const Tokens three{{"a"}, {"b"}, {"c"}};
    EXPECT_TRUE(check_tokens({three, {}}).ok());
    EXPECT_TRUE(check_tokens({three, {2, 0, 1}}).ok());
    EXPECT_TRUE(check_tokens({{}, {}}).ok());
    for (const std::vector<int>& order : {std::vector<int>{0, 1}, {0, 1, 1}, {0, 1, 3}, {0, 1, 2, 2}}) {
        const auto checked = check_tokens({three, order});
        ASSERT_FALSE(checked.ok()) << order_text(order);
        EXPECT_EQ(checked.fault().id, "wrong_order");
    }
    EXPECT_EQ(check_tokens({{}, {0}}).fault().id, "wrong_order");
    EXPECT_EQ(check_tokens({{{"cat", "gausian:seed=1"}}, {}}).fault().id, "unknown_generator");
    EXPECT_TRUE(check_tokens({{{"cat", "nowhere.npy"}}, {}}).ok()) << "files are not opened";
    EXPECT_EQ(check_tokens({Tokens(kMostTokens + 1, Token{"a"}), {}}).fault().id, "too_many_tokens");
}

}  // namespace
}  // namespace rope
