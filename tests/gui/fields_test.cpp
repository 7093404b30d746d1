// Fields, dialogs and files: what is typed wrongly is refused or clamped in words, and nothing is lost.
#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/atomic_file.h"
#include "core/document/gallery.h"
#include "core/export/export.h"
#include "tests/gui/robot.h"

namespace rope {
namespace {

std::string temporary(const std::string& name, std::string_view bytes) {
    const std::string path = ::testing::TempDir() + "gui_fields_" + name;
    const auto written = write_file(path, bytes);
    require(written.ok(), "temporary file");
    return path;
}

double base(const Robot& robot) {
    return robot.document().models.front().base;
}

TEST(Fields, ADoubleClickTypesAValue) {
    Robot robot;
    robot.enter("Base", "500000");
    EXPECT_EQ(base(robot), 500000);
}

TEST(Fields, FaultsRow44ACommaIsNeverRead175) {
    Robot robot;
    robot.enter("Base", "1,75");
    EXPECT_EQ(base(robot), 10000);
    EXPECT_EQ(robot.app().editor().tone(), Editor::Tone::refused);
    EXPECT_NE(robot.message().find("1,75"), std::string::npos);
    EXPECT_NE(robot.value("status").find("1,75"), std::string::npos);
}

TEST(Fields, FaultsRow45WhatIsNoNumberKeepsTheOldValue) {
    for (const char* text : {"1e999", "θ", "abc", "nan"}) {
        Robot robot;
        robot.enter("Base", text);
        EXPECT_EQ(base(robot), 10000) << text;
        EXPECT_EQ(robot.app().editor().tone(), Editor::Tone::refused) << text;
        EXPECT_FALSE(robot.message().empty()) << text;
    }
    Robot robot;
    robot.double_click("Base");
    robot.press(Key::a, {.ctrl = true});
    robot.press(Key::erase);
    robot.press(Key::enter);
    EXPECT_EQ(base(robot), 10000);
    EXPECT_FALSE(robot.message().empty());
}

TEST(Fields, FaultsRow46OutOfRangeIsClampedAndSaid) {
    Robot robot;
    robot.enter("Base", "1e15");
    EXPECT_EQ(base(robot), 1e12);
    EXPECT_NE(robot.message().find("set to"), std::string::npos);
    robot.enter("Head dimension", "63");
    EXPECT_EQ(robot.document().models.front().shape.head_dim % 2, 0);
    EXPECT_NE(robot.message().find("steps of 2"), std::string::npos);
}

TEST(Fields, EscKeepsTheOldValueAndDoesNotQuit) {
    Robot robot;
    robot.double_click("Base");
    robot.press(Key::a, {.ctrl = true});
    robot.type("77");
    robot.press(Key::escape);
    EXPECT_EQ(base(robot), 10000);
    robot.press(Key::escape);
    EXPECT_FALSE(robot.app().wants_to_end());
}

TEST(Fields, AClickOutsideClosesADialogButNotOneOnItsList) {
    Robot robot(still());
    robot.press(Key::comma, {.ctrl = true});
    ASSERT_TRUE(robot.sees("Reduced motion"));
    robot.click("Size of text and controls");
    robot.click("125\u2009%");
    EXPECT_TRUE(robot.sees("Reduced motion"));
    robot.click_at({20, 400});
    EXPECT_FALSE(robot.sees("Reduced motion"));
}

TEST(Fields, EscClosesAListAndNothingElse) {
    Robot robot(still());
    robot.double_click_at(middle(robot.rect("decay")));
    ASSERT_FALSE(robot.sees("scores"));
    robot.click("Lower view");
    ASSERT_TRUE(robot.sees("Helix"));
    robot.press(Key::escape);
    EXPECT_FALSE(robot.sees("Helix"));
    EXPECT_FALSE(robot.sees("scores")) << "the view stays maximised";
    robot.click("Engine");
    EXPECT_TRUE(robot.sees("precision")) << "the next click is a click";
    robot.press(Key::comma, {.ctrl = true});
    robot.click("Theme");
    ASSERT_TRUE(robot.sees("Light"));
    robot.press(Key::escape);
    EXPECT_FALSE(robot.sees("Light"));
    EXPECT_TRUE(robot.sees("Reduced motion")) << "the dialog stays";
    robot.press(Key::escape);
    EXPECT_FALSE(robot.sees("Reduced motion"));
}

TEST(Fields, TheDotResets) {
    Robot robot(Eyes::open);
    robot.enter("Base", "500000");
    const Rect dot = robot.rect("Reset Base");
    const Pixels shown = robot.pixels();
    const int x = static_cast<int>(dot.x) + 4, y = static_cast<int>(middle(dot).y);
    for (int channel = 0; channel < 3; ++channel)
        EXPECT_NEAR(shown.at(x - 2, y)[channel], shown.at(x + 1, y)[channel], 2) << "a whole disc";
    robot.click("Reset Base");
    EXPECT_EQ(base(robot), 10000);
}

TEST(Fields, ChoosingAScalingShowsItsSliders) {
    Robot robot;
    EXPECT_FALSE(robot.sees("Factor"));
    robot.click("Scaling");
    robot.click(find_scaling("linear")->label);
    EXPECT_EQ(robot.document().models.front().scaling.type, "linear");
    EXPECT_TRUE(robot.sees(find_scaling("linear")->params.front().label));
}

TEST(Fields, AZeroThatStandsForSomethingElseSaysSo) {
    Robot robot(still(), {1280, 1200});
    robot.click("Scaling");
    robot.click(find_scaling("yarn")->label);
    EXPECT_EQ(robot.value("Attention factor"), "automatic");
    robot.enter("Attention factor", "1.5");
    EXPECT_EQ(robot.value("Attention factor"), "1.5");
    robot.enter("Attention factor", "0");
    EXPECT_EQ(robot.value("Attention factor"), "automatic");
}

TEST(Fields, APresetIsChosenInTheTopBar) {
    Robot robot;
    robot.click("Source");
    robot.click("Llama 3.1 8B");
    EXPECT_EQ(robot.document().models.front().source, "preset:llama-3.1-8b");
    EXPECT_EQ(base(robot), 500000);
}

TEST(Fields, FaultsRow47AWindowOfOnePixelOrNoneIsNoEnd) {
    Robot robot;
    for (const FrameSize size : {FrameSize{1, 1}, FrameSize{0, 0}, FrameSize{300, 40}, FrameSize{40, 700}}) {
        robot.resize(size);
        robot.move({0.5, 0.5});
    }
    robot.resize({1280, 720});
    EXPECT_TRUE(robot.sees("scores"));
}

TEST(Fields, FaultsRow48TheUiScaleIsClamped) {
    EXPECT_EQ(clamped_ui_scale(0.1), 0.5);
    EXPECT_EQ(clamped_ui_scale(20), 4);
    AppOptions options;
    options.ui_scale = 20;
    Robot robot(std::move(options));
    EXPECT_EQ(robot.app().ui_scale(), 4);
    robot.press(Key::digit_0, {.ctrl = true});
    EXPECT_EQ(robot.app().ui_scale(), 1);
    robot.press(Key::plus, {.ctrl = true});
    EXPECT_GT(robot.app().ui_scale(), 1);
}

TEST(Fields, ThePaletteFindsParametersAndActions) {
    Robot robot;
    robot.press(Key::k, {.ctrl = true});
    robot.type("head_dim");
    robot.press(Key::enter);
    robot.press(Key::a, {.ctrl = true});
    robot.type("64");
    robot.press(Key::enter);
    EXPECT_EQ(robot.document().models.front().shape.head_dim, 64);
    robot.press(Key::k, {.ctrl = true});
    robot.type("dark");
    robot.press(Key::enter);
    EXPECT_TRUE(robot.app().dark());
    robot.press(Key::k, {.ctrl = true});
    EXPECT_TRUE(robot.sees("Palette"));
    robot.press(Key::escape);
    EXPECT_FALSE(robot.sees("Palette"));
}

TEST(Fields, ThePaletteOpensViewsAndNamesWhoseParameterItIs) {
    Robot robot(still());
    robot.press(Key::k, {.ctrl = true});
    robot.type("recovery");
    robot.press(Key::enter);
    EXPECT_TRUE(robot.sees("recover"));
    for (const FigureKind* kind : figure_kinds()) {
        robot.press(Key::k, {.ctrl = true});
        robot.type("view: " + std::string(kind->label));
        robot.press(Key::enter);
        EXPECT_TRUE(robot.sees(kind->id)) << kind->id;
        EXPECT_FALSE(robot.sees("Palette"));
    }
    robot.press(Key::k, {.ctrl = true});
    robot.type("show");
    EXPECT_TRUE(robot.sees("Angles: Show"));
    EXPECT_TRUE(robot.sees("Memory: Show"));
}

TEST(Fields, HelpOpensAndCloses) {
    Robot robot;
    robot.press(Key::f1);
    EXPECT_TRUE(robot.sees("Close"));
    robot.click("Close");
    EXPECT_FALSE(robot.sees("Close"));
}

TEST(Fields, TheExportDialogSaysWhatASizeComesTo) {
    Robot robot(still());
    robot.press(Key::e, {.ctrl = true});
    EXPECT_EQ(robot.value("Format"), "PNG");
    EXPECT_EQ(robot.value("Theme"), "Light");
    EXPECT_EQ(robot.value("Size"), "As in the window");
    robot.click("Size");
    robot.click("Single");
    robot.click("Resolution");
    robot.press(Key::a, {.ctrl = true});
    robot.type("300");
    robot.press(Key::enter);
    EXPECT_EQ(robot.value("Size in words"), "3.3 × 2.5\u2009in: 990 × 750 pixels at 300 dpi");
    robot.click("Format");
    robot.click("SVG");
    EXPECT_EQ(robot.value("Size in words"), "3.3 × 2.5\u2009in");
}

TEST(Fields, TheScaleIsChosenInTheSettingsAndAppliedAtOnce) {
    Robot robot(still());
    const double height = robot.rect("status").height;
    robot.press(Key::comma, {.ctrl = true});
    robot.click("Size of text and controls");
    robot.click("150\u2009%");
    EXPECT_EQ(robot.app().ui_scale(), 1.5);
    EXPECT_EQ(robot.app().settings().ui_scale, 1.5);
    EXPECT_EQ(robot.rect("status").height, 1.5 * height);
    EXPECT_EQ(robot.value("Size of text and controls"), "150\u2009%");
    robot.click("Size of text and controls");
    robot.click("100\u2009%");
    EXPECT_EQ(robot.app().ui_scale(), 1);
    EXPECT_EQ(robot.app().settings().ui_scale, 0) << "as the screen asks";
    robot.click("Close");
    robot.press(Key::plus, {.ctrl = true});
    robot.press(Key::comma, {.ctrl = true});
    EXPECT_EQ(robot.value("Size of text and controls"), "110\u2009%");
}

TEST(Fields, DialogsKeepTheirButtonsOnTheScreenAtEveryScale) {
    for (const FrameSize size : {FrameSize{1280, 720}, FrameSize{1920, 1080}, FrameSize{800, 400}})
        for (const double scale : {0.75, 2.0}) {
            AppOptions options = still();
            options.ui_scale = scale;
            Robot robot(std::move(options), size);
            robot.press(Key::f1);
            const Rect close = robot.rect("Close");
            EXPECT_LE(close.bottom(), size.height) << size.width << " at " << scale;
            EXPECT_GE(close.y, 0);
            robot.click("Close");
            EXPECT_FALSE(robot.sees("Close")) << size.width << " at " << scale;
            robot.press(Key::e, {.ctrl = true});
            EXPECT_LE(robot.rect("Save").bottom(), size.height) << size.width << " at " << scale;
            robot.click("Cancel");
            EXPECT_FALSE(robot.sees("Cancel")) << size.width << " at " << scale;
        }
}

TEST(Fields, ALowWindowScrollsADialog) {
    AppOptions options = still();
    options.ui_scale = 1.5;
    Robot robot(Eyes::open, std::move(options), {1280, 500});
    robot.press(Key::f1);
    robot.move({640, 250});
    const Pixels before = robot.pixels();
    robot.wheel({640, 250}, -4);
    EXPECT_NE(robot.pixels(), before);
    robot.click("Close");
    EXPECT_FALSE(robot.sees("Close"));
}

TEST(Files, ADroppedSessionIsOpenedAndASavedOneReadsBack) {
    Document other;
    other.models.front().base = 777;
    Robot robot;
    robot.feed(FilesDropped{{temporary("a.rope.json", write_session(other))}, 0});
    robot.settle();
    EXPECT_EQ(base(robot), 777);
    const std::string path = ::testing::TempDir() + "gui_fields_saved.rope.json";
    std::filesystem::remove(path);
    robot.press(Key::s, {.ctrl = true});
    robot.press(Key::a, {.ctrl = true});
    robot.type(path);
    robot.press(Key::enter);
    auto read = read_session_file(path);
    ASSERT_TRUE(read.ok()) << sentence(read.fault());
    EXPECT_EQ(read.value(), robot.document());
}

TEST(Files, AnExportedPictureDroppedRestoresItsSession) {
    Document other;
    other.models.front().base = 4321;
    ResultCache cache;
    Progress progress;
    auto png = export_figure(other, *find_figure_kind("decay"), {}, cache, progress);
    ASSERT_TRUE(png.ok());
    Robot robot;
    robot.feed(FilesDropped{{temporary("picture.png", png.value())}, 0});
    robot.settle();
    EXPECT_EQ(base(robot), 4321);
}

std::string published(std::string_view id) {
    for (const GalleryFile& file : gallery_files())
        if (file.id == id) return temporary(std::string(id) + ".json", file.json);
    ADD_FAILURE() << "not in the gallery: " << id;
    return {};
}

void drop(Robot& robot, const std::string& path) {
    robot.feed(FilesDropped{{path}, 0});
    robot.settle();
}

TEST(Files, APublishedFigureIsShownWhereItsKindStandsAndNamedByItsTitle) {
    Robot robot(still());
    ASSERT_FALSE(robot.sees("frequencies"));
    drop(robot, published("llama3-bands"));
    EXPECT_TRUE(robot.sees("frequencies")) << "no workspace for one model holds it: Explore shows it";
    EXPECT_TRUE(robot.sees("pairs")) << "beside the other views";
    for (const GalleryFigure& one : gallery())
        if (one.id == "llama3-bands") {
            EXPECT_NE(robot.message().find(one.title), std::string::npos) << robot.message();
        }
    drop(robot, published("position-biases"));
    EXPECT_EQ(robot.app().workspace().arrangement().id, std::string("schemes"));
    EXPECT_TRUE(robot.sees("schemes"));
    drop(robot, published("bf16-scores"));
    EXPECT_EQ(robot.app().workspace().arrangement().id, std::string("engine"));
    EXPECT_TRUE(robot.sees("precision"));
}

TEST(Files, APictureShowsItsFigureInFrontOfAMaximisedView) {
    Robot robot(still());
    robot.double_click_at(middle(robot.rect("decay")));
    ASSERT_FALSE(robot.sees("scores"));
    ResultCache cache;
    Progress progress;
    auto png = export_figure(Document{}, *find_figure_kind("recover"), {}, cache, progress);
    ASSERT_TRUE(png.ok());
    drop(robot, temporary("recover.png", png.value()));
    EXPECT_TRUE(robot.sees("recover"));
}

TEST(Files, AConfigDroppedBecomesTheModelAndABrokenOneIsRefused) {
    Robot robot;
    robot.feed(FilesDropped{
        {temporary("config.json", R"({"model_type":"llama","hidden_size":512,"num_attention_heads":8,
        "max_position_embeddings":2048,"rope_theta":25000.0})")},
        0});
    robot.settle();
    EXPECT_EQ(base(robot), 25000);
    const Document before = robot.document();
    robot.feed(FilesDropped{{temporary("broken.json", "{\"rope_theta\": ")}, 0});
    robot.settle();
    EXPECT_EQ(robot.document(), before);
    EXPECT_EQ(robot.app().editor().tone(), Editor::Tone::refused);
}

TEST(Files, FaultsRow67AThousandDroppedFilesAreBounded) {
    FilesDropped many;
    const std::string path = temporary("many.rope.json", write_session(Document()));
    many.paths.assign(FilesDropped::kMost, path);
    many.left_out = 1000 - FilesDropped::kMost;
    Robot robot;
    robot.feed(many);
    robot.settle();
    EXPECT_NE(robot.message().find("984"), std::string::npos) << robot.message();
}

}  // namespace
}  // namespace rope
