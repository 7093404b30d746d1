#include <gtest/gtest.h>

#include <cmath>

#include "core/figure/caption.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

// Vaswani et al. 2017, section 3.5: PE(pos, 2i) = sin(pos/10000^(2i/d)), PE(pos, 2i + 1) = cos of the same.
TEST(SinusoidalFigure, GridHoldsThePapersEncoding) {
    FigureInputs inputs = kind_inputs(64);
    set(inputs, "sinusoidal.positions", std::int64_t{50});
    const Figure figure = build_figure("sinusoidal", inputs);
    ASSERT_TRUE(figure.data.grid);
    const Raster& grid = *figure.data.grid;
    ASSERT_EQ(grid.rows, 50);
    ASSERT_EQ(grid.columns, 64);
    for (int m = 0; m < 50; ++m) {
        for (int i = 0; i < 32; ++i) {
            const double angle = m / std::pow(10000.0, 2 * i / 64.0);
            EXPECT_NEAR(grid.at(m, 2 * i), std::sin(angle), 1e-12);
            EXPECT_NEAR(grid.at(m, 2 * i + 1), std::cos(angle), 1e-12);
        }
    }
    EXPECT_EQ(figure.data.column_name, "channel");
    EXPECT_EQ(figure.panels.size(), 2U);
}

// The products that are drawn are those of the encodings that are drawn, in every order of channels.
TEST(SinusoidalFigure, ProductsAreThoseOfTheEncodings) {
    FigureInputs inputs = kind_inputs(32);
    set(inputs, "sinusoidal.positions", std::int64_t{20});
    set(inputs, "sinusoidal.width", std::int64_t{16});
    for (const char* order : {"vaswani_interleaved", "concat_2i_over_d", "concat_t2t"}) {
        set(inputs, "sinusoidal.order", std::string(order));
        set(inputs, "sinusoidal.show", std::string("encoding"));
        const Figure encoding = build_figure("sinusoidal", inputs);
        set(inputs, "sinusoidal.show", std::string("products"));
        const Figure products = build_figure("sinusoidal", inputs);
        const Raster &pe = *encoding.data.grid, &map = *products.data.grid;
        ASSERT_EQ(pe.columns, 16);
        for (int m = 0; m < 20; ++m) {
            for (int n = 0; n < 20; ++n) {
                double product = 0;
                for (int c = 0; c < 16; ++c)
                    product += pe.at(m, c) * pe.at(n, c);
                EXPECT_NEAR(map.at(m, n), product, 1e-12) << order;
            }
        }
    }
}

// sin² + cos² = 1 in each of d/2 pairs.
TEST(SinusoidalFigure, CurveIsHalfTheWidthAtZeroAndSymmetric) {
    FigureInputs inputs = kind_inputs(128);
    set(inputs, "sinusoidal.show", std::string("curve"));
    set(inputs, "sinusoidal.positions", std::int64_t{30});
    const Figure figure = build_figure("sinusoidal", inputs);
    const std::vector<double>& distance = column(figure, "distance").values;
    const std::vector<double>& product = column(figure, "dot_product").values;
    ASSERT_EQ(product.size(), 59U);
    EXPECT_EQ(distance[29], 0);
    EXPECT_NEAR(product[29], 64, 1e-12);
    for (std::size_t i = 1; i < 30; ++i)
        EXPECT_NEAR(product[29 + i], product[29 - i], 1e-12);
    // docs/spec-attention.md, figure 6: the cosine sum over 64 is 0.970214 at 1 and 0.669063 at 10.
    EXPECT_NEAR(product[30] / 64, 0.970214, 1e-6);
    EXPECT_NEAR(product[39] / 64, 0.669063, 1e-6);
}

// sin(a + b) = sin a cos b + cos a sin b: two by two around the diagonal, and nothing elsewhere.
TEST(SinusoidalFigure, ShiftTurnsEachPairByItsOwnAngle) {
    FigureInputs inputs = kind_inputs(16);
    inputs.query_position = 12;
    inputs.key_position = 5;
    set(inputs, "sinusoidal.show", std::string("shift"));
    const Figure figure = build_figure("sinusoidal", inputs);
    ASSERT_TRUE(figure.data.grid);
    const Raster& shift = *figure.data.grid;
    ASSERT_EQ(shift.columns, 16);
    for (int r = 0; r < 16; ++r) {
        for (int c = 0; c < 16; ++c) {
            const double angle = 7 * std::pow(10000.0, -2.0 * (r / 2) / 16);
            const double want = r == c           ? std::cos(angle)
                                : r / 2 != c / 2 ? 0
                                                 : (r < c ? 1 : -1) * std::sin(angle);
            EXPECT_NEAR(shift.at(r, c), want, 1e-12) << r << " " << c;
        }
    }
    EXPECT_NE(caption_text(figure).find("by Δ = 7"), std::string::npos) << caption_text(figure);
}

TEST(SinusoidalFigure, ShiftOfTooManyChannelsIsASentence) {
    FigureInputs inputs = kind_inputs(16);
    set(inputs, "sinusoidal.show", std::string("shift"));
    set(inputs, "sinusoidal.width", std::int64_t{1024});
    EXPECT_NE(build_figure("sinusoidal", inputs).sentence.find("512"), std::string::npos);
}

}  // namespace
}  // namespace rope
