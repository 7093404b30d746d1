// -o DIR of the commands that write several files.
#pragma once

#include <string>

#include "core/base/checked.h"

namespace rope::cli {

// Only the last component is created, so that a mistyped path does not become a tree of folders. One that is
// there already is taken. Faults: no_such_folder, not_a_folder.
Checked<Done> make_folder(const std::string& path);

}  // namespace rope::cli
