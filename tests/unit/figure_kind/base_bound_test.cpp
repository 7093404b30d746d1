#include <gtest/gtest.h>

#include <algorithm>

#include "core/figure/caption.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

// docs/spec-attention.md, figure 6: the mean of cosines for d = 128, base 10⁴.
TEST(BaseBoundFigure, HoldsThePublishedMeans) {
    const Figure figure = build_figure("base-bound", kind_inputs());
    const std::vector<double>& mean = column(figure, "mean_cosine").values;
    ASSERT_EQ(mean.size(), 4097U);
    EXPECT_NEAR(mean[0], 1, 1e-14);
    EXPECT_NEAR(mean[1], 0.970214, 5e-7);
    EXPECT_NEAR(mean[10], 0.669063, 5e-7);
    EXPECT_NEAR(mean[100], 0.477241, 5e-7);
    EXPECT_NEAR(mean[256], 0.320701, 5e-7);
    EXPECT_NEAR(mean[1000], 0.159027, 5e-7);
    EXPECT_GE(mean[1706], 0);
    EXPECT_NEAR(mean[1707], -0.007796, 5e-7);
    EXPECT_NE(caption_text(figure).find(
                  "First negative at Δ = 1707, within the context. The context has 4096 tokens."),
              std::string::npos)
        << caption_text(figure);
}

// The same source: first negative distances by base. The axis reaches as far as the last of them.
TEST(BaseBoundFigure, MarksTheFirstNegativeDistanceOfEveryModel) {
    FigureInputs inputs = kind_inputs(128, 500);
    add_model(inputs, "B", 1e5, 1);
    add_model(inputs, "C", 1e6, 1);
    const Figure figure = build_figure("base-bound", inputs);
    std::vector<double> marked;
    for (const Mark& mark : figure.panels.at(0).marks) {
        if (const auto* point = std::get_if<PointMark>(&mark)) marked.push_back(point->at.x);
    }
    EXPECT_EQ(marked, (std::vector<double>{171, 7757, 27115}));
    EXPECT_GT(figure.panels[0].x->hi, 27115);
    EXPECT_NE(caption_text(figure).find("7757"), std::string::npos) << caption_text(figure);
}

TEST(BaseBoundFigure, SaysWhenNoSumIsNegative) {
    FigureInputs inputs = kind_inputs(128, 1e6);
    set(inputs, "base-bound.to", std::int64_t{5000});
    const Figure figure = build_figure("base-bound", inputs);
    EXPECT_NE(caption_text(figure).find("Never negative up to Δ = 5000"), std::string::npos)
        << caption_text(figure);
}

// The first negative distance of base 500 is 171: a context of 171 tokens has none, one of 172 has one.
TEST(BaseBoundFigure, CountsNegativeDistances) {
    FigureInputs inputs = kind_inputs(128, 500);
    add_model(inputs, "B", 1e6, 1);
    set(inputs, "base-bound.show", "negatives");
    set(inputs, "base-bound.to", std::int64_t{400});
    const Figure figure = build_figure("base-bound", inputs);
    const std::vector<double>&context = column(figure, "context").values,
          &negative = column(figure, "negative_A").values;
    ASSERT_EQ(context.size(), 401U);
    EXPECT_EQ(context[172], 172);
    EXPECT_EQ(negative[171], 0);
    EXPECT_EQ(negative[172], 1);
    EXPECT_TRUE(std::is_sorted(negative.begin(), negative.end()));
    EXPECT_EQ(column(figure, "negative_B").values.back(), 0);
}

// docs/spec-attention.md, figure 7: minima of the two-digit grid for d = 128.
TEST(BaseBoundFigure, HoldsTheSmallestBasesOfTheGrid) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "base-bound.show", "smallest");
    set(inputs, "base-bound.to", std::int64_t{65536});
    const Figure figure = build_figure("base-bound", inputs);
    EXPECT_EQ(column(figure, "context").values,
              (std::vector<double>{1024, 2048, 4096, 8192, 16384, 32768, 65536}));
    EXPECT_EQ(column(figure, "smallest_base").values,
              (std::vector<double>{4300, 16000, 29000, 84000, 3.5e5, 6.3e5, 2.1e6}));
    EXPECT_NE(caption_text(figure).find("A context of 4096 tokens needs base 29\u200900"), std::string::npos)
        << caption_text(figure);
}

}  // namespace
}  // namespace rope
