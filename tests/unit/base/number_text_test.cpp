#include "core/base/number_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <locale>
#include <random>

namespace rope {
namespace {

std::string fault_id(std::string_view text) {
    const auto number = parse_number(text, "--base");
    return number.ok() ? "" : number.fault().id;
}

TEST(ParseNumber, ReadsDecimalNumbers) {
    EXPECT_EQ(parse_number("10000", "").value(), 10000.0);
    EXPECT_EQ(parse_number(" \t+0.25 ", "").value(), 0.25);
    EXPECT_EQ(parse_number("-1e-6", "").value(), -1e-6);
    EXPECT_EQ(parse_number(".5", "").value(), 0.5);
    EXPECT_EQ(parse_number("4.9406564584124654e-324", "").value(), std::numeric_limits<double>::denorm_min());
}

TEST(ParseNumber, FaultsRows37And44RefuseWhatIsNoNumberNeverPartOfIt) {
    for (const char* text : {"1,5", "1,75", "-3,0e5"})
        EXPECT_EQ(fault_id(text), "decimal_comma") << text;
    for (const char* text : {"nan", "NaN", "inf", "-inf", "Infinity"})
        EXPECT_EQ(fault_id(text), "not_finite") << text;
    for (const char* text : {"abc", "12abc", "1_000", "1 000", "0x10", "*2", "+-1", "--1", "1e", "e5",
                             "1,2,3", "1.5.2", "−1", "+", "-", "."})
        EXPECT_EQ(fault_id(text), "not_a_number") << text;
    const Fault fault = parse_number("1,75", "--base").fault();
    EXPECT_EQ(fault.kind, FaultKind::usage);
    EXPECT_EQ(sentence(fault), "--base: '1,75' has a decimal comma; write 1.75");
}

TEST(ParseNumber, FaultsRow45RefusesOverflowEmptyAndGreek) {
    EXPECT_EQ(fault_id("1e999"), "number_overflow");
    EXPECT_EQ(fault_id("-1e999"), "number_overflow");
    EXPECT_EQ(fault_id("1e-999"), "number_overflow");
    EXPECT_EQ(fault_id(""), "not_a_number");
    EXPECT_EQ(fault_id("   "), "not_a_number");
    EXPECT_EQ(fault_id("θ"), "not_a_number");
    EXPECT_LT(sentence(parse_number(std::string(1 << 20, 'x'), "").fault()).size(), 200u);
}

TEST(ParseInteger, TakesDigitsOnlyAndItsRangeIncludesBothEnds) {
    EXPECT_EQ(parse_integer(" +128 ", 2, 128, "").value(), 128);
    EXPECT_EQ(parse_integer("2", 2, 128, "").value(), 2);
    EXPECT_EQ(parse_integer("-9223372036854775808", INT64_MIN, 0, "").value(), INT64_MIN);
    const auto id = [](const char* text) { return parse_integer(text, 2, 128, "").fault().id; };
    EXPECT_EQ(id("1"), "out_of_range");
    EXPECT_EQ(id("129"), "out_of_range");
    EXPECT_EQ(id("99999999999999999999"), "out_of_range");
    EXPECT_EQ(id("1e2"), "not_an_integer");
    EXPECT_EQ(id("64.0"), "not_an_integer");
    EXPECT_EQ(id("4k"), "not_a_number");
    EXPECT_EQ(id("nan"), "not_finite");
    EXPECT_EQ(id("6,4"), "decimal_comma");
}

TEST(NumberText, ExactAndShortestReadBackAsTheSameDouble) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 20000; ++i) {
        const auto bits = random();
        double value = 0;
        static_assert(sizeof bits == sizeof value);
        std::memcpy(&value, &bits, sizeof value);
        if (!std::isfinite(value)) continue;
        ASSERT_EQ(parse_number(exact_text(value), "").value(), value);
        ASSERT_EQ(parse_number(shortest_text(value), "").value(), value);
    }
    EXPECT_EQ(shortest_text(0.1), "0.1");
    EXPECT_EQ(shortest_text(500000.0), "500000");
    EXPECT_EQ(exact_text(0.1), "0.10000000000000001");
}

TEST(DisplayText, IsWrittenForPeople) {
    EXPECT_EQ(display_text(0.0), "0");
    EXPECT_EQ(display_text(-0.0), "0");
    EXPECT_EQ(display_text(1.0), "1");
    EXPECT_EQ(display_text(-1.5), "\u22121.5");
    EXPECT_EQ(display_text(3.14159265), "3.142");
    EXPECT_EQ(display_text(3.14159265, 2), "3.1");
    EXPECT_EQ(display_text(9.99999), "10");
    EXPECT_EQ(display_text(1234.5678), "1235");
    EXPECT_EQ(display_text(0.0001), "0.0001");
    EXPECT_EQ(display_text(5.4e-7), "5.4 × 10⁻⁷");
    EXPECT_EQ(display_text(0.00009999999), "10⁻⁴");
    EXPECT_EQ(display_text(-1e10), "\u221210¹⁰");
    EXPECT_EQ(display_text(1.25e300), "1.25 × 10³⁰⁰");
}

TEST(DisplayText, GroupsFrom10000OnAndNeverDropsWholeDigits) {
    EXPECT_EQ(display_text(9999.0), "9999");
    EXPECT_EQ(display_text(10000.0), "10\u2009000");
    EXPECT_EQ(display_text(131072.0), "131\u2009072");
    EXPECT_EQ(display_text(9999999.0), "9\u2009999\u2009999");
    EXPECT_EQ(display_text(9999999.7), "10⁷");
    EXPECT_EQ(display_text(12345.678, 7), "12\u2009345.68");
    EXPECT_EQ(display_text(16777216, 11), "16\u2009777\u2009216");
    EXPECT_EQ(display_text(-4294967296, 11), "\u22124\u2009294\u2009967\u2009296");
    EXPECT_EQ(display_text(16777216), "1.678 × 10⁷") << "four digits say no more";
    EXPECT_EQ(display_text(50000000, 11), "5 × 10⁷");
    EXPECT_EQ(display_text(123456789012, 11), "1.2345678901 × 10¹¹");
}

TEST(DisplayText, HasWordsForWhatIsNotFinite) {
    EXPECT_EQ(display_text(std::numeric_limits<double>::infinity()), "∞");
    EXPECT_EQ(display_text(-std::numeric_limits<double>::infinity()), "\u2212∞");
    EXPECT_EQ(display_text(std::nan("")), "not a number");
}

TEST(NumberText, FaultsRow66ALocaleWithDecimalCommaChangesNothing) {
    struct Comma : std::numpunct<char> {
        char do_decimal_point() const override { return ','; }
        char do_thousands_sep() const override { return '.'; }
        std::string do_grouping() const override { return "\3"; }
    };
    const std::locale before = std::locale::global(std::locale(std::locale(), new Comma));
    EXPECT_EQ(parse_number("1.5", "").value(), 1.5);
    EXPECT_EQ(exact_text(1234567.5), "1234567.5");
    EXPECT_EQ(shortest_text(1234567.5), "1234567.5");
    EXPECT_EQ(display_text(0.5), "0.5");
    std::locale::global(before);
}

TEST(NearestName, FindsSlipsAndNothingFarAway) {
    constexpr std::string_view kNames[] = {"frequencies", "rotate",  "scores", "decay",
                                           "plot",        "gallery", "list"};
    const auto nearest = [&](std::string_view given) {
        return nearest_name(given, kNames, std::size(kNames));
    };
    EXPECT_EQ(nearest("frequncies"), "frequencies");
    EXPECT_EQ(nearest("plto"), "plot");
    EXPECT_EQ(nearest("Decay"), "decay");
    EXPECT_EQ(nearest("galery"), "gallery");
    EXPECT_EQ(nearest("banana"), "");
    EXPECT_EQ(nearest(""), "");
    EXPECT_EQ(nearest("x"), "");
    EXPECT_EQ(nearest(std::string(1 << 20, 'a')), "");
}

}  // namespace
}  // namespace rope
