// Top: where the model comes from, the workspace, and what can be done at any time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/gui/editor.h"
#include "app/gui/ui.h"

namespace rope {

// What the user asked for here beside edits, which are applied at once.
struct TopBarAnswer {
    bool open_file = false, open_export = false, open_palette = false, open_help = false,
         switch_theme = false;
    std::string open_recent;               // a path; empty: none
    std::optional<std::size_t> workspace;  // the one chosen, of the arrangements
};
// `recent`: paths of the files opened last, newest first. `workspace`: the open one.
TopBarAnswer top_bar(Ui& ui, Editor& editor, const std::vector<std::string>& recent, std::size_t workspace,
                     const Rect& area);

}  // namespace rope
