#include "core/figure/raster.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace rope {
namespace {

Raster dense_of(const Raster& lags) {
    std::vector<double> values;
    for (int r = 0; r < lags.rows; ++r)
        for (int c = 0; c < lags.columns; ++c)
            values.push_back(lags.at(r, c));
    return {lags.rows, lags.columns, false, std::make_shared<const std::vector<double>>(values), "dense"};
}

TEST(ColourRaster, LagsGiveTheSameBytesAsTheDenseMap) {
    for (const auto& [rows, columns] : {std::pair{1, 1}, {3, 5}, {5, 3}, {1, 7}, {7, 1}}) {
        std::vector<double> lags;
        for (int i = 0; i < rows + columns - 1; ++i)
            lags.push_back(i % 3 == 2 ? std::nan("") : std::sin(i));
        const Raster raster{rows, columns, true, std::make_shared<const std::vector<double>>(lags), "lags"};
        for (const ThemeId which : themes())
            EXPECT_EQ(colour_raster(raster, {}, theme(which)),
                      colour_raster(dense_of(raster), {}, theme(which)))
                << rows << "×" << columns;
    }
}

TEST(ColourRaster, RowZeroComesFirstAndValuesFollowTheMap) {
    const Raster raster{2, 2, false,
                        std::make_shared<const std::vector<double>>(std::vector<double>{-1, 1, 0, 9}), ""};
    const Theme& t = theme(ThemeId::light);
    const std::vector<std::uint8_t> bytes = colour_raster(raster, {ColourMapId::diverging, -1, 1}, t);
    ASSERT_EQ(bytes.size(), 16u);
    const ColourMap& map = colour_map(ColourMapId::diverging, false);
    const double at[] = {0, 1, 0.5, 1};
    for (std::size_t i = 0; i < 4; ++i) {
        const Colour c = map.at(at[i]);
        EXPECT_EQ(bytes[4 * i], c.r);
        EXPECT_EQ(bytes[4 * i + 2], c.b);
        EXPECT_EQ(bytes[4 * i + 3], 255);
    }
}

// Faults row 69: a NaN score is not given a colour that means a number.
TEST(ColourRaster, MaskedAndBrokenCellsAreGround) {
    const double inf = std::numeric_limits<double>::infinity();
    const Raster raster{
        1, 3, false,
        std::make_shared<const std::vector<double>>(std::vector<double>{std::nan(""), inf, -inf}), ""};
    const Theme& t = theme(ThemeId::dark);
    const Colour ground = t.colour({InkKind::ground});
    const std::vector<std::uint8_t> bytes = colour_raster(raster, {}, t);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ((Colour{bytes[4 * i], bytes[4 * i + 1], bytes[4 * i + 2], 255}), ground);
}

TEST(ColourRaster, EmptyRastersGiveNoBytes) {
    EXPECT_TRUE(colour_raster({}, {}, theme(ThemeId::light)).empty());
}

}  // namespace
}  // namespace rope
