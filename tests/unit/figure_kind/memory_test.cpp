#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/figure/caption.h"
#include "core/vectors/generator.h"
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

// Against a float loop of its own: never refreshed, the errors of all tokens stay in the state; the largest
// of the pairs is drawn, and the caption says the largest of all.
TEST(MemoryFigure, DriftIsTheLargestErrorOfThePairs) {
    FigureInputs inputs = kind_inputs(4);  // θ = 1 and 0.01
    set(inputs, "memory.show", "drift");
    set(inputs, "memory.window", std::int64_t{16});
    set(inputs, "memory.tokens", std::int64_t{2000});
    const Figure figure = build_figure("memory", inputs);
    const std::vector<double>& drawn = column(figure, "never_refreshed").values;
    ASSERT_EQ(drawn.size(), 2000U);
    std::vector<double> expected(2000, 0);
    const std::vector<double> x = gaussian_vector(2000, 1);
    for (const double theta : {1.0, 0.01}) {
        const auto pr = static_cast<float>(std::cos(theta)), pi = static_cast<float>(std::sin(theta));
        const auto gr = static_cast<float>(std::cos(16 * theta)),
                   gi = static_cast<float>(std::sin(16 * theta));
        float re = 0, im = 0;
        for (std::size_t n = 0; n < x.size(); ++n) {
            const float rr = pr * re, ii = pi * im, ri = pr * im, ir = pi * re;
            re = rr - ii;
            im = ri + ir;
            re += static_cast<float>(x[n]);
            double exact_re = 0, exact_im = 0;
            for (std::size_t k = 0; k < std::min<std::size_t>(16, n + 1); ++k) {
                exact_re += std::cos(static_cast<double>(k) * theta) * static_cast<float>(x[n - k]);
                exact_im += std::sin(static_cast<double>(k) * theta) * static_cast<float>(x[n - k]);
            }
            if (n >= 16) {
                const float gone = static_cast<float>(x[n - 16]), gone_re = gr * gone, gone_im = gi * gone;
                re -= gone_re;
                im -= gone_im;
            }
            expected[n] = std::max(expected[n], std::hypot(re - exact_re, im - exact_im));
        }
    }
    for (std::size_t n = 0; n < x.size(); ++n)
        ASSERT_NEAR(drawn[n], expected[n], 1e-12) << n;
}

double largest(const Figure& figure, std::string_view name) {
    const std::vector<double>& values = column(figure, name).values;
    return *std::max_element(values.begin(), values.end());
}

TEST(MemoryFigure, RefreshingAndDecayEachEndTheDrift) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "memory.show", "drift");
    const Figure figure = build_figure("memory", inputs);
    ASSERT_EQ(column(figure, "token").values.size(), 65536U);
    const double never = largest(figure, "never_refreshed");
    EXPECT_LT(largest(figure, "refreshed"), never / 5);
    EXPECT_LT(largest(figure, "decayed"), never / 5);
    // Each window's own rounding: a few hundred roundings of sums below about 4 √W.
    EXPECT_LT(largest(figure, "refreshed"), 64 * 64 * std::ldexp(1.0, -24));
    for (const char* name : {"never_refreshed", "refreshed", "decayed"})
        EXPECT_NE(caption_text(figure).find(display_text(largest(figure, name), 3)), std::string::npos)
            << name;
    set(inputs, "memory.decay", 0.0);
    EXPECT_EQ(build_figure("memory", inputs).data.columns.size(), 3U) << "nothing decays";
}

// The rarer the refresh, the more of the drift is left.
TEST(MemoryFigure, RareRefreshesLeaveMoreDrift) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "memory.show", "drift");
    set(inputs, "memory.refresh", std::int64_t{4096});
    const Figure rare = build_figure("memory", inputs);
    set(inputs, "memory.refresh", std::int64_t{10});
    const Figure often = build_figure("memory", inputs);
    EXPECT_GT(largest(rare, "refreshed"), 2 * largest(often, "refreshed"));
    EXPECT_LT(largest(rare, "refreshed"), largest(rare, "never_refreshed"));
    ASSERT_EQ(often.notes.size(), 1U);
    EXPECT_NE(often.notes[0].find("every 64 tokens instead of 10"), std::string::npos) << often.notes[0];
}

}  // namespace
}  // namespace rope
