#include "app/gui/frame_input.h"

#include <gtest/gtest.h>

namespace rope {
namespace {

TEST(FrameInput, PressAndReleaseOfOneClickAreSeenInTwoFrames) {
    InputQueue queue{MouseMoved{3, 4}, MouseButton{0, true}, MouseButton{0, false}};
    EXPECT_EQ(take_one_frame(queue).size(), 1U);  // the pointer arrives
    EXPECT_EQ(take_one_frame(queue).size(), 1U);  // the press
    EXPECT_EQ(take_one_frame(queue).size(), 1U);  // the release
    EXPECT_TRUE(queue.empty());
}

TEST(FrameInput, MovesOfADragAreTakenTogether) {
    InputQueue queue;
    for (int i = 0; i < 50; ++i)
        queue.push_back(MouseMoved{static_cast<double>(i), 0});
    EXPECT_EQ(take_one_frame(queue).size(), 50U);
}

TEST(FrameInput, NothingIsLostOrReordered) {
    InputQueue queue{KeyPress{Key::a, true, {}},  TextTyped{"a"},
                     KeyPress{Key::a, false, {}}, MouseWheel{0, 1},
                     MouseButton{0, true},        MouseMoved{1, 1},
                     MouseButton{0, false},       KeyPress{Key::b, true, {}}};
    const InputQueue all = queue;
    std::size_t seen = 0;
    for (int frame = 0; frame < 20 && !queue.empty(); ++frame) {
        const std::vector<InputEvent> taken = take_one_frame(queue);
        ASSERT_FALSE(taken.empty());
        for (const InputEvent& event : taken)
            EXPECT_EQ(event.index(), all[seen++].index());
    }
    EXPECT_EQ(seen, all.size());
}

}  // namespace
}  // namespace rope
