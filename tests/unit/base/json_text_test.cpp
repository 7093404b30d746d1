#include "core/base/json_text.h"

#include <gtest/gtest.h>

#include <cmath>

namespace rope {
namespace {

constexpr JsonOptions kPython{.allow_non_finite = true};

Fault fault_of(std::string_view text, const JsonOptions& options = {}) {
    return parse_json(text, "c.json", options).fault();
}

TEST(ParseJson, ReadsEveryKindOfValue) {
    const auto parsed = parse_json(R"({"a": [1, -2, 2.5, "θ\n", true, null], "b": {"c": {}}})", "c.json");
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(parsed.value(),
              nlohmann::json::parse(R"({"a": [1, -2, 2.5, "θ\n", true, null], "b": {"c": {}}})"));
}

TEST(ParseJson, FaultsRow1Empty) {
    EXPECT_EQ(fault_of("").id, "json_empty");
    EXPECT_EQ(fault_of(" \n\t ").id, "json_empty");
    EXPECT_EQ(fault_of("\xEF\xBB\xBF").id, "json_empty");
}

TEST(ParseJson, FaultsRow2TruncatedWithLineAndColumn) {
    const Fault fault = fault_of("{\n  \"θ\": [1,\n");
    EXPECT_EQ(fault.id, "json_syntax");
    EXPECT_EQ(fault.where, "c.json, line 3, column 1");
    EXPECT_EQ(fault_of("{\n  \"θθ\": x}").where, "c.json, line 2, column 9");  // columns count characters
    EXPECT_EQ(fault_of("{\"a\": 1} x").where, "c.json, line 1, column 10");
    const std::string whole = R"({"a": [1, {"b": "text"}], "c": null})";
    for (std::size_t length = 0; length < whole.size(); ++length)
        EXPECT_FALSE(parse_json(whole.substr(0, length), "").ok()) << length;
}

TEST(ParseJson, FaultsRow3AByteOrderMarkIsAccepted) {
    EXPECT_TRUE(parse_json("\xEF\xBB\xBF{\"a\": 1}", "").ok());
    EXPECT_EQ(fault_of("\xEF\xBB\xBF{\"a\": }").where, "c.json, line 1, column 7");
}

TEST(ParseJson, FaultsRow4NonFiniteLiteralsAreRefusedOrRead) {
    const char* text = R"({"s": "NaN, \"Infinity", "a": NaN, "b": [Infinity, -Infinity], "c": 7})";
    const Fault fault = fault_of(text);
    EXPECT_EQ(fault.id, "not_finite");
    EXPECT_EQ(fault.where, "c.json, line 1, column 31");
    const auto parsed = parse_json(text, "", kPython);
    ASSERT_TRUE(parsed.ok()) << sentence(parsed.fault());
    const auto& json = parsed.value();
    EXPECT_EQ(json["s"], "NaN, \"Infinity");
    EXPECT_TRUE(std::isnan(json["a"].get<double>()));
    EXPECT_EQ(json["b"][0].get<double>(), INFINITY);
    EXPECT_EQ(json["b"][1].get<double>(), -INFINITY);
    EXPECT_EQ(json["c"], 7);
    for (const char* wrong : {"{\"a\": xNaN}", "{\"a\": NaNx}", "{NaN: 1}", "{\"a\": -NaN}", "{\"a\": nan}",
                              "{\"a\": NaN NaN}", "{\"a\": +Infinity}"})
        EXPECT_EQ(fault_of(wrong, kPython).id, "json_syntax") << wrong;
}

TEST(ParseJson, FaultsRow5RefusesNumbersBeyondDouble) {
    const Fault fault = fault_of("{\n\"a\": 1e999}");
    EXPECT_EQ(fault.id, "number_overflow");
    EXPECT_NE(sentence(fault).find("1e999"), std::string::npos) << sentence(fault);
    EXPECT_NE(fault.where.find("line 2"), std::string::npos) << fault.where;
}

TEST(ParseJson, FaultsRow6RefusesDuplicateKeys) {
    const Fault fault = fault_of("{\"a\": 1,\n \"b\": {\"a\": 2},\n \"a\": 3}");
    EXPECT_EQ(fault.id, "duplicate_key");
    EXPECT_NE(fault.where.find("line 3"), std::string::npos) << fault.where;
    EXPECT_NE(sentence(fault).find("'a'"), std::string::npos);
}

TEST(ParseJson, FaultsRow12RefusesDeepNestingWithoutCrashing) {
    const std::string arrays(200'000, '[');
    EXPECT_EQ(fault_of(arrays, {.top_level_object = false}).id, "json_too_deep");
    std::string objects;
    for (int i = 0; i < 200'000; ++i)
        objects += "{\"a\":";
    EXPECT_EQ(fault_of(objects).id, "json_too_deep");
    std::string allowed = std::string(100, '[') + std::string(100, ']');
    EXPECT_TRUE(parse_json(allowed, "", {.top_level_object = false}).ok());
}

TEST(ParseJson, FaultsRow14RefusesWhatIsNoObject) {
    EXPECT_EQ(fault_of("[1]").id, "not_an_object");
    EXPECT_EQ(fault_of("7").id, "not_an_object");
    EXPECT_TRUE(parse_json("[1]", "", {.top_level_object = false}).ok());
}

TEST(ParseJson, RefusesZeroBytesAndBrokenUtf8) {
    EXPECT_EQ(fault_of(std::string_view("{\"a\": 1}\0 hidden", 16)).id, "json_syntax");
    EXPECT_EQ(fault_of("{\"a\": \"\xff\"}").id, "json_syntax");
    for (const char c : sentence(fault_of("{\"a\": \"\xff\"}")))
        EXPECT_GE(static_cast<unsigned char>(c), 0x20);
}

}  // namespace
}  // namespace rope
