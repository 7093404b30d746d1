// One row of the parameter table as the widget its type asks for.
#pragma once

#include "app/gui/editor.h"
#include "app/gui/widgets/widgets.h"

namespace rope {

// Draws it at the cursor and applies what the user does with it. `mark_labels`: the marks of sliders have
// words. `idle`: why a switch would change nothing; empty where it would.
void parameter_row(Ui& ui, Editor& editor, const Parameter& parameter, double width, bool mark_labels = false,
                   std::string_view idle = {});

std::string load_words(const ParamSpec& spec);  // "Load short factors", of rows whose text can name a file

// As a small control without its label, for the header of a view; numbers have none.
void compact_parameter(Ui& ui, Editor& editor, const Parameter& parameter, std::string_view idle = {});
double compact_width(const Ui& ui, const Editor& editor, const Parameter& parameter);  // [px]; 0: none

}  // namespace rope
