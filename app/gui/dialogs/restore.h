// After a run that did not end properly: what it showed is offered, not opened, in case it was what ended it.
#pragma once

#include <optional>

#include "app/gui/editor.h"
#include "app/gui/ui.h"

namespace rope {

// Draws the question while `offered` holds a document; the answer empties it.
void draw_restore(Ui& ui, Editor& editor, std::optional<Document>& offered);

}  // namespace rope
