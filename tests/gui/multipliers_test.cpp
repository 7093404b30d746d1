// Multipliers of one's own, drawn over the pairs of the frequencies and loaded from a file.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "core/figure/figure_inputs.h"
#include "tests/gui/robot.h"

namespace rope {
namespace {

// A small custom model, its ratio θ after / before in the right view.
AppOptions custom() {
    AppOptions options;
    options.settings.reduced_motion = true;
    options.settings.views = {"pairs", "frequencies", "decay"};
    ModelSpec& model = options.document.models.front();
    model.shape.head_dim = model.shape.rotary_dim = 64;
    model.scaling.type = "custom";
    options.document.settings["frequencies.quantity"] = std::string("ratio");
    return options;
}

Point in_view(const Robot& robot, Point data) {
    const FigureView& view = robot.view("frequencies");
    const Rect page = robot.rect("frequencies");
    const Point at = to_page(view.figure()->panels[0], view.places()->panels[0], data);
    return {page.x + at.x * robot.pixels_per_point(), page.y + at.y * robot.pixels_per_point()};
}

std::vector<double> multipliers(const Robot& robot, std::size_t model = 0) {
    const auto& lists = robot.document().models[model].scaling.lists;
    const auto found = lists.find("multipliers");
    return found == lists.end() ? std::vector<double>{} : found->second;
}

TEST(Multipliers, AStrokeSetsThePairsThatItPasses) {
    Robot robot(custom());
    const Document before = robot.document();
    const Figure* decay = robot.view("decay").figure();
    robot.drag_points(in_view(robot, {8, 1}), in_view(robot, {24, 0.1}), 5);
    const std::vector<double> drawn = multipliers(robot);
    ASSERT_EQ(drawn.size(), 32U);
    // The line from 1 to 0.1 is straight on the logarithmic axis; a pixel is 0.014 decades high.
    for (std::size_t i = 0; i < 32; ++i) {
        const double wanted = i < 8 || i > 24 ? 1 : std::pow(10, -(static_cast<double>(i) - 8) / 16);
        EXPECT_NEAR(std::log10(drawn[i]), std::log10(wanted), 0.04) << i;
    }
    EXPECT_NE(robot.view("decay").figure(), decay) << "every view follows";
    robot.press(Key::z, {.ctrl = true});
    EXPECT_EQ(robot.document(), before) << "one stroke is one step of undo";
    EXPECT_FALSE(robot.app().editor().history().can_undo());
}

TEST(Multipliers, TheAxisStaysWhileItIsDrawnOn) {
    Robot robot(custom());
    const Axis before = *robot.view("frequencies").figure()->panels[0].y;
    const Rect plot = robot.view("frequencies").places()->panels[0].plot;
    // Beyond both ends of the plot: the pen stops at its edges.
    robot.drag_points(in_view(robot, {5, 1}), in_view(robot, {5, before.hi * 3}), 3);
    robot.drag_points(in_view(robot, {6, 1}), in_view(robot, {6, before.lo / 3}), 3);
    const Axis& after = *robot.view("frequencies").figure()->panels[0].y;
    EXPECT_EQ(after.lo, before.lo);
    EXPECT_EQ(after.hi, before.hi);
    EXPECT_EQ(robot.view("frequencies").places()->panels[0].plot, plot) << "nothing moves under the hand";
    EXPECT_NEAR(multipliers(robot)[5], before.hi, before.hi * 1e-3);
    EXPECT_NEAR(multipliers(robot)[6], before.lo, before.lo * 1e-3);
}

TEST(Multipliers, WavelengthsAreDrawnUpsideDown) {
    AppOptions options = custom();
    options.document.settings.erase("frequencies.quantity");
    Robot robot(std::move(options));
    const double lambda = robot.view("frequencies").figure()->panels[0].multipliers[0].at_one[10];
    robot.drag_points(in_view(robot, {10, lambda}), in_view(robot, {10, 4 * lambda}), 3);
    ASSERT_EQ(multipliers(robot).size(), 32U);
    EXPECT_NEAR(multipliers(robot)[10], 0.25, 0.015) << "four times as long is a quarter as fast";
    EXPECT_EQ(multipliers(robot)[11], 1);
}

TEST(Multipliers, AClickChoosesThePairAndChangesNoNumber) {
    Robot robot(custom());
    robot.click_at(in_view(robot, {13, 0.5}));
    EXPECT_EQ(robot.document().selection.pair, 13);
    EXPECT_TRUE(multipliers(robot).empty());
}

TEST(Multipliers, TheEditedModelIsDrawn) {
    AppOptions options = custom();
    options.document.models.push_back(options.document.models.front());
    Robot robot(std::move(options));
    robot.click("Model B");
    robot.drag_points(in_view(robot, {4, 1}), in_view(robot, {4, 0.5}), 3);
    EXPECT_TRUE(multipliers(robot, 0).empty());
    ASSERT_EQ(multipliers(robot, 1).size(), 32U);
    EXPECT_NEAR(multipliers(robot, 1)[4], 0.5, 0.01);
}

// Without a scaling of one's own, or where a warp comes after it, a drag chooses pairs as ever.
TEST(Multipliers, OtherSpeedsAreNotDrawn) {
    AppOptions warped = custom();
    warped.document.models.front().scaling.numbers["warp"] = 0.3;
    AppOptions linear = custom();
    linear.document.models.front().scaling = {.type = "linear", .numbers = {{"factor", 4}}, .lists = {}};
    for (AppOptions& options : std::vector<AppOptions>{warped, linear}) {
        Robot robot(std::move(options));
        EXPECT_TRUE(robot.view("frequencies").figure()->panels[0].multipliers.empty());
        robot.drag_points(in_view(robot, {4, 0.9}), in_view(robot, {9, 0.9}), 3);
        EXPECT_TRUE(multipliers(robot).empty());
        EXPECT_EQ(robot.document().selection.pair, 9);
    }
}

TEST(Multipliers, AreLoadedFromAFile) {
    const std::string path = ::testing::TempDir() + "multipliers.npy";
    std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (32,), }";
    header.resize(117, ' ');
    header += '\n';
    std::ofstream file(path, std::ios::binary);
    file << "\x93NUMPY\x01" << '\0' << 'v' << '\0' << header;
    for (int i = 0; i < 32; ++i) {
        const double value = 1.0 / (1 + i);
        file.write(reinterpret_cast<const char*>(&value), sizeof value);
    }
    file.close();
    Robot robot(custom());
    robot.click("Load multipliers…");
    ASSERT_TRUE(robot.sees("Path"));
    robot.type(path);
    robot.press(Key::enter);
    ASSERT_EQ(multipliers(robot).size(), 32U) << robot.message();
    EXPECT_EQ(multipliers(robot)[3], 0.25);
    EXPECT_EQ(robot.document().query, Document().query) << "a dropped file would be the query";
}

}  // namespace
}  // namespace rope
