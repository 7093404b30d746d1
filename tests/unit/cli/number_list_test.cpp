#include "app/cli/number_list.h"

#include <gtest/gtest.h>

namespace rope::cli {
namespace {

std::vector<double> numbers(std::string_view text) {
    const Checked<std::vector<double>> parsed = parse_number_list(text, "--positions");
    EXPECT_TRUE(parsed.ok()) << sentence(parsed.fault());
    return parsed.value();
}

std::string fault_id(std::string_view text) {
    const Checked<std::vector<double>> parsed = parse_number_list(text, "--positions");
    if (parsed.ok()) return "";
    EXPECT_EQ(parsed.fault().kind, FaultKind::usage);
    EXPECT_EQ(parsed.fault().where, "--positions");
    return parsed.fault().id;
}

TEST(NumberList, ReadsListsAndRangesWithTheirEnd) {
    EXPECT_EQ(numbers("7"), (std::vector<double>{7}));
    EXPECT_EQ(numbers("0,1,5,10:40:10"), (std::vector<double>{0, 1, 5, 10, 20, 30, 40}));
    EXPECT_EQ(numbers("0:3"), (std::vector<double>{0, 1, 2, 3}));
    EXPECT_EQ(numbers("0:10:4"), (std::vector<double>{0, 4, 8}));
    EXPECT_EQ(numbers("3:1:-1"), (std::vector<double>{3, 2, 1}));
    EXPECT_EQ(numbers("-2,-1.5, 1e3"), (std::vector<double>{-2, -1.5, 1000}));
    EXPECT_EQ(numbers("5:5"), (std::vector<double>{5}));
}

TEST(NumberList, EndsExactlyWhereAFractionalStepReachesTheEnd) {
    const std::vector<double> tenths = numbers("0:1:0.1");
    ASSERT_EQ(tenths.size(), 11u);
    EXPECT_EQ(tenths.back(), 1.0);
    EXPECT_NEAR(tenths[3], 0.3, 1e-15);
}

TEST(NumberList, AllowsPositionsUpToTwoToThe32) {
    EXPECT_EQ(numbers("4294967296,-4294967296").size(), 2u);
    EXPECT_EQ(fault_id("4294967297"), "position_too_large");
    EXPECT_EQ(fault_id("0:1e300:1e299"), "position_too_large");
}

TEST(NumberList, RefusesWhatIsNoList) {
    EXPECT_EQ(fault_id(""), "empty_list");
    EXPECT_EQ(fault_id("  "), "empty_list");
    EXPECT_EQ(fault_id("1,,2"), "not_a_number");
    EXPECT_EQ(fault_id("1,2,"), "not_a_number");
    EXPECT_EQ(fault_id("1;2"), "not_a_number");
    EXPECT_EQ(fault_id("1:2:3:4"), "bad_range");
    EXPECT_EQ(fault_id("1:5:0"), "bad_range");
    EXPECT_EQ(fault_id("5:1"), "bad_range");
    EXPECT_EQ(fault_id(":5"), "not_a_number");
    EXPECT_EQ(fault_id("nan"), "not_finite");
    EXPECT_EQ(fault_id("0:inf"), "not_finite");
}

TEST(NumberList, RefusesListsBeyondTheirLimitBeforeMakingThem) {
    EXPECT_EQ(numbers("1:1000000").size(), kMostNumbers);
    EXPECT_EQ(fault_id("0:1000000"), "too_many_numbers");
    EXPECT_EQ(fault_id("0:4294967296:0.000001"), "too_many_numbers");
    EXPECT_EQ(fault_id("1:1000000,1"), "too_many_numbers");
}

}  // namespace
}  // namespace rope::cli
