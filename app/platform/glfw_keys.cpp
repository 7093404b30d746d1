#include "app/platform/glfw_keys.h"

#include <GLFW/glfw3.h>

namespace rope {
namespace {

Key offset(Key first, int by) {
    return static_cast<Key>(static_cast<int>(first) + by);
}

Key printed(char c) {
    if (c >= 'a' && c <= 'z') return offset(Key::a, c - 'a');
    if (c >= 'A' && c <= 'Z') return offset(Key::a, c - 'A');
    if (c >= '0' && c <= '9') return offset(Key::digit_0, c - '0');
    if (c == '+') return Key::plus;
    if (c == '-') return Key::minus;
    if (c == ',') return Key::comma;
    return Key::none;
}

}  // namespace

Key key_from_glfw(int key, int scancode) {
    if (key >= GLFW_KEY_F1 && key <= GLFW_KEY_F12) return offset(Key::f1, key - GLFW_KEY_F1);
    switch (key) {
        case GLFW_KEY_TAB:
            return Key::tab;
        case GLFW_KEY_LEFT:
            return Key::left;
        case GLFW_KEY_RIGHT:
            return Key::right;
        case GLFW_KEY_UP:
            return Key::up;
        case GLFW_KEY_DOWN:
            return Key::down;
        case GLFW_KEY_PAGE_UP:
            return Key::page_up;
        case GLFW_KEY_PAGE_DOWN:
            return Key::page_down;
        case GLFW_KEY_HOME:
            return Key::home;
        case GLFW_KEY_END:
            return Key::end;
        case GLFW_KEY_INSERT:
            return Key::insert;
        case GLFW_KEY_DELETE:
            return Key::erase;
        case GLFW_KEY_BACKSPACE:
            return Key::backspace;
        case GLFW_KEY_SPACE:
            return Key::space;
        case GLFW_KEY_ENTER:
            return Key::enter;
        case GLFW_KEY_KP_ENTER:
            return Key::keypad_enter;
        case GLFW_KEY_ESCAPE:
            return Key::escape;
        case GLFW_KEY_KP_ADD:
            return Key::plus;
        case GLFW_KEY_KP_SUBTRACT:
            return Key::minus;
        default:
            break;
    }
    if (const char* name = glfwGetKeyName(key, scancode); name != nullptr && name[0] != 0 && name[1] == 0)
        if (const Key found = printed(name[0]); found != Key::none) return found;
    // '+' is Shift and '=' on many layouts: Ctrl and that key zoom all the same.
    if (key == GLFW_KEY_EQUAL) return Key::plus;
    return key > 0 && key < 128 ? printed(static_cast<char>(key)) : Key::none;
}

Modifiers modifiers_from_glfw(int mods) {
    return {.ctrl = (mods & GLFW_MOD_CONTROL) != 0,
            .shift = (mods & GLFW_MOD_SHIFT) != 0,
            .alt = (mods & GLFW_MOD_ALT) != 0,
            .super = (mods & GLFW_MOD_SUPER) != 0};
}

}  // namespace rope
