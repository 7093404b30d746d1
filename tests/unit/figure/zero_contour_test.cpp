#include "core/figure/zero_contour.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/figure/painter.h"
#include "core/figure/recording_canvas.h"

namespace rope {
namespace {

const FixedWidthText kMonospaced;

// A map whose value at row r and column c is value(r, c).
template <class Value>
Raster raster_of(int rows, int columns, const Value& value) {
    auto values = std::make_shared<std::vector<double>>();
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < columns; ++c)
            values->push_back(value(r, c));
    return {rows, columns, false, std::move(values), "map"};
}

Raster lags_of(int side, std::vector<double> values) {
    return {side, side, true, std::make_shared<const std::vector<double>>(std::move(values)), "lags"};
}

Panel map_panel(Raster raster, int column) {
    Panel panel;
    panel.column = column;
    panel.x.emplace();
    panel.y.emplace().reversed = true;  // row 0 at the top
    CellsMark cells;
    cells.raster = std::move(raster);
    panel.marks.push_back(std::move(cells));
    return panel;
}

// Lines over the maps: with all values finite only a contour draws any there.
int contour_pieces(const std::vector<Raster>& maps, ThemeId which) {
    Figure figure;
    for (const Raster& raster : maps)
        figure.panels.push_back(map_panel(raster, static_cast<int>(figure.panels.size())));
    figure.column_weights.assign(maps.size(), 1);
    RecordingCanvas canvas;
    const Theme& look = theme(which);
    paint(figure, layout(figure, {400, 240}, look, kMonospaced), look, kMonospaced, {}, canvas);
    return canvas.count(Role::cells, "polyline");
}

const Raster kHalves = raster_of(8, 8, [](int, int c) { return c < 5 ? -1.0 : 1.0; });
const Raster kBoard = raster_of(100, 100, [](int r, int c) { return (r + c) % 2 == 0 ? -1.0 : 1.0; });

TEST(ZeroContour, GoesAroundEveryChangeOfSignOnGreyPaperOnly) {
    EXPECT_EQ(contour_pieces({kHalves}, ThemeId::grey), 8);
    EXPECT_EQ(contour_pieces({kHalves}, ThemeId::print), 0);
    EXPECT_EQ(contour_pieces({raster_of(8, 8, [](int, int) { return 1.0; })}, ThemeId::grey), 0);
}

TEST(ZeroContour, OfLagsIsOneLineADiagonal) {
    EXPECT_EQ(contour_pieces({lags_of(4, {-1, -1, 1, 1, 1, -1, -1})}, ThemeId::grey), 2);
}

TEST(ZeroContour, IsOnAllMapsOrOnNone) {
    EXPECT_EQ(contour_pieces({kBoard}, ThemeId::grey), 0);
    EXPECT_EQ(contour_pieces({kHalves, kHalves}, ThemeId::grey), 16);
    EXPECT_EQ(contour_pieces({kHalves, kBoard}, ThemeId::grey), 0);
}

// A wave that gets faster: its slow end alone would be drawn as if there were no other.
TEST(ZeroContour, IsNotDrawnInPart) {
    std::vector<double> values;
    for (int i = 0; i < 399; ++i)
        values.push_back(std::cos(1e-4 * i * i * i / 30));
    EXPECT_EQ(contour_pieces({lags_of(200, values)}, ThemeId::grey), 0);
    const Raster dense =
        raster_of(200, 200, [&](int r, int c) { return values[static_cast<std::size_t>(r - c + 199)]; });
    EXPECT_EQ(contour_pieces({dense}, ThemeId::grey), 0);
}

TEST(ZeroContour, IsReadableWhereFewWaysAreShort) {
    // Ways of 10 cells, and one in twenty of 1 cell.
    const auto board = [](int tight) {
        std::vector<double> values;
        double sign = 1;
        for (int way = 0; way < 21; ++way) {
            values.insert(values.end(), way < tight ? 1 : 10, sign);
            sign = -sign;
        }
        return values;
    };
    const auto readable = [&](int tight, double cell) {
        const std::vector<double> values = board(tight);
        const int side = static_cast<int>(values.size() + 1) / 2;
        return is_readable_contour(lags_of(side, {values.begin(), values.begin() + 2 * side - 1}), cell,
                                   cell);
    };
    EXPECT_TRUE(readable(2, 1));     // one of nineteen ways is between two lines nearer than 5 pt
    EXPECT_FALSE(readable(4, 1));    // three
    EXPECT_FALSE(readable(0, 0.4));  // every way is 4 pt long
    EXPECT_TRUE(readable(0, 0.5));
    EXPECT_TRUE(readable(4, 5));  // large cells: even one of them is wide enough
}

// As many lines as the picture has points would weigh files down; the steps follow the same edge.
TEST(ZeroContour, OfManyCellsIsFollowedInFewerSteps) {
    const Raster fine = raster_of(2048, 2048, [](int, int c) { return c < 1024 ? -1.0 : 1.0; });
    const int pieces = contour_pieces({fine}, ThemeId::grey);
    EXPECT_GT(pieces, 0);
    EXPECT_LE(pieces, 512);
}

}  // namespace
}  // namespace rope
