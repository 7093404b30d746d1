#include "core/model/model_spec.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

namespace rope {
namespace {

TEST(ModelSpec, TheDefaultModelIsValidAndPlain) {
    const ModelSpec model;
    EXPECT_TRUE(validate(model).ok());
    const auto made = frequencies(model).value();
    EXPECT_EQ(made.table.pairs(), 64);
    EXPECT_EQ(made.table.theta, made.unscaled.theta);
    EXPECT_EQ(made.table.theta[0], 1);
    EXPECT_NEAR(made.table.theta[32], 0.01, 1e-17);  // 10000^(−64/128)
    EXPECT_EQ(made.table.attention_factor, 1);
}

TEST(ModelSpec, RulesBetweenFields) {
    const auto fault_id = [](const std::function<void(ModelSpec&)>& change) {
        ModelSpec model;
        change(model);
        const auto valid = validate(model);
        EXPECT_EQ(frequencies(model).ok(), valid.ok());
        return valid.ok() ? "" : valid.fault().id;
    };
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.shape.head_dim = m.shape.rotary_dim = 63; }), "odd_head_dim");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.shape.head_dim = 0; }), "out_of_range");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.shape.head_dim = kLargestHeadDim + 2; }), "out_of_range");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.shape.rotary_dim = 63; }), "odd_rotary_dim");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.shape.rotary_dim = 0; }), "out_of_range");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.shape.rotary_dim = 130; }), "out_of_range");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.shape.rotary_offset = 2; }), "out_of_range");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.shape.rotary_offset = -2; }), "out_of_range");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.shape.rotary_offset = std::numeric_limits<int>::max(); }),
              "out_of_range");
    for (const double base : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity()})
        EXPECT_EQ(fault_id([&](ModelSpec& m) { m.base = base; }), "base_not_positive");
    for (const double base : {1e-320, 9e-7, 1.1e12, 1e300})
        EXPECT_EQ(fault_id([&](ModelSpec& m) { m.base = base; }), "out_of_range");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.context_length = 0; }), "out_of_range");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.trained_context = kLargestContext + 1; }), "out_of_range");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.scaling.type = "spiral"; }), "unknown_rope_type");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.scaling.numbers["factor"] = std::nan(""); }), "not_finite");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.scaling.lists["x"] = {1, INFINITY}; }), "not_finite");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.softmax_scale_multiplier = 0; }), "out_of_range");
    EXPECT_EQ(fault_id([](ModelSpec& m) { m.layer_type = "full"; }), "unknown_layer_type");
    EXPECT_EQ(fault_id([](ModelSpec& m) {
                  m.layer_type = "full";
                  m.layer_types["full"] = {};
                  m.layer_types["sliding"] = {.rotary_dim = 1000, .base = 1, .scaling = {}};
              }),
              "out_of_range");
    EXPECT_EQ(
        fault_id([](ModelSpec& m) { m.shape = {.head_dim = 192, .rotary_dim = 64, .rotary_offset = 128}; }),
        "");
}

TEST(ModelSpec, ALayerTypeBringsItsOwnFields) {
    ModelSpec model;
    model.layer_type = "full";
    model.layer_types["full"] = {};
    model.layer_types["sliding"] = {
        .rotary_dim = 64, .base = 5, .scaling = {.type = "linear", .numbers = {{"factor", 2}}, .lists = {}}};
    const ModelSpec sliding = with_layer_type(model, "sliding").value();
    EXPECT_EQ(sliding.layer_type, "sliding");
    EXPECT_EQ(sliding.shape.rotary_dim, 64);
    EXPECT_EQ(sliding.base, 5);
    EXPECT_EQ(frequencies(sliding).value().table.theta[0], 0.5);
    EXPECT_EQ(with_layer_type(sliding, "full").value().shape.rotary_dim, 128);
    const Fault fault = with_layer_type(model, "global").fault();
    EXPECT_NE(sentence(fault).find("full, sliding"), std::string::npos) << sentence(fault);
}

TEST(ModelSpec, SequenceLengthMustNotBeNegative) {
    ModelSpec dynamic;
    dynamic.scaling = {.type = "dynamic", .numbers = {{"factor", 2}}};
    EXPECT_EQ(frequencies(dynamic, 0).value().table.theta, frequencies(dynamic, 1).value().table.theta);
    EXPECT_EQ(frequencies(ModelSpec{}, kLargestContext + 1).fault().id, "out_of_range");
    EXPECT_EQ(frequencies(ModelSpec{}, -5).fault().id, "out_of_range");
    EXPECT_TRUE(frequencies(ModelSpec{}, 1).ok());
}

}  // namespace
}  // namespace rope
