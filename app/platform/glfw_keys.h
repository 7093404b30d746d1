// GLFW's names of keys and modifiers in ours.
#pragma once

#include "app/platform/input.h"

namespace rope {

// Letters and digits by what the user's layout prints on the key (Ctrl+Z is where Z is), others by place.
Key key_from_glfw(int key, int scancode);
Modifiers modifiers_from_glfw(int mods);

}  // namespace rope
