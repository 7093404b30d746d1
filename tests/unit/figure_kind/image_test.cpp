#include <gtest/gtest.h>

#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

double at(const Figure& figure, int x, int y) {
    return figure.data.grid->at(y, x);
}

// docs/spec-attention.md, figure 9: d = 64, base 100, 14 × 14 patches, centre (7, 7).
TEST(ImageFigure, HoldsThePublishedAxialMap) {
    const Figure figure = build_figure("image", kind_inputs(64, 100));
    ASSERT_TRUE(figure.data.grid);
    EXPECT_NEAR(at(figure, 7, 7), 1, 1e-14);
    EXPECT_NEAR(at(figure, 8, 7), 0.966155, 5e-7);
    EXPECT_NEAR(at(figure, 8, 8), 0.932309, 5e-7);
    EXPECT_NEAR(at(figure, 0, 7), 0.727185, 5e-7);
    EXPECT_NEAR(at(figure, 13, 7), 0.736360, 5e-7);
    EXPECT_NEAR(at(figure, 0, 0), 0.454370, 5e-7);
    EXPECT_NEAR(at(figure, 13, 13), 0.472719, 5e-7);
}

// The same source: d = 32, base 10⁴, 10 × 10 patches, whose middle is (5, 5).
TEST(ImageFigure, TakesItsSizeAndMiddle) {
    FigureInputs inputs = kind_inputs(32, 1e4);
    set(inputs, "image.width", std::int64_t{10});
    set(inputs, "image.height", std::int64_t{10});
    const Figure figure = build_figure("image", inputs);
    EXPECT_NEAR(at(figure, 6, 5), 0.967823, 5e-7);
    EXPECT_NEAR(at(figure, 0, 0), 0.767130, 5e-7);
}

// Mixed axes at 0° are the axial ones; a quarter turn exchanges rows and columns.
TEST(ImageFigure, MixedAxesAtAngleZeroAreAxial) {
    FigureInputs inputs = kind_inputs(64, 100);
    set(inputs, "image.rule", "mixed");
    set(inputs, "image.angle", 0.0);
    const Figure mixed = build_figure("image", inputs), axial = build_figure("image", kind_inputs(64, 100));
    for (int y = 0; y < 14; ++y) {
        for (int x = 0; x < 14; ++x)
            EXPECT_NEAR(at(mixed, x, y), at(axial, x, y), 1e-12);
    }
}

TEST(ImageFigure, AWidthWithoutFourPartsIsASentenceForAxialAndAMapForPixtral) {
    FigureInputs inputs = kind_inputs(6);
    EXPECT_NE(build_figure("image", inputs).sentence.find("multiple of 4"), std::string::npos);
    set(inputs, "image.rule", "pixtral");
    EXPECT_TRUE(build_figure("image", inputs).sentence.empty());
}

TEST(ImageFigure, SeveralModelsStandSideBySideWithOneColourBar) {
    FigureInputs inputs = kind_inputs(64, 100);
    add_model(inputs, "slow", 1e4, 1);
    const Figure figure = build_figure("image", inputs);
    ASSERT_EQ(figure.panels.size(), 2U);
    EXPECT_FALSE(figure.panels[0].colour_bar);
    EXPECT_TRUE(figure.panels[1].colour_bar);
    EXPECT_NEAR(column(figure, "similarity_A").values[7 * 14 + 8], 0.966155, 5e-7);
}

}  // namespace
}  // namespace rope
