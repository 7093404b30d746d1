// Pictures and data from a Document, for window and command line alike: the same bytes from both.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/evaluate.h"
#include "core/document/session.h"

namespace rope {

enum class Format { png, svg, pdf, csv, npy, json };
std::string_view id(Format format);
std::span<const Format> formats();
bool parse_format(std::string_view text, Format& out);   // "svg"
std::string format_names(std::string_view before = {});  // "png, svg, ... or json"
bool is_data(Format format);                             // else a picture
Checked<Format> format_of_path(std::string_view path);   // by its ending; fault unknown_ending lists them

struct ExportOptions {
    Format format = Format::png;
    Size size = SessionFigure().size;  // [pt]
    double dpi = SessionFigure().dpi;  // of PNG
    ThemeId theme = ThemeId::light;
    bool transparent = false;
    bool with_session = true;  // PNG iTXt, SVG metadata; of a PDF the command line
    std::string command_line;  // PDF metadata: what makes this figure again; export_figure knows it
};

// "3.3x2.5in", "800x600px" (at `dpi`), "120x80mm", "460x288pt", or the name of a place: picture_sizes().
// Faults: bad_size with the limits (0.1 … 200
// in, at most 32,767 pixels a side).
struct NamedSize {
    std::string_view id, help;
    Size size;  // [pt]
};
std::span<const NamedSize> picture_sizes();  // single, double, slide
Checked<Size> parse_size(std::string_view text, double dpi, std::string_view where);

// Bytes of the file. Same input, same bytes (SOURCE_DATE_EPOCH decides dates). Pictures carry the caption,
// but on paper (print, grey), where the text has its own. CSV and .npy hold maps token by token up to 4096 a
// side, then their exact means; JSON the same numbers with what they mean (figure_json.h). O(pixels) or
// O(marks). `missing` gets Figure::missing and, where nothing could be drawn, the sentence that the file
// holds instead. Faults: bad_size, bad_dpi, drawing_failed, no_data, cancelled, those of the kind.
Checked<std::string> export_figure(const Document& document, const FigureKind& kind,
                                   const ExportOptions& options, ResultCache& cache, Progress& progress,
                                   std::vector<std::string>* missing = nullptr);

// A Figure already built (tests, the window's copy): the drawing half of the above.
Checked<std::string> draw_figure(const Figure& figure, const ExportOptions& options,
                                 const std::string& session);

// How the session inside a picture describes it.
SessionFigure session_figure(std::string_view kind, const ExportOptions& options);

bool is_picture(std::string_view bytes);  // PNG, SVG or PDF, by their first bytes

// The session inside a PNG or SVG of ours. Faults: no_session (picture without one), bad_picture (CRC, cut),
// too_large.
Checked<std::string> session_of_picture(std::string_view bytes, const std::string& where);

}  // namespace rope
