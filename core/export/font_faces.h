// The font files of a FontChoice, opened for Cairo.
#pragma once

#include <cairo.h>

#include <memory>

#include "core/figure/text_metrics.h"

namespace rope {

class FontFaces {
  public:
    // Faults: bad_font (a file that is missing or that FreeType cannot read).
    static Checked<std::shared_ptr<const FontFaces>> open(const FontChoice& choice);
    ~FontFaces();
    FontFaces(const FontFaces&) = delete;
    FontFaces& operator=(const FontFaces&) = delete;

    struct Glyph {
        cairo_font_face_t* face = nullptr;  // lives as long as the FontFaces
        unsigned long index = 0;
    };
    // The chosen face's glyph, else the fallback's, else the chosen face's empty box. Bold is the same face
    // with heavier outlines, so that the widths of the layout stay true.
    Glyph glyph(char32_t code_point, bool bold) const;

  private:
    struct Face;
    FontFaces() = default;
    std::unique_ptr<Face> faces_[2][2];  // [chosen, fallback][regular, bold]
};

}  // namespace rope
