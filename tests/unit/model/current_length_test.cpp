#include "core/model/current_length.h"

#include <gtest/gtest.h>

#include "core/model/presets.h"

namespace rope {
namespace {

ModelSpec with_scaling(const char* type) {
    ModelSpec model;
    model.scaling = {.type = type, .numbers = {{"factor", 2}}, .lists = {}};
    return model;
}

TEST(CurrentLength, IsTheLargestPositionAndOne) {
    EXPECT_EQ(length_of_call(std::vector<double>{0, 5000, 3}), 5001);
    EXPECT_EQ(length_of_call(std::vector<double>{}), 1);
    EXPECT_EQ(length_of_call(std::vector<double>{-7}), 1) << "a sequence has a token at least";
    EXPECT_EQ(length_of_call(std::vector<double>{4095.5}), 4097) << "one more token than 4095 would need";
    EXPECT_EQ(length_of_call(std::vector<double>{double(kLargestContext)}), kLargestContext);
}

TEST(CurrentLength, IsReadByDynamicAndLongRopeAlone) {
    for (const Scaling* scaling : scalings())
        EXPECT_EQ(depends_on_length(with_scaling(std::string(scaling->id).c_str())),
                  scaling->id == "dynamic" || scaling->id == "longrope")
            << scaling->id;
    const ModelSpec linear = with_scaling("linear");
    EXPECT_EQ(at_length_of_call(linear, std::vector<double>{9000}), linear);
    EXPECT_FALSE(length_limit(linear));
}

TEST(CurrentLength, GivenWins) {
    ModelSpec model = with_scaling("dynamic");
    EXPECT_EQ(given_length(at_length_of_call(model, std::vector<double>{9000})), 9001);
    model.scaling.numbers["seq_len"] = 100;
    EXPECT_EQ(given_length(at_length_of_call(model, std::vector<double>{9000})), 100);
    model.scaling.numbers["seq_len"] = 0;
    EXPECT_EQ(given_length(at_length_of_call(model, std::vector<double>{9000})), 9001) << "0: not given";
}

TEST(CurrentLength, LimitIsTheLastLengthWithTheSameFrequencies) {
    ModelSpec phi = read_preset("phi-3.5-mini").value();
    ModelSpec dynamic = with_scaling("dynamic"), longer = dynamic;
    longer.scaling.numbers["seq_len"] = 6000;
    for (const ModelSpec& model : {phi, dynamic, longer}) {
        const std::int64_t limit = length_limit(model).value_or(0);
        const auto theta = [&](std::int64_t length) {
            return frequencies(model, length).value().table.theta;
        };
        EXPECT_EQ(theta(limit), frequencies(model).value().table.theta) << limit;
        EXPECT_NE(theta(limit + 1), theta(limit)) << limit;
    }
    EXPECT_EQ(factor_list_in_use(phi), "short");
    EXPECT_EQ(factor_list_in_use(dynamic), "");
    for (const double length : {1.0, 4096.0, 4097.0, 131072.0}) {
        phi.scaling.numbers["seq_len"] = length;
        const bool is_long = frequencies(phi).value().details.at("long_list_used") != 0;
        EXPECT_EQ(factor_list_in_use(phi), is_long ? "long" : "short") << length;
        EXPECT_EQ(length_limit(phi).has_value(), !is_long) << length;
    }
}

}  // namespace
}  // namespace rope
