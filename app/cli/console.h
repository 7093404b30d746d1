// Where a command's words go: results to standard output, everything else to standard error.
#pragma once

#include <string_view>

#include "core/base/checked.h"

namespace rope::cli {

class Console {
  public:
    // The whole result at once. A reader that has gone away (| head) ends the program quietly, status 0.
    Checked<Done> write(std::string_view bytes);
    // One line to standard error: "rope-explorer: ...".
    void note(std::string_view words);
    // "3/12 decay-bound" on one line that rewrites itself; only on a terminal. Empty words clear it.
    void progress(std::string_view words);

    static bool output_is_terminal();
    static bool errors_are_terminal();

  private:
    bool progress_shown_ = false;
};

}  // namespace rope::cli
