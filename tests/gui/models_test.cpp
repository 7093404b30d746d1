// Several models: added, chosen, changed, removed.
#include <gtest/gtest.h>

#include <filesystem>

#include "app/gui/kept_state.h"
#include "core/base/atomic_file.h"
#include "tests/gui/robot.h"

namespace rope {
namespace {

void add_model(Robot& robot, std::string_view letter) {
    robot.click("Source");
    robot.click("Add model " + std::string(letter));
}

TEST(Models, AnAddedModelIsACopyThatTheSlidersChangeAlone) {
    Robot robot;
    EXPECT_FALSE(robot.sees("Model A")) << "one model needs no list";
    add_model(robot, "B");
    ASSERT_EQ(robot.document().models.size(), 2U);
    EXPECT_EQ(robot.value("Model B"), "edited");
    const ModelSpec a = robot.document().models[0];
    robot.enter("Base", "500000");
    EXPECT_EQ(robot.document().models[1].base, 500000);
    EXPECT_EQ(robot.document().models[0], a);
    robot.drag("Context", 30);
    EXPECT_GT(robot.document().models[1].context_length, a.context_length);
    EXPECT_EQ(robot.document().models[0], a);
    robot.click("Scaling");
    robot.click("YaRN");
    EXPECT_EQ(robot.document().models[1].scaling.type, "yarn");
    EXPECT_EQ(robot.document().models[0], a);
    // Both are drawn.
    EXPECT_NE(robot.view("decay").figure()->data.columns.back().name.find("_B"), std::string::npos);
}

TEST(Models, AClickInThePanelEditsTheOther) {
    Robot robot;
    add_model(robot, "B");
    robot.enter("Base", "500000");
    robot.click("Model A");
    EXPECT_EQ(robot.value("Model A"), "edited");
    robot.enter("Base", "20000");
    EXPECT_EQ(robot.document().models[0].base, 20000);
    EXPECT_EQ(robot.document().models[1].base, 500000);
}

TEST(Models, OpenedFilesReplaceTheEditedModel) {
    const std::string path = ::testing::TempDir() + "models_test_config.json";
    ASSERT_TRUE(
        write_file(path, R"({"head_dim": 64, "rope_theta": 70000, "max_position_embeddings": 2048})").ok());
    Robot robot;
    add_model(robot, "B");
    const ModelSpec a = robot.document().models[0];
    robot.feed(FilesDropped{{path}, 0});
    robot.settle();
    ASSERT_EQ(robot.document().models.size(), 2U) << robot.message();
    EXPECT_EQ(robot.document().models[1].base, 70000);
    EXPECT_EQ(robot.document().models[0], a);
}

TEST(Models, RemovingAndUndo) {
    Robot robot;
    const Document one = robot.document();
    add_model(robot, "B");
    robot.enter("Base", "500000");
    robot.click("Source");
    robot.click("Remove model B");
    EXPECT_EQ(robot.document().models, one.models);
    EXPECT_FALSE(robot.sees("Model A"));
    robot.press(Key::z, {.ctrl = true});
    ASSERT_EQ(robot.document().models.size(), 2U);
    EXPECT_EQ(robot.document().models[1].base, 500000);
    // Removing A leaves what was B.
    robot.click("Model A");
    robot.click("Source");
    robot.click("Remove model A");
    ASSERT_EQ(robot.document().models.size(), 1U);
    EXPECT_EQ(robot.document().models[0].base, 500000);
}

TEST(Models, ThereIsAMostAndTheMenuStopsThere) {
    Robot robot;
    for (std::size_t i = 1; i < kMostModels; ++i)
        add_model(robot, std::string(1, static_cast<char>('A' + i)));
    ASSERT_EQ(robot.document().models.size(), kMostModels);
    robot.click("Source");
    EXPECT_TRUE(robot.sees("Remove model H"));
    EXPECT_FALSE(robot.sees("Add model I"));
}

TEST(Models, CompareIsOfferedForSeveralModelsAndDrawsThemOnTheSameAxes) {
    Robot robot;
    EXPECT_FALSE(robot.sees("Compare"));
    add_model(robot, "B");
    robot.enter("Base", "500000");
    robot.click("Compare");
    EXPECT_FALSE(robot.sees("pairs"));
    ASSERT_TRUE(robot.sees("decay"));
    ASSERT_TRUE(robot.sees("frequencies"));
    for (const char* kind : {"decay", "frequencies"}) {
        bool a = false, b = false;
        for (const Column& column : robot.view(kind).figure()->data.columns) {
            a |= column.name.ends_with("_A");
            b |= column.name.ends_with("_B");
        }
        EXPECT_TRUE(a && b) << kind;
    }
    robot.click("Explore");
    EXPECT_TRUE(robot.sees("pairs"));
    robot.click("Compare");
    // Without a second model there is nothing to compare.
    robot.click("Source");
    robot.click("Remove model B");
    EXPECT_TRUE(robot.sees("pairs"));
    EXPECT_FALSE(robot.sees("Compare"));
}

TEST(Models, WhatCompareShowsIsKeptApartFromExplore) {
    const std::string top = ::testing::TempDir() + "gui_models_kept";
    std::filesystem::remove_all(top);
    const XdgFolders folders{top + "/config", top + "/data", top + "/state", top + "/cache"};
    {
        KeptState kept(folders, false);
        Robot robot(kept.options({}));
        add_model(robot, "B");
        robot.click("Compare");
        robot.click("Upper view");
        robot.click("Angles");
        ASSERT_TRUE(kept.end(robot.app()).ok());
    }
    KeptState kept(folders, false);
    Robot robot(kept.options({}));
    EXPECT_EQ(robot.value("Upper view"), "Angles") << "the workspace that was open";
    robot.click("Explore");
    EXPECT_EQ(robot.value("Lower view"), "Decay");
    robot.click("Compare");
    EXPECT_EQ(robot.value("Upper view"), "Angles");
}

}  // namespace
}  // namespace rope
