// What a person does, as a queue of our own events: the window fills it, tests fill it, App drains it.
// Positions are pixels of the frame, origin top left.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <variant>
#include <vector>

namespace rope {

// The keys the program knows, named by what is printed on them in the user's layout.
// clang-format off
enum class Key {
    none,
    a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z,
    digit_0, digit_1, digit_2, digit_3, digit_4, digit_5, digit_6, digit_7, digit_8, digit_9,
    f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12,
    tab, left, right, up, down, page_up, page_down, home, end, insert, erase, backspace,
    space, enter, keypad_enter, escape, plus, minus, comma,
    count
};
// clang-format on

struct Modifiers {
    bool ctrl = false, shift = false, alt = false, super = false;
    friend bool operator==(const Modifiers&, const Modifiers&) = default;
};

struct MouseMoved {
    double x = 0, y = 0;
};
struct MouseLeft {};  // the pointer left the window
struct MouseButton {
    int button = 0;  // 0 left, 1 right, 2 middle
    bool down = false;
};
struct MouseWheel {
    double dx = 0, dy = 0;  // notches; dy > 0 is away from the user
};
struct KeyPress {
    Key key = Key::none;
    bool down = false;
    Modifiers modifiers;
};
struct TextTyped {
    std::string utf8;
};
struct FilesDropped {
    static constexpr std::size_t kMost = 16;  // more are not opened, and the status line says so
    std::vector<std::string> paths;           // at most kMost
    std::size_t left_out = 0;
};
struct FrameResized {
    int width = 0, height = 0;  // may be 0 when minimised
};
struct ScaleChanged {
    double scale = 1;  // pixels of the screen per nominal pixel
};
struct FocusLost {};
struct RedrawWanted {};  // the system lost what was on screen
struct CloseRequested {};

using InputEvent =
    std::variant<MouseMoved, MouseLeft, MouseButton, MouseWheel, KeyPress, TextTyped, FilesDropped,
                 FrameResized, ScaleChanged, FocusLost, RedrawWanted, CloseRequested>;
using InputQueue = std::deque<InputEvent>;

}  // namespace rope
