// A text being edited in place.
#pragma once

#include <string>

#include "app/gui/ui.h"

namespace rope {

enum class FieldState { editing, entered, left, cancelled };

// Opens `ui.field` for `id` with `text`; edit_field() draws it from then on.
void open_field(Ui& ui, ImGuiID id, std::string text);
// Draws the open field into `rect` [px]. After anything but `editing` the field is closed; its text stays
// readable in ui.field.text until the next one opens.
FieldState edit_field(Ui& ui, const Rect& rect);

}  // namespace rope
