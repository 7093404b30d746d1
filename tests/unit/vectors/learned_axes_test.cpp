#include "core/vectors/learned_axes.h"

#include <gtest/gtest.h>

#include "core/vectors/generator.h"

namespace rope {
namespace {

LearnedSpeeds speeds(const char* column, const char* row, std::int64_t head = 0) {
    return {.column = {column}, .row = {row}, .head = head, .where_x = "x", .where_y = "y"};
}

Fault fault_of(const LearnedSpeeds& given) {
    return learned_axes(given, 2).fault();
}

TEST(LearnedAxes, AreOneSpeedAPair) {
    const AxisFrequencies axes = learned_axes(speeds("0.5,0.25", "-1,2"), 2).value();
    EXPECT_EQ(axes.axes[0].theta, (std::vector<double>{0.5, 0.25}));
    EXPECT_EQ(axes.axes[1].theta, (std::vector<double>{-1, 2}));
}

TEST(LearnedAxes, OfSeveralHeadsOneIsTaken) {
    const AxisFrequencies axes = learned_axes(speeds("1,2,3,4,5,6", "6,5,4,3,2,1", 2), 2).value();
    EXPECT_EQ(axes.axes[0].theta, (std::vector<double>{5, 6}));
    EXPECT_EQ(axes.axes[1].theta, (std::vector<double>{2, 1}));
    EXPECT_EQ(learned_axes(speeds("1,2", "3,4", 7), 2).value().axes[0].theta, (std::vector<double>{1, 2}))
        << "one list is every head's";
    EXPECT_EQ(fault_of(speeds("1,2,3,4,5,6", "6,5,4,3,2,1", 3)).id, "no_such_head");
}

TEST(LearnedAxes, GeneratorsMakeOneAPair) {
    const AxisFrequencies axes = learned_axes(speeds("gaussian:seed=3", "ones"), 2).value();
    EXPECT_EQ(axes.axes[0].theta, gaussian_vector(2, 3));
    EXPECT_EQ(axes.axes[1].theta, (std::vector<double>{1, 1}));
}

TEST(LearnedAxes, WhatDoesNotFitIsRefusedWhereItIs) {
    EXPECT_EQ(fault_of(speeds("1,2,3", "1,2")).id, "wrong_length");
    EXPECT_EQ(fault_of(speeds("1,2,3", "1,2")).where, "x");
    EXPECT_EQ(fault_of(speeds("1,2", "1")).where, "y");
    EXPECT_EQ(fault_of(speeds("1,2", "")).id, "speeds_missing");
    EXPECT_EQ(fault_of(speeds("1,2", "")).where, "y");
    EXPECT_EQ(fault_of(speeds("", "1,2")).where, "x");
    EXPECT_EQ(fault_of(speeds("none.npy", "1,2")).id, "no_such_file");
    EXPECT_FALSE(speeds("", "").given());
}

}  // namespace
}  // namespace rope
