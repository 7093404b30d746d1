// The session file: JSON, versioned, readable, in a stable order.
#pragma once

#include <string>
#include <string_view>

#include "core/document/document.h"

namespace rope {

constexpr int kSessionVersion = 1;

std::string write_session(const Document& document);

// Refuses newer versions (never overwritten by us), broken or over-deep JSON, values out of range. Unknown
// keys are kept in Document::unknown. Missing referenced files are no fault here: the vectors that need them
// are (see evaluate.h).
Checked<Document> read_session(std::string_view json, const std::string& where);
Checked<Document> read_session_file(const std::string& path);

// True when the text is a session of ours (its "format" says so), whatever its version.
bool is_session(std::string_view json);

}  // namespace rope
