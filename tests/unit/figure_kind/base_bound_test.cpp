#include <gtest/gtest.h>

#include <algorithm>

#include "core/figure/caption.h"
#include "core/measure/base_bound.h"
#include "core/rope/exact_frequencies.h"
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

// Men et al. 2024, table 2, for heads of 128. That these are its bases and no others is seen from how far
// each reaches: the first negative distances of the printed bases, docs/spec-attention.md, section 5.
TEST(BaseBoundFigure, PrintedBasesOfTable2StandBesideTheSmallest) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "base-bound.show", "smallest");
    set(inputs, "base-bound.to", std::int64_t{1048576});
    const Figure figure = build_figure("base-bound", inputs);
    const std::vector<double>& printed = column(figure, "printed_base").values;
    const std::vector<std::int64_t> reach{1077,  2724,   4079,   8592,   12223, 27685,
                                          77306, 128915, 207455, 511210, 874868};
    ASSERT_EQ(printed.size(), reach.size());
    Progress progress;
    for (std::size_t r = 0; r < reach.size(); ++r) {
        const FrequencyTable table = make_table(default_frequencies(printed[r], 128), 1);
        EXPECT_EQ(base_bound(table, 1 << 20, progress).first_negative, reach[r]) << printed[r];
    }
    int points = 0;
    for (const Mark& mark : figure.panels.at(0).marks) {
        const auto* point = std::get_if<PointMark>(&mark);
        if (point != nullptr && point->ink.kind == InkKind::accent) {
            const auto row = static_cast<std::size_t>(points++);
            EXPECT_EQ(point->at, (Point{column(figure, "context").values[row], printed[row]}));
        }
    }
    EXPECT_EQ(points, 11);

    FigureInputs narrow = kind_inputs(64);
    set(narrow, "base-bound.show", "smallest");
    for (const Column& column : build_figure("base-bound", narrow).data.columns)
        EXPECT_NE(column.name, "printed_base") << "the table is of heads of 128";
}

}  // namespace
}  // namespace rope
