// The command that makes a figure again: in PDF metadata, in the gallery's pages, and to be copied.
#pragma once

#include <string>
#include <string_view>

#include "core/export/export.h"

namespace rope {

// A word for POSIX shells: as it is where that is safe, else in single quotes.
std::string shell_word(std::string_view word);

// "rope-explorer plot decay --preset llama-3.1-8b --set model.base=250000 -o decay.pdf": everything that
// differs from the default document or from the model's own file, so that the same picture comes back.
// `output` is the name after -o. export_figure uses the default, so that files do not depend on their names.
std::string command_line(const Document& document, std::string_view kind, const ExportOptions& options,
                         std::string_view output = "");

}  // namespace rope
