// The session file: JSON, versioned, readable, in a stable order.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/document/document.h"
#include "core/figure/geometry.h"
#include "core/figure/theme.h"

namespace rope {

constexpr int kSessionVersion = 1;

// The picture that a session was saved as: with the Document all that decides it, but for the file's format.
struct SessionFigure {
    std::string kind;       // of the figure kinds; one this version does not know is kept as it is
    Size size{460.8, 288};  // [pt]: 6.4 × 4 in
    double dpi = 150;       // of a PNG, and of the grid of heatmaps inside vector files
    ThemeId theme = ThemeId::light;
    bool transparent = false;
    friend bool operator==(const SessionFigure&, const SessionFigure&) = default;
};

// `figure`: none in a session that is no picture's.
std::string write_session(const Document& document, const std::optional<SessionFigure>& figure = {});

// Refuses newer versions (never overwritten by us), broken or over-deep JSON, values out of range. Unknown
// keys are kept in Document::unknown. Missing referenced files are no fault here: the vectors that need them
// are (see evaluate.h).
Checked<Document> read_session(std::string_view json, const std::string& where);
Checked<Document> read_session_file(const std::string& path);

// The same with the picture it was saved as. A session that names none leaves it empty. Sizes are as they
// stand there: whoever draws checks them.
struct SavedSession {
    Document document;
    std::optional<SessionFigure> figure;
    std::string title{};  // of a published figure; else empty
};
Checked<SavedSession> read_saved_session(std::string_view json, const std::string& where);

// True when the text is a session of ours (its "format" says so), whatever its version.
bool is_session(std::string_view json);

}  // namespace rope
