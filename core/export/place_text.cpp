#include "core/export/place_text.h"

#include "core/base/utf8.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace {

// XML refuses control characters and the two non-characters, and no font has a picture of them.
char32_t drawable(char32_t c) {
    if (c == U'\t' || c == U'\n' || c == U'\r') return U' ';
    const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    return control || c == 0xFFFE || c == 0xFFFF ? char32_t{0xFFFD} : c;
}

double rise_of(Script script, double size) {
    switch (script) {
        case Script::sub:
            return -kSubDrop * size;
        case Script::super:
            return kSuperRise * size;
        case Script::base:
            break;
    }
    return 0;
}

}  // namespace

PlacedText place_text(std::string_view markup, const TextStyle& style, const TextMetrics& metrics) {
    PlacedText placed;
    for (const TextRun& run : parse_rich_text(markup)) {
        PlacedRun out;
        out.italic = run.italic;
        out.size = run.script == Script::base ? style.size : kScriptScale * style.size;
        out.rise = rise_of(run.script, style.size);
        for (std::size_t at = 0; at < run.utf8.size();) {
            const char32_t c = drawable(next_code_point(run.utf8, at));
            out.text.push_back(c);
            out.x.push_back(placed.width);
            placed.width += metrics.advance(c) * out.size;
        }
        if (out.text.empty()) continue;
        out.x.push_back(placed.width);
        placed.runs.push_back(std::move(out));
    }
    const double shift = style.align == Align::left     ? 0
                         : style.align == Align::centre ? -placed.width / 2
                                                        : -placed.width;
    for (PlacedRun& run : placed.runs) {
        for (double& x : run.x)
            x += shift;
    }
    return placed;
}

}  // namespace rope
