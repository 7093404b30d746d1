// Widths of text: unhinted advances of one font file, so that all canvases set text alike.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/checked.h"

namespace rope {

class TextMetrics {
  public:
    virtual ~TextMetrics() = default;
    // Advance of one code point at size 1; multiply by the size.
    virtual double advance(char32_t code_point) const = 0;
    virtual double ascent() const = 0;   // above the baseline, at size 1
    virtual double descent() const = 0;  // below the baseline, positive, at size 1

    double width(std::string_view utf8, double size) const;         // plain text [pt]
    double rich_width(std::string_view markup, double size) const;  // rich text [pt]
};

// The face found through fontconfig (Inter if present with the signs we need, else DejaVu Sans), read and
// checked by FreeType. `file` is the same file that every canvas opens; characters it lacks come from
// `fallback_file`.
struct FontChoice {
    std::string family;  // "DejaVu Sans"
    std::string file;
    std::string fallback_file;  // DejaVu Sans; may equal `file`
};
Checked<FontChoice> find_font(std::string_view wanted_family = {});
Checked<std::shared_ptr<const TextMetrics>> font_metrics(const FontChoice& font);

// Every code point is 0.6 wide, ascent 0.8, descent 0.2: layout tests need no font.
class FixedWidthText final : public TextMetrics {
  public:
    double advance(char32_t) const override { return 0.6; }
    double ascent() const override { return 0.8; }
    double descent() const override { return 0.2; }
};

}  // namespace rope
