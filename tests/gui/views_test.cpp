// Every place of the window can show every figure kind, live and as it is exported.
#include <gtest/gtest.h>

#include <filesystem>

#include "app/gui/kept_state.h"
#include "core/export/export.h"
#include "tests/gui/robot.h"

namespace rope {
namespace {

AppOptions still() {
    AppOptions options;
    options.settings.reduced_motion = true;
    return options;
}

void show(Robot& robot, std::string_view place, const FigureKind& kind) {
    robot.click(place);
    robot.click(kind.label);
}

Point on_page(const Robot& robot, std::string_view kind, Point page) {
    const Rect view = robot.rect(kind);
    const double scale = robot.pixels_per_point();
    return {view.x + page.x * scale, view.y + page.y * scale};
}

TEST(Views, EveryKindCanBeShownWhereItsTitleIsChosen) {
    Robot robot(still());
    for (const FigureKind* kind : figure_kinds()) {
        if (robot.app().workspace().view(kind->id) != nullptr) continue;
        show(robot, "Right view", *kind);
        ASSERT_NE(robot.app().workspace().view(kind->id), nullptr) << kind->id;
        const FigureView& view = robot.view(kind->id);
        EXPECT_EQ(robot.value("Right view"), kind->label);
        EXPECT_TRUE(view.fault().empty()) << view.fault();
        // The figure is the one that a script gets for the same size.
        ResultCache cache;
        Progress progress;
        auto expected = make_figure(robot.document(), *kind, view.picture(), cache, progress);
        ASSERT_TRUE(expected.ok()) << kind->id;
        EXPECT_EQ(view.figure()->caption, expected.value()->caption);
        // It follows the sliders.
        const Figure* before = view.figure();
        robot.drag("Base", 30);
        EXPECT_NE(view.figure(), before) << kind->id;
        robot.press(Key::z, {.ctrl = true});
    }
}

TEST(Views, ChoosingWhatAnotherPlaceShowsChangesThePlaces) {
    Robot robot(still());
    const Rect pairs = robot.rect("pairs"), decay = robot.rect("decay");
    show(robot, "Left view", *find_figure_kind("decay"));
    EXPECT_EQ(robot.rect("decay"), pairs);
    EXPECT_EQ(robot.rect("pairs"), decay);
    EXPECT_FALSE(robot.app().editor().history().can_undo())
        << "what is shown where is not part of the session";
}

TEST(Views, TheChoiceIsKept) {
    const std::string top = ::testing::TempDir() + "gui_views_kept";
    std::filesystem::remove_all(top);
    const XdgFolders folders{top + "/config", top + "/data", top + "/state", top + "/cache"};
    {
        KeptState kept(folders, false);
        Robot robot(kept.options({}));
        show(robot, "Lower view", *find_figure_kind("frequencies"));
        ASSERT_TRUE(kept.end(robot.app()).ok());
    }
    KeptState kept(folders, false);
    Robot robot(kept.options({}));
    EXPECT_EQ(robot.value("Lower view"), find_figure_kind("frequencies")->label);
    EXPECT_EQ(robot.app().workspace().view("decay"), nullptr);
}

TEST(Views, KindsThatThisVersionDoesNotKnowTakeTheirDefault) {
    AppOptions options = still();
    options.settings.views = {"pairs", "from-the-future", "scores", "too", "many"};
    Robot robot(std::move(options));
    EXPECT_EQ(robot.app().workspace().kinds(), (std::vector<std::string>{"pairs", "decay", "scores"}));
}

TEST(Views, AClickOnAPairOfTheFrequenciesChoosesIt) {
    Robot robot(still());
    show(robot, "Right view", *find_figure_kind("frequencies"));
    const FigureView& view = robot.view("frequencies");
    const Panel& panel = view.figure()->panels[0];
    const Point at = to_page(panel, view.places()->panels[0], {23, panel.y->lo * 1.5});
    robot.click_at(on_page(robot, "frequencies", at));
    EXPECT_EQ(robot.document().selection.pair, 23);
    const Scene scene{robot.document(), *view.figure(), *view.places()};
    const std::string words = words_at(scene, at);
    EXPECT_EQ(words.rfind("pair: 23\n", 0), 0U) << words;
    EXPECT_NE(words.find("wavelength: "), std::string::npos) << words;
    EXPECT_EQ(words.find('_'), std::string::npos) << "no names of columns: " << words;
}

TEST(Views, KindsWithARangeZoomAndOthersLeaveTheDocumentAlone) {
    Robot robot(still());
    show(robot, "Right view", *find_figure_kind("angles"));
    const Rect r = robot.rect("angles");
    robot.wheel({r.x + r.width / 2, r.y + r.height / 3}, 3);
    EXPECT_GT(robot.view("angles").figure()->panels[0].x->lo, 1);
    robot.press(Key::home);
    EXPECT_EQ(robot.document(), Document());
    // Nothing in a map of the sinusoidal encoding can be taken hold of.
    show(robot, "Right view", *find_figure_kind("sinusoidal"));
    robot.wheel({r.x + r.width / 2, r.y + r.height / 3}, 3);
    robot.drag_points({r.x + r.width / 2, r.y + r.height / 3}, {r.x + r.width / 3, r.y + r.height / 2});
    EXPECT_EQ(robot.document(), Document());
}

TEST(Views, ExportByKeyWritesTheKindUnderThePointer) {
    Robot robot(still());
    show(robot, "Left view", *find_figure_kind("frequencies"));
    const Rect r = robot.rect("frequencies");
    robot.move({r.x + r.width / 2, r.y + r.height / 2});
    robot.press(Key::c, {.ctrl = true});
    EXPECT_EQ(robot.surface().clipboard_picture().text.rfind("rope-explorer plot frequencies", 0), 0U);
    robot.press(Key::c, {.ctrl = true, .shift = true});
    EXPECT_NE(robot.surface().clipboard().find("wavelength"), std::string::npos);
}

}  // namespace
}  // namespace rope
