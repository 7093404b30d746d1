#include "core/figure/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/figure/painter.h"
#include "core/figure/recording_canvas.h"
#include "tests/unit/figure/sample_figures.h"

namespace rope {
namespace {

const Size kSizes[] = {{0, 0},     {1, 1},     {3, 700},    {20, 20},    {60, 40},
                       {100, 300}, {200, 150}, {300, 200},  {240, 180},  {640, 400},
                       {400, 900}, {461, 288}, {1000, 120}, {1200, 800}, {1920, 1080}};

// What a text covers on the page, by the same metrics as layout.
Rect text_box(const RecordingCanvas::Item& item, const TextMetrics& text) {
    const double wide = text.rich_width(item.text, item.style.size);
    const double up = text.ascent() * item.style.size, down = text.descent() * item.style.size;
    const double before = item.style.align == Align::left     ? 0
                          : item.style.align == Align::centre ? wide / 2
                                                              : wide;
    const Point at{item.bounds.x, item.bounds.y};
    if (item.style.angle == 90) return {at.x - up, at.y - wide + before, up + down, wide};
    return {at.x - before, at.y - up, wide, up + down};
}

bool overlap(const Rect& a, const Rect& b) {
    constexpr double kTouch = 0.1;  // [pt]
    return a.x + kTouch < b.right() && b.x + kTouch < a.right() && a.y + kTouch < b.bottom() &&
           b.y + kTouch < a.bottom();
}

bool inside(const Rect& r, Size page, double slack) {
    return r.x >= -slack && r.y >= -slack && r.right() <= page.width + slack &&
           r.bottom() <= page.height + slack;
}

TEST(Layout, NothingLeavesThePageAndNoTextsOverlap) {
    const FixedWidthText text;
    for (const test::Sample& sample : test::sample_figures())
        for (const ThemeId which : {ThemeId::light, ThemeId::lecture})
            for (const Size size : kSizes)
                for (const bool caption : {false, true}) {
                    if (ROPE_SANITIZED && caption != (which == ThemeId::light)) continue;
                    const Theme& look = theme(which);
                    RecordingCanvas canvas;
                    paint(sample.figure, layout(sample.figure, size, look, text, caption), look, text, {},
                          canvas);
                    const std::string where = sample.name + " " + std::string(id(which)) + " " +
                                              std::to_string(size.width) + "×" + std::to_string(size.height);
                    std::vector<std::pair<Rect, std::string>> boxes;
                    for (const RecordingCanvas::Item& item : canvas.items()) {
                        if (item.what != "text") {
                            // A circle or tick may stand over an edge by its own size on tiny pages.
                            EXPECT_TRUE(inside(item.bounds, size, 8)) << where << "\n" << item.line;
                            continue;
                        }
                        const Rect box = text_box(item, text);
                        EXPECT_TRUE(inside(box, size, 0.5)) << where << "\n" << item.line;
                        for (const auto& [other, line] : boxes)
                            EXPECT_FALSE(overlap(box, other)) << where << "\n" << line << "\n" << item.line;
                        boxes.emplace_back(box, item.line);
                    }
                }
}

TEST(Layout, IsTheSameEveryTime) {
    const FixedWidthText text;
    for (const test::Sample& sample : test::sample_figures()) {
        RecordingCanvas one, other;
        for (RecordingCanvas* canvas : {&one, &other})
            paint(sample.figure, layout(sample.figure, {640, 400}, theme(ThemeId::light), text, true),
                  theme(ThemeId::light), text, {}, *canvas);
        EXPECT_EQ(one.transcript(), other.transcript()) << sample.name;
    }
}

TEST(Layout, ShowsTicksTitlesAndLabelsWhereThereIsRoom) {
    const FixedWidthText text;
    RecordingCanvas canvas;
    const Figure figure = test::curves(2, false);
    paint(figure, layout(figure, {640, 400}, theme(ThemeId::light), text), theme(ThemeId::light), text, {},
          canvas);
    EXPECT_THAT(canvas.texts(Role::axis_title),
                testing::ElementsAre("distance Δ = *m* − *n* (tokens)", "score *q*_{*m*}^{T}*k*_{*n*}/√*d*"));
    EXPECT_THAT(canvas.texts(Role::series_label), testing::UnorderedElementsAre("model A", "model B"));
    EXPECT_THAT(canvas.texts(Role::rule), testing::UnorderedElementsAre("trained context", "context"));
    EXPECT_THAT(canvas.texts(Role::tick_label), testing::IsSupersetOf({"0", "4096", "−4", "4"}));
    EXPECT_TRUE(canvas.texts(Role::caption).empty());
}

TEST(Layout, PagesAndDataMapBackAndForth) {
    const FixedWidthText text;
    for (const Figure& figure : {test::curves(1, true), test::heatmap(64, true)}) {
        const FigureLayout places = layout(figure, {640, 400}, theme(ThemeId::light), text);
        const Panel& panel = figure.panels[0];
        for (const Point data : {Point{3, 1}, Point{17.5, -2}, Point{60, 4}}) {
            const Point back = to_data(panel, places.panels[0], to_page(panel, places.panels[0], data));
            EXPECT_NEAR(back.x, data.x, 1e-9);
            EXPECT_NEAR(back.y, data.y, 1e-9);
        }
        const Rect& plot = places.panels[0].plot;
        const Point corner = to_page(panel, places.panels[0], {panel.x->lo, panel.y->lo});
        EXPECT_NEAR(corner.x, plot.x, 1e-9);
        EXPECT_NEAR(corner.y, panel.y->reversed ? plot.y : plot.bottom(), 1e-9);
    }
}

TEST(Layout, HeatmapsAreSquareAndShareEdgesWithTheirProfiles) {
    const FixedWidthText text;
    for (const Size size : {Size{640, 400}, Size{400, 640}, Size{300, 300}, Size{1200, 800}}) {
        const Figure figure = test::heatmap(64, true);
        const FigureLayout places = layout(figure, size, theme(ThemeId::light), text);
        const Rect &map = places.panels[0].plot, &below = places.panels[1].plot,
                   &right = places.panels[2].plot;
        EXPECT_NEAR(map.width, map.height, 1e-9);
        EXPECT_GT(map.width, 0.3 * std::min(size.width, size.height));
        EXPECT_EQ(below.x, map.x);
        EXPECT_EQ(below.width, map.width);
        EXPECT_EQ(right.y, map.y);
        EXPECT_EQ(right.height, map.height);
        EXPECT_GT(below.y, map.bottom());
        EXPECT_GT(right.x, map.right());
        EXPECT_EQ(map.x, std::floor(map.x));
        EXPECT_EQ(map.width, std::floor(map.width));
    }
}

TEST(Layout, ASquarePanelTakesTheSideItAsksForWhereThereIsRoom) {
    const FixedWidthText text;
    Figure figure = test::heatmap(64, true);
    figure.panels.resize(1);
    figure.row_weights = figure.column_weights = {1};
    figure.panels[0].side = 192;
    const Rect plot = layout(figure, {640, 400}, theme(ThemeId::light), text).panels[0].plot;
    EXPECT_NEAR(plot.width, 192, 1e-9);
    EXPECT_NEAR(plot.height, 192, 1e-9);
    figure.panels[0].side = 5000;
    EXPECT_LT(layout(figure, {640, 400}, theme(ThemeId::light), text).panels[0].plot.width, 400);
}

bool segment_meets(Point a, Point b, const Rect& r) {
    for (int i = 0; i <= 200; ++i) {
        const double t = i / 200.0;
        if (r.contains({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)})) return true;
    }
    return false;
}

TEST(Layout, LegendsCoverNoData) {
    const FixedWidthText text;
    for (const double phase : {0.0, 0.8, 1.6, 2.4, 3.2, 4.0, 4.8, 5.6})
        for (const Size size : {Size{300, 200}, Size{640, 400}, Size{1200, 800}}) {
            Figure figure;
            Panel panel;
            panel.x = Axis{};
            panel.y = Axis{};
            for (int series = 0; series < 3; ++series) {
                LineMark line;
                // Too long to stand beside the plot, so that a legend is needed.
                line.label = "a series with quite a long name, number " + std::to_string(series);
                for (int i = 0; i <= 60; ++i)
                    line.points.push_back(
                        {i / 60.0, 0.5 + (0.3 + 0.07 * series) * std::sin(phase + i / 8.0)});
                panel.marks.push_back(std::move(line));
            }
            figure.panels.push_back(panel);
            const FigureLayout places = layout(figure, size, theme(ThemeId::light), text);
            ASSERT_EQ(places.panels[0].series_labels.size(), 3u);
            for (const Label& label : places.panels[0].series_labels)
                for (const Mark& mark : figure.panels[0].marks) {
                    const auto& points = std::get<LineMark>(mark).points;
                    for (std::size_t i = 1; i < points.size(); ++i)
                        EXPECT_FALSE(segment_meets(to_page(panel, places.panels[0], points[i - 1]),
                                                   to_page(panel, places.panels[0], points[i]), label.box))
                            << phase;
                }
        }
}

TEST(Layout, ShortLabelsStandAtTheirCurvesEnds) {
    const FixedWidthText text;
    Figure figure;
    Panel panel;
    panel.x = Axis{};
    panel.y = Axis{};
    for (const double y : {0.2, 0.5, 0.9}) {
        LineMark line;
        line.label = std::to_string(static_cast<int>(10 * y));
        line.points = {{0, 0.5}, {1, y}};
        panel.marks.push_back(std::move(line));
    }
    figure.panels.push_back(panel);
    const PanelLayout places = layout(figure, {640, 400}, theme(ThemeId::light), text).panels[0];
    ASSERT_EQ(places.series_labels.size(), 3u);
    for (const Label& label : places.series_labels) {
        const double y = to_page(panel, places, {1, std::stod(label.text) / 10}).y;
        EXPECT_NEAR(label.box.y + label.box.height / 2, y, 1);
        EXPECT_GT(label.box.x, places.plot.right());
    }
}

// Six methods whose curves are everywhere and meet at the right edge: in a low plot names beside it cost less
// than two rows of them above.
TEST(Layout, ManyNamesStandBesideALowPlotInTheOrderOfTheirCurves) {
    const FixedWidthText text;
    Figure figure;
    Panel panel;
    panel.x = Axis{};
    panel.y = Axis{};
    for (int series = 0; series < 6; ++series) {
        LineMark line;
        line.label = "method number " + std::to_string(series);
        for (int i = 0; i < 40; ++i)
            line.points.push_back({i / 40.0, static_cast<double>((i + series) % 2)});
        line.points.push_back({1, 0.5 + 0.01 * series});
        panel.marks.push_back(std::move(line));
    }
    figure.panels.push_back(panel);
    const PanelLayout places = layout(figure, {720, 165}, theme(ThemeId::light), text).panels[0];
    ASSERT_EQ(places.series_labels.size(), 6u);
    for (std::size_t i = 0; i < 6; ++i) {
        const Label& label = places.series_labels[i];
        EXPECT_EQ(label.text, "method number " + std::to_string(5 - i));
        EXPECT_TRUE(label.key);
        EXPECT_GT(label.box.x, places.plot.right());
        EXPECT_LE(label.box.right(), 720);
        EXPECT_LE(label.box.bottom(), places.plot.bottom() + 1);
    }
}

// Corners are taken, the middle is not.
TEST(Layout, LegendsFindAnEmptyPlaceBetweenCurves) {
    const FixedWidthText text;
    Figure figure;
    Panel panel;
    panel.x = Axis{};
    panel.y = Axis{};
    for (const double end : {0.0, 1.0}) {
        LineMark line;
        line.label = "a curve along the edges to " + std::to_string(end);
        line.points = {{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}, {0.5, end}};
        panel.marks.push_back(std::move(line));
    }
    panel.marks.push_back(LineMark{{{0, 0.04}, {1, 0.04}}, {}, 1, Dash::solid, "", {}});
    panel.marks.push_back(LineMark{{{0, 0.96}, {1, 0.96}}, {}, 1, Dash::solid, "", {}});
    figure.panels.push_back(panel);
    const PanelLayout places = layout(figure, {640, 400}, theme(ThemeId::light), text).panels[0];
    ASSERT_GT(places.legend.width, 0);
    EXPECT_GT(places.legend.y, places.plot.y + 0.05 * places.plot.height);
    EXPECT_LT(places.legend.bottom(), places.plot.bottom() - 0.05 * places.plot.height);
}

TEST(Layout, DialsFillTheirPanelWithoutTouching) {
    const FixedWidthText text;
    for (const int pairs : {1, 2, 16, 32, 48, 64, 128, 512})
        for (const Size size : {Size{300, 200}, Size{640, 400}, Size{400, 640}}) {
            const Figure figure = test::dials(pairs);
            const PanelLayout places = layout(figure, size, theme(ThemeId::light), text).panels[0];
            ASSERT_EQ(places.dials.size(), static_cast<std::size_t>(pairs));
            for (std::size_t i = 0; i < places.dials.size(); ++i) {
                const Rect& a = places.dials[i];
                EXPECT_GT(a.width, 1);
                EXPECT_EQ(a.width, a.height);
                EXPECT_GE(a.x, places.plot.x - 1e-9);
                EXPECT_LE(a.right(), places.plot.right() + 1e-9);
                EXPECT_GE(a.y, places.plot.y - 1e-9);
                EXPECT_LE(a.bottom(), places.plot.bottom() + 1e-9);
                for (std::size_t j = 0; j < i; ++j)
                    EXPECT_FALSE(overlap(a, places.dials[j])) << i << " " << j;
            }
            // No dial smaller than an even division of the area by twice their number would make it, unless
            // it need not be larger.
            const double fair = std::sqrt(places.plot.width * places.plot.height / (2.2 * pairs));
            EXPECT_GE(places.dials[0].width, std::min(fair, 12.0) - 1e-9) << pairs;
        }
}

}  // namespace
}  // namespace rope
