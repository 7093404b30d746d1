#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

// Without decay the weight of all the past is the mean of cosines: docs/spec-attention.md, figure 6.
TEST(MemoryFigure, FullMemoryWeighsByTheMeanOfCosines) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "memory.decay", 0.0);
    const Figure figure = build_figure("memory", inputs);
    const std::vector<double>& full = column(figure, "full").values;
    EXPECT_NEAR(full[0], 1, 1e-12);
    EXPECT_NEAR(full[1], 0.970214, 5e-7);
    EXPECT_NEAR(full[10], 0.669063, 5e-7);
    EXPECT_NEAR(full[100], 0.477241, 5e-7);
}

TEST(MemoryFigure, WindowForgetsAndHybridKeepsAShare) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "memory.decay", 0.01);
    set(inputs, "memory.tail", 0.25);
    const Figure figure = build_figure("memory", inputs);
    const std::vector<double>&window = column(figure, "window").values,
          &hybrid = column(figure, "hybrid").values;
    EXPECT_NEAR(window[10], 0.669063 * std::exp(-0.1), 5e-7);
    EXPECT_NEAR(hybrid[10], 0.669063 * std::exp(-0.1), 5e-7);
    EXPECT_NEAR(window[100], 0, 1e-12);  // the window holds 64 tokens
    EXPECT_NEAR(hybrid[100], 0.25 * 0.477241 * std::exp(-1.0), 5e-7);
}

// A tail of weight 1 is all of the past, whatever comes in.
TEST(MemoryFigure, HybridWithAWholeTailIsTheFullMemory) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "memory.show", "output");
    set(inputs, "memory.tail", 1.0);
    const Figure figure = build_figure("memory", inputs);
    for (std::size_t n = 0; n < 256; ++n)
        EXPECT_NEAR(column(figure, "hybrid").values[n], column(figure, "full").values[n], 1e-12) << n;
}

}  // namespace
}  // namespace rope
