// Labels of marks keep off the data: along their mark, else above the plot.
#include "core/figure/mark_labels.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace rope {
namespace {

const FixedWidthText kLabelText;
const Theme& kLabelTheme = theme(ThemeId::light);

Panel plain_panel() {
    Panel panel;
    panel.x.emplace();
    panel.y.emplace();
    return panel;
}

// A line up and down between two ordinates, nearer together than words are high.
LineMark wave(double lo, double hi) {
    LineMark line;
    for (int i = 0; i <= 400; ++i)
        line.points.push_back({i / 400.0, i % 2 == 0 ? lo : hi});
    return line;
}

RuleMark rule_at(double value, const std::string& label) {
    RuleMark rule;
    rule.value = value;
    rule.label = label;
    return rule;
}

PanelLayout placed(const Panel& panel) {
    Figure figure;
    figure.panels.push_back(panel);
    return layout(figure, {640, 400}, kLabelTheme, kLabelText).panels.at(0);
}

const Label* find_label(const PanelLayout& places, std::string_view text) {
    const auto found = std::find_if(places.mark_labels.begin(), places.mark_labels.end(),
                                    [&](const Label& label) { return label.text == text; });
    return found == places.mark_labels.end() ? nullptr : &*found;
}

TEST(MarkLabels, AreMovedAlongTheirMarkToFreeSpace) {
    Panel panel = plain_panel();
    panel.marks.push_back(wave(0.3, 1));
    panel.marks.push_back(rule_at(0.5, "context"));
    const PanelLayout places = placed(panel);
    const Label* label = find_label(places, "context");
    ASSERT_NE(label, nullptr);
    EXPECT_GT(label->box.y, to_page(panel, places, {0, 0.3}).y);
    EXPECT_LE(label->box.bottom(), places.plot.bottom());
    EXPECT_FALSE(label->leader);
}

TEST(MarkLabels, StandAboveThePlotWhereDataIsEverywhere) {
    Panel panel = plain_panel();
    panel.title = "A title";
    panel.marks.push_back(wave(0, 1));
    panel.marks.push_back(rule_at(0.5, "context"));
    const PanelLayout places = placed(panel);
    const Label* label = find_label(places, "context");
    ASSERT_NE(label, nullptr);
    EXPECT_LE(label->box.bottom(), places.plot.y);
    EXPECT_GE(label->box.y, places.title.box.bottom());
    const double at = to_page(panel, places, {0.5, 0}).x;
    EXPECT_LE(label->box.x, at);
    EXPECT_GE(label->box.right(), at);
}

TEST(MarkLabels, AboveThePlotNeitherTouchNorLeaveIt) {
    Panel panel = plain_panel();
    panel.marks.push_back(wave(0, 1));
    for (const double at : {0.0, 0.48, 0.5, 0.52, 1.0})
        panel.marks.push_back(rule_at(at, "a mark at " + std::to_string(at)));
    const PanelLayout places = placed(panel);
    ASSERT_EQ(places.mark_labels.size(), 5U);
    for (const Label& label : places.mark_labels) {
        EXPECT_LE(label.box.bottom(), places.plot.y) << label.text;
        EXPECT_GE(label.box.x, places.plot.x);
        EXPECT_LE(label.box.right(), places.plot.right() + 1e-9);
        for (const Label& other : places.mark_labels)
            EXPECT_TRUE(&label == &other || intersection(label.box, other.box).width <= 0 ||
                        intersection(label.box, other.box).height <= 0)
                << label.text << " and " << other.text;
    }
}

TEST(MarkLabels, OfPointsHaveALeaderWhereTheyAreNotBesideThem) {
    Panel panel = plain_panel();
    panel.marks.push_back(wave(0, 1));
    PointMark point;
    point.at = {0.25, 0.5};
    point.label = "a point";
    panel.marks.push_back(point);
    const PanelLayout places = placed(panel);
    const Label* label = find_label(places, "a point");
    ASSERT_NE(label, nullptr);
    EXPECT_LE(label->box.bottom(), places.plot.y);
    ASSERT_TRUE(label->leader);
    EXPECT_EQ(label->leader->back(), to_page(panel, places, point.at));
}

// The axes must not move under the hand.
TEST(MarkLabels, OfWhatIsDraggedTakeNoRoomFromThePlot) {
    Panel panel = plain_panel();
    panel.marks.push_back(wave(0, 1));
    const Rect before = placed(panel).plot;
    panel.marks.push_back(rule_at(0.5, "Δ = 7"));
    std::get<RuleMark>(panel.marks.back()).draggable = true;
    const PanelLayout places = placed(panel);
    EXPECT_EQ(places.plot, before);
    EXPECT_NE(find_label(places, "Δ = 7"), nullptr);
}

}  // namespace
}  // namespace rope
