// What can be done with a key or by name: keys, palette and help read the same list.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/platform/input.h"

namespace rope {

struct Action {
    std::string label;  // "Undo"
    Key key = Key::none;
    Modifiers modifiers;
    std::function<void()> run;
    bool enabled = true;
    bool while_typing = false;  // the key works although a text field has the keyboard
};

std::string key_words(const Action& action);  // "Ctrl+Shift+Z"; empty without a key

}  // namespace rope
