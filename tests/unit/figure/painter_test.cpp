#include "core/figure/painter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/figure/clip.h"
#include "core/figure/pick_canvas.h"
#include "core/figure/recording_canvas.h"
#include "core/figure/text_fit.h"
#include "tests/unit/figure/sample_figures.h"

namespace rope {
namespace {

const FixedWidthText kText;

RecordingCanvas drawn(const Figure& figure, Size size = {640, 400}, const PaintOptions& options = {}) {
    const Theme& look = theme(ThemeId::light);
    RecordingCanvas canvas;
    paint(figure, layout(figure, size, look, kText), look, kText, options, canvas);
    return canvas;
}

TEST(Painter, CurvesAreOneLineEachHoweverManyColumns) {
    const RecordingCanvas canvas = drawn(test::curves(5, false));
    EXPECT_EQ(canvas.count(Role::series, "polyline") + canvas.count(Role::series, "polygon"), 5);
}

TEST(Painter, WideBandsAreFilledWithOnePolygonAColumn) {
    Figure figure = test::one_line({}, 0, 10);
    BandMark band;
    band.outline = true;
    for (int i = 0; i <= 10; ++i) {
        band.x.push_back(i);
        band.lo.push_back(2);
        band.hi.push_back(i < 5 ? 2 : 6);
    }
    figure.panels[0].marks = {band};
    const RecordingCanvas canvas = drawn(figure);
    EXPECT_EQ(canvas.count(Role::series, "polygon"), 6);   // between columns of which one at least is wide
    EXPECT_EQ(canvas.count(Role::series, "polyline"), 1);  // thin parts keep the line's width
}

TEST(Painter, NanBreaksLinesAndALonePointIsADot) {
    const double nan = std::nan("");
    const RecordingCanvas canvas =
        drawn(test::one_line({{0, 0}, {1, 1}, {nan, 0}, {3, 3}, {4, nan}, {5, 5}, {6, 6}}, 0, 10));
    EXPECT_EQ(canvas.count(Role::series, "polyline"), 2);
    EXPECT_EQ(canvas.count(Role::series, "circle"), 1);
}

TEST(Painter, DataStaysInsideThePlot) {
    const Figure figure = test::one_line({{-50, -50}, {60, 80}, {5, 1e9}}, 0, 10);
    const Rect plot = layout(figure, {640, 400}, theme(ThemeId::light), kText).panels[0].plot;
    const RecordingCanvas canvas = drawn(figure);
    for (const RecordingCanvas::Item& item : canvas.items())
        if (item.tag.role == Role::series) {
            EXPECT_GE(item.bounds.x, plot.x);
            EXPECT_GE(item.bounds.y, plot.y);
            EXPECT_LE(item.bounds.right(), plot.right());
            EXPECT_LE(item.bounds.bottom(), plot.bottom());
        }
}

TEST(Painter, ACausalMaskIsHatchedInOnePieceALine) {
    const RecordingCanvas canvas = drawn(test::heatmap(512, true));
    const int lines = canvas.count(Role::cells, "polyline");
    EXPECT_GT(lines, 10);
    EXPECT_LT(lines, 150);
    EXPECT_EQ(canvas.count(Role::cells, "cells"), 1);
}

// Faults row 69: a score that is no number is hatched otherwise than a masked one.
TEST(Painter, BrokenCellsAreHatchedTheOtherWay) {
    const auto falling = [](const Figure& figure) {
        int count = 0;
        const RecordingCanvas canvas = drawn(figure);
        for (const RecordingCanvas::Item& item : canvas.items()) {
            const Colour muted = theme(ThemeId::light).colour({InkKind::muted});
            char hex[8];
            std::snprintf(hex, sizeof hex, "%02x%02x%02x", muted.r, muted.g, muted.b);
            if (item.tag.role == Role::cells && item.what == "polyline" &&
                item.line.find(hex) != std::string::npos)
                ++count;
        }
        return count;
    };
    EXPECT_GT(falling(test::heatmap(6, false)), 0);  // holds one infinite cell
    EXPECT_EQ(falling(test::heatmap(6, true)), 0);
}

TEST(Painter, NumbersStandInLargeCellsOnly) {
    EXPECT_EQ(drawn(test::heatmap(6, false), {640, 400}).count(Role::cell_text),
              20);  // 21 unmasked, one broken
    EXPECT_EQ(drawn(test::heatmap(6, false), {200, 150}).count(Role::cell_text), 0);
    EXPECT_EQ(drawn(test::heatmap(64, false), {640, 400}).count(Role::cell_text), 0);
}

TEST(Painter, SmallDialsLoseTheirParts) {
    const RecordingCanvas large = drawn(test::dials(4), {900, 500});
    EXPECT_GE(large.count(Role::ghost), 8);
    EXPECT_GE(large.count(Role::angle_sector), 4);
    const RecordingCanvas small = drawn(test::dials(128), {500, 160});
    EXPECT_LE(small.count(Role::ghost), 2);          // those of the large dial
    EXPECT_GE(small.count(Role::query_arrow), 128);  // shafts and heads remain
    const RecordingCanvas cells = drawn(test::dials(512), {300, 160});
    EXPECT_LE(cells.count(Role::query_arrow), 2);
    EXPECT_GE(cells.count(Role::dial, "rectangle"), 512);
}

TEST(Painter, ExportsHaveNoHandles) {
    for (const Figure& figure : {test::curves(2, false), test::dials(16), test::heatmap(64, true)}) {
        const RecordingCanvas canvas = drawn(figure, {640, 400}, {.handles = false});
        for (const Role role :
             {Role::delta_handle, Role::query_tip, Role::key_tip, Role::key_handle, Role::cross_hair})
            EXPECT_EQ(canvas.count(role), 0) << id(role);
    }
    EXPECT_GT(drawn(test::curves(2, false)).count(Role::delta_handle, "circle"), 0);
    EXPECT_EQ(drawn(test::dials(16)).count(Role::query_tip, "circle"), 1);
}

TEST(Painter, TransparentPicturesHaveNoGroundAndStaleOnesAVeil) {
    const Figure figure = test::curves(1, false);
    EXPECT_EQ(drawn(figure).count(Role::background), 1);
    EXPECT_EQ(drawn(figure, {640, 400}, {.background = false}).count(Role::background), 0);
    EXPECT_EQ(drawn(figure, {640, 400}, {.faded = 0.2}).count(Role::background), 2);
}

TEST(Painter, WhatIsDrawnCanBePicked) {
    const Figure figure = test::dials(16);
    const Theme& look = theme(ThemeId::light);
    const FigureLayout places = layout(figure, {900, 500}, look, kText);
    const auto pick = [&](Point at) {
        PickCanvas canvas(at, 6);
        paint(figure, places, look, kText, {}, canvas);
        return canvas.hit();
    };
    for (int i = 0; i < 16; ++i) {
        const Rect& r = places.panels[0].dials[static_cast<std::size_t>(i)];
        EXPECT_EQ(pick({r.x + r.width / 2, r.y + r.height / 2}), (Tag{Role::dial, i, 0}));
    }
    // The tip of q in the large dial: where the mathematics says it is.
    const Dial& dial = std::get<LargeDialMark>(figure.panels[1].marks[0]).dial;
    const double reach = places.panels[1].dial_radius / 1.5;
    const double c = std::cos(dial.angle_q), s = std::sin(dial.angle_q);
    const Point tip{places.panels[1].dial_centre.x + reach * (dial.q.x * c - dial.q.y * s),
                    places.panels[1].dial_centre.y - reach * (dial.q.x * s + dial.q.y * c)};
    EXPECT_EQ(pick(tip), (Tag{Role::query_tip, dial.pair, 1}));
}

TEST(ClipPolyline, KeepsWhatIsInsideAndCutsAtTheEdge) {
    std::vector<std::vector<Point>> pieces;
    const Point points[] = {{-10, 5}, {5, 5}, {5, 50}, {8, 50}, {8, 5}, {9, 5}};
    clip_polyline(points, {0, 0, 10, 10},
                  [&](std::span<const Point> piece) { pieces.emplace_back(piece.begin(), piece.end()); });
    ASSERT_EQ(pieces.size(), 2u);
    EXPECT_THAT(pieces[0], testing::ElementsAre(Point{0, 5}, Point{5, 5}, Point{5, 10}));
    EXPECT_THAT(pieces[1], testing::ElementsAre(Point{8, 10}, Point{8, 5}, Point{9, 5}));
}

TEST(FitText, ShortensAtTheEndAndKeepsMarkup) {
    EXPECT_EQ(fit_text("*abc*def", 100, 10, kText), "*abc*def");
    EXPECT_EQ(fit_text("*abc*def", 30, 10, kText), "*abc*d…");
    EXPECT_EQ(fit_text("abc def", 30, 10, kText), "abc…");
    EXPECT_EQ(fit_text("abc", 5, 10, kText), "");
    for (double width = 0; width < 80; width += 1)
        EXPECT_LE(kText.rich_width(fit_text("*q*_{*m*}^{T}*k*_{*n*}/√*d*", width, 10, kText), 10), width);
}

TEST(WrapWords, KeepsEveryWordInOrderOrSaysThatSomeAreMissing) {
    EXPECT_THAT(wrap_words("one two three", 48, 10, 9, kText), testing::ElementsAre("one two", "three"));
    EXPECT_THAT(wrap_words("one two three four", 48, 10, 2, kText),
                testing::ElementsAre("one two", "three f…"));
    EXPECT_THAT(wrap_words("my_file*", 100, 10, 2, kText), testing::ElementsAre("my\\_file\\*"));
    EXPECT_THAT(wrap_words("unbreakable", 30, 10, 3, kText), testing::ElementsAre("unbr…"));
    EXPECT_THAT(wrap_words("", 30, 10, 3, kText), testing::IsEmpty());
}

}  // namespace
}  // namespace rope
