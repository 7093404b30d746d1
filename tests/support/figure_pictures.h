// A Figure as the things that goldens keep.
#pragma once

#include <string>

#include "core/export/export.h"

namespace rope::test {

// Every primitive as a line of text, laid out with FixedWidthText, so that no font decides.
std::string transcript_of(const Figure& figure, Size size, ThemeId theme);

// A file as draw_figure() makes it, but always in DejaVu Sans, which every build installs. Empty on a fault,
// which is added as a failure of the test.
std::string drawn(const Figure& figure, const ExportOptions& options, const std::string& session = {});

}  // namespace rope::test
