#include "app/gui/frame_input.h"

namespace rope {

std::vector<InputEvent> take_one_frame(InputQueue& queue) {
    std::vector<InputEvent> taken;
    bool moved = false, button_changed = false, key_changed = false, typed = false, wheel = false;
    while (!queue.empty()) {
        const InputEvent& next = queue.front();
        const bool is_move = std::holds_alternative<MouseMoved>(next);
        const bool is_button = std::holds_alternative<MouseButton>(next);
        const bool is_key = std::holds_alternative<KeyPress>(next);
        const bool is_text = std::holds_alternative<TextTyped>(next);
        const bool is_wheel = std::holds_alternative<MouseWheel>(next);
        if (is_move && (button_changed || wheel)) break;
        if (is_button && (button_changed || key_changed || wheel)) break;
        if (is_key && (button_changed || key_changed || typed)) break;
        if (is_text && button_changed) break;
        if (is_wheel && (button_changed || moved)) break;
        moved |= is_move;
        button_changed |= is_button;
        key_changed |= is_key;
        typed |= is_text;
        wheel |= is_wheel;
        taken.push_back(next);
        queue.pop_front();
        // A click is decided at the place of the press: the pointer must have been seen there first.
        if (is_move && !queue.empty() && std::holds_alternative<MouseButton>(queue.front())) break;
    }
    return taken;
}

}  // namespace rope
