#include "core/document/history.h"

#include <gtest/gtest.h>

namespace rope {
namespace {

SetParameter base(double value) {
    return {"model.base", value, 0};
}
SetParameter head_dim(std::int64_t value) {
    return {"model.head_dim", value, 0};
}

TEST(History, UndoAndRedoOfferTheirLabels) {
    History history;
    EXPECT_FALSE(history.can_undo());
    EXPECT_FALSE(history.undo());
    EXPECT_FALSE(history.redo());
    ASSERT_TRUE(history.edit(base(5e5)).ok());
    ASSERT_TRUE(history.edit(head_dim(64)).ok());
    EXPECT_EQ(history.undo_label(), "Head dimension");
    ASSERT_TRUE(history.undo());
    EXPECT_EQ(history.redo_label(), "Head dimension");
    EXPECT_EQ(history.undo_label(), "Base");
    EXPECT_EQ(history.document().models[0].shape.head_dim, 128);
    EXPECT_EQ(history.document().models[0].base, 5e5);
    ASSERT_TRUE(history.undo());
    EXPECT_EQ(history.document(), Document{});
    ASSERT_TRUE(history.redo());
    ASSERT_TRUE(history.redo());
    EXPECT_EQ(history.document().models[0].shape.head_dim, 64);
    EXPECT_FALSE(history.can_redo());
}

TEST(History, ANewEditForgetsWhatWasUndone) {
    History history;
    ASSERT_TRUE(history.edit(base(5e5)).ok());
    history.undo();
    ASSERT_TRUE(history.edit(head_dim(64)).ok());
    EXPECT_FALSE(history.can_redo());
}

TEST(History, ARefusedEditLeavesEverything) {
    History history;
    ASSERT_TRUE(history.edit(base(5e5)).ok());
    history.undo();
    EXPECT_FALSE(history.edit(head_dim(63)).ok());
    EXPECT_EQ(history.document(), Document{});
    EXPECT_TRUE(history.can_redo());
}

TEST(History, AnEditThatChangesNothingIsNoStep) {
    History history;
    ASSERT_TRUE(history.edit(base(1e4)).ok());
    EXPECT_FALSE(history.can_undo());
}

TEST(History, ADragIsOneStep) {
    History history;
    ASSERT_TRUE(history.edit(base(2e4)).ok());
    for (double b = 2e4; b < 5e4; b += 1e3)
        ASSERT_TRUE(history.edit(base(b), true).ok());
    ASSERT_TRUE(history.edit(base(7e4)).ok()) << "the next drag";
    ASSERT_TRUE(history.undo());
    EXPECT_EQ(history.document().models[0].base, 4.9e4);
    ASSERT_TRUE(history.undo());
    EXPECT_EQ(history.document(), Document{});
}

TEST(History, WhereADragEndsDoesNotDependOnItsWay) {
    History history;
    ASSERT_TRUE(history.edit({SetParameter{"model.rotary_dim", std::int64_t{32}, 0}}).ok());
    ASSERT_TRUE(history.edit({SetParameter{"view.pair", std::int64_t{15}, 0}}).ok());
    const Document before = history.document();
    ASSERT_TRUE(history.edit(head_dim(126)).ok());
    for (const std::int64_t d : {66, 2, 10})
        ASSERT_TRUE(history.edit(head_dim(d), true).ok());
    ASSERT_TRUE(history.edit(head_dim(128), true).ok());
    EXPECT_EQ(history.document(), before) << "the share and the chosen pair come back";
    EXPECT_EQ(history.undo_label(), "Pair") << "a drag that came back is no step";
    ASSERT_TRUE(history.edit(head_dim(64), true).ok());
    EXPECT_EQ(history.undo_label(), "Head dimension");
}

TEST(History, ADragOfAnotherThingIsAnotherStep) {
    History history;
    ASSERT_TRUE(history.edit(base(2e4)).ok());
    ASSERT_TRUE(history.edit(head_dim(64), true).ok());
    ASSERT_TRUE(history.undo());
    EXPECT_EQ(history.document().models[0].base, 2e4);
}

TEST(History, ADragAfterAnUndoBeginsAnew) {
    History history;
    ASSERT_TRUE(history.edit(base(2e4)).ok());
    ASSERT_TRUE(history.edit(base(3e4)).ok());
    ASSERT_TRUE(history.undo());
    ASSERT_TRUE(history.edit(base(4e4), true).ok());
    ASSERT_TRUE(history.undo());
    EXPECT_EQ(history.document().models[0].base, 2e4);
}

TEST(History, OpeningASessionIsOneStep) {
    History history;
    ASSERT_TRUE(history.edit(base(2e4)).ok());
    Document other;
    other.selection.query_position = 5;
    history.replace(other, "Open talk.json");
    EXPECT_EQ(history.document(), other);
    EXPECT_EQ(history.undo_label(), "Open talk.json");
    ASSERT_TRUE(history.undo());
    EXPECT_EQ(history.document().models[0].base, 2e4);
}

TEST(History, IsBounded) {
    History history;
    for (int i = 0; i < 600; ++i)
        ASSERT_TRUE(history.edit(base(1e4 + i + 1)).ok());
    int steps = 0;
    while (history.undo())
        ++steps;
    EXPECT_EQ(steps, 500);
}

}  // namespace
}  // namespace rope
