// Any file the program understands, as what it does to the document.
#pragma once

#include <string>
#include <variant>

#include "core/document/edit.h"

namespace rope {

struct Opened {
    std::variant<Edit, Document> what;  // a change, or a whole session
    std::string label;                  // for undo and the status line
    std::string kind{};                 // of figure that a session was saved as; empty where it names none
};

// Looks at the contents: a session, a picture that carries one, a config.json, a .gguf, or a vector in an
// .npy or .safetensors file (taken as q, or as k when `as_key`). At most 64 MiB are read. Faults: those of
// the readers.
Checked<Opened> open_path(const std::string& path, bool as_key);

}  // namespace rope
