// Rotations of vision models and of xPos in the window.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "core/model/presets.h"
#include "tests/gui/robot.h"

namespace rope {
namespace {

AppOptions with_views(std::vector<std::string> kinds) {
    AppOptions options = still();
    options.settings.views = std::move(kinds);
    return options;
}

// The model panel is longer than the window is high.
constexpr FrameSize kHigh{1280, 1600};

TEST(Vision, SectionsAreTypedInTheModelPanel) {
    Robot robot(with_views({"pairs", "frequencies", "decay"}), kHigh);
    EXPECT_FALSE(robot.sees("M-RoPE interleaved")) << "there is nothing to interleave";
    robot.enter("M-RoPE sections", "32,48,48");
    EXPECT_NE(robot.message().find("64 pairs"), std::string::npos) << robot.message();
    EXPECT_TRUE(robot.document().models[0].scaling.lists.empty());
    robot.enter("M-RoPE sections", "16,24,24");
    ASSERT_EQ(robot.document().models[0].scaling.lists.count("mrope_section"), 1U);
    EXPECT_EQ(robot.value("turned by"), "t, the time");
    EXPECT_EQ(robot.view("frequencies").figure()->panels.size(), 2U) << "lanes of t, h and w";
    robot.click("M-RoPE interleaved");
    EXPECT_EQ(robot.document().models[0].scaling.numbers.at("mrope_interleaved"), 1);
    robot.enter("Pair", "1");
    EXPECT_EQ(robot.value("turned by"), "h, the row");
    robot.press(Key::z, {.ctrl = true});
    robot.press(Key::z, {.ctrl = true});
    robot.press(Key::z, {.ctrl = true});
    EXPECT_EQ(robot.document(), Document());
}

TEST(Vision, TokensOfTextAndImagesAreDrawnForAModelThatHasThem) {
    AppOptions options = with_views({"image", "scores", "decay"});
    options.document.models[0] = read_preset("qwen2-vl-7b").value();
    Robot robot(std::move(options), kHigh);
    robot.click("Rule");
    robot.click("M-RoPE: text, images, videos");
    EXPECT_EQ(robot.view("image").figure()->panels.size(), 2U);
    robot.click("Image options");
    EXPECT_FALSE(robot.sees("Chosen column")) << "rows of patches are out of the way";
    robot.enter("Content", "text:2,image:4x4");
    EXPECT_EQ(robot.view("image").figure()->data.grid->rows, 2 + 1 + 4 + 1);
    robot.enter("Content", "text:2,picture:4x4");
    EXPECT_NE(robot.view("image").fault().find("image:ROWSxCOLUMNS"), std::string::npos)
        << robot.view("image").fault();
}

TEST(Vision, LearnedSpeedsAreLoadedFromAFile) {
    const std::string path = ::testing::TempDir() + "speeds.npy";
    std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (4,), }";
    header.resize(117, ' ');
    header += '\n';
    std::ofstream file(path, std::ios::binary);
    file << "\x93NUMPY\x01" << '\0' << 'v' << '\0' << header;
    for (const double speed : {1.0, 0.5, 0.25, 0.125})
        file.write(reinterpret_cast<const char*>(&speed), sizeof speed);
    file.close();
    AppOptions options = with_views({"image", "scores", "decay"});
    options.document.models[0].shape = {.head_dim = 8, .rotary_dim = 8};
    options.document.settings["image.rule"] = std::string("mixed");
    Robot robot(std::move(options), kHigh);
    for (const std::string label : {"Load speeds by column…", "Load speeds by row…"}) {
        robot.click("Image options");
        robot.click(label);
        ASSERT_TRUE(robot.sees("Path")) << label;
        robot.press(Key::a, {.ctrl = true});
        robot.type(path);
        robot.press(Key::enter);
        ASSERT_FALSE(robot.sees("Path")) << robot.value("Path");
    }
    EXPECT_EQ(robot.document().settings.at("image.theta_x"), Value(std::string("1,0.5,0.25,0.125")));
    ASSERT_EQ(robot.document().settings.count("image.theta_y"), 1U) << robot.message();
    const Figure& figure = *robot.view("image").figure();
    double want = 0;  // one column and one row from the middle
    for (const double speed : {1.0, 0.5, 0.25, 0.125})
        want += std::cos(2 * speed) / 4;
    EXPECT_NEAR(figure.data.grid->at(8, 8), want, 1e-12);
}

TEST(Vision, XposScalesTheDialsAndADraggedTipIsTakenBack) {
    AppOptions options = with_views({"pairs", "scores", "decay"});
    options.document.models[0].shape = {.head_dim = 4, .rotary_dim = 4};
    options.document.query.text = "1,0,0.5,1";
    options.document.selection = {.pair = 0, .query_position = 512, .key_position = 0};
    options.document.settings["pairs.show"] = std::string("one");
    Robot robot(std::move(options), kHigh);
    robot.click("xPos");
    const FigureView& view = robot.view("pairs");
    const auto large = [&]() -> const LargeDialMark& {
        return std::get<LargeDialMark>(view.figure()->panels[0].marks.front());
    };
    const double zeta = 0.4 / 1.4;
    ASSERT_NEAR(large().dial.growth_q, zeta, 1e-12) << "one scale base away from 0";
    const auto at = [&](Point v) {  // a vector before rotation, where its tip is drawn
        const PanelLayout& places = view.places()->panels[0];
        const double unit = places.dial_radius / large().radius_scale * large().dial.growth_q;
        const double c = std::cos(large().dial.angle_q), s = std::sin(large().dial.angle_q);
        const Rect page = robot.rect("pairs");
        const double scale = robot.pixels_per_point();
        return Point{page.x + (places.dial_centre.x + (v.x * c - v.y * s) * unit) * scale,
                     page.y + (places.dial_centre.y - (v.x * s + v.y * c) * unit) * scale};
    };
    const Point from = at({1, 0.5}), to = at({0.8, -0.4});
    robot.drag_points(from, to);
    EXPECT_NEAR(large().dial.q.x, 0.8, 0.04);
    EXPECT_NEAR(large().dial.q.y, -0.4, 0.04);
}

}  // namespace
}  // namespace rope
