#include "app/gui/action.h"

namespace rope {
namespace {

std::string key_name(Key key) {
    const auto number = static_cast<int>(key);
    const auto within = [number](Key from, Key to) {
        return number >= static_cast<int>(from) && number <= static_cast<int>(to);
    };
    if (within(Key::a, Key::z)) return {static_cast<char>('A' + number - static_cast<int>(Key::a))};
    if (within(Key::digit_0, Key::digit_9))
        return {static_cast<char>('0' + number - static_cast<int>(Key::digit_0))};
    if (within(Key::f1, Key::f12)) return "F" + std::to_string(number - static_cast<int>(Key::f1) + 1);
    switch (key) {
        case Key::home:
            return "Home";
        case Key::space:
            return "Space";
        case Key::escape:
            return "Esc";
        case Key::comma:
            return ",";
        case Key::plus:
            return "+";
        case Key::minus:
            return "−";
        case Key::up:
            return "↑";
        case Key::down:
            return "↓";
        case Key::left:
            return "←";
        case Key::right:
            return "→";
        default:
            return "";
    }
}

}  // namespace

std::string key_words(const Action& action) {
    if (action.key == Key::none) return "";
    std::string words;
    if (action.modifiers.ctrl) words += "Ctrl+";
    if (action.modifiers.alt) words += "Alt+";
    if (action.modifiers.shift) words += "Shift+";
    return words + key_name(action.key);
}

}  // namespace rope
