// What stands beside a figure in a text: the lines that set it, with its caption and the command that makes
// it.
#pragma once

#include <string>
#include <string_view>

#include "core/export/export.h"

namespace rope {

// A figure environment that sets KIND.pdf in the width of the line. The command makes that file for print
// (5 in wide, with the proportions of `options.size`), whose paper has its own caption.
std::string latex_snippet(const Document& document, const Figure& figure, const ExportOptions& options);

// An image, KIND.svg as it is seen, with the caption as its text, and the command as a block of code.
std::string markdown_snippet(const Document& document, const Figure& figure, const ExportOptions& options);

// Plain text as it must be written so that it is set as it is. Greek and mathematical signs become commands
// that every LaTeX has; other signs stay, as UTF-8. Control characters and malformed bytes are shown escaped.
std::string latex_text(std::string_view text);
std::string markdown_text(std::string_view text);

}  // namespace rope
