// A laid-out Figure into each kind of picture file.
#pragma once

#include <memory>
#include <string>

#include "core/export/export.h"
#include "core/figure/layout.h"

namespace rope {

// Everything that decides the picture.
struct Drawing {
    const Figure& figure;
    const Theme& theme;
    const TextMetrics& metrics;
    const FontChoice& font;
    const ExportOptions& options;
    const std::string& session;  // empty: none is embedded
};

// Layout and paint as files have it: no handles. `size` is the page: a PNG's is whole pixels.
void paint_drawing(const Drawing& drawing, Size size, Canvas& canvas);

Checked<std::string> draw_png(const Drawing& drawing);
Checked<std::string> draw_pdf(const Drawing& drawing);
Checked<std::string> draw_svg(const Drawing& drawing);

// Metadata of the file: the figure's title without markup, else its name; its caption and notes.
std::string file_title(const Figure& figure);
std::string file_description(const Figure& figure);

}  // namespace rope
