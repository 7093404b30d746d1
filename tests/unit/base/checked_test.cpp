#include "core/base/checked.h"

#include <gtest/gtest.h>

namespace rope {
namespace {

TEST(Checked, HoldsAValueOrAFault) {
    const Checked<int> seven = 7;
    ASSERT_TRUE(seven.ok());
    EXPECT_EQ(seven.value(), 7);
    const Checked<int> none =
        Fault{.id = "nothing", .subject = "x", .rule = "must be", .remedy = "", .where = ""};
    ASSERT_FALSE(none.ok());
    EXPECT_EQ(none.fault().id, "nothing");
}

TEST(Checked, SentenceSaysWhereWhatRuleAndRemedyOnOneLine) {
    const Fault fault{.id = "odd_head_dim",
                      .subject = "head_dim = 63",
                      .rule = "must be even",
                      .remedy = "use 62 or 64",
                      .where = "a\nb.json"};
    EXPECT_EQ(sentence(fault), "a\\nb.json: head_dim = 63 must be even; use 62 or 64");
}

TEST(CheckedDeathTest, TakingTheValueOfAFaultEndsTheProgram) {
    const Checked<int> none = Fault{};
    EXPECT_DEATH(static_cast<void>(none.value()), "internal error");
}

}  // namespace
}  // namespace rope
