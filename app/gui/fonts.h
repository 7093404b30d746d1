// The glyphs of the window, in the sizes it uses, and the one set of advances that all canvases share.
#pragma once

#include <imgui.h>

#include <memory>
#include <vector>

#include "core/base/checked.h"
#include "core/figure/text_metrics.h"

namespace rope {

enum class TextSize { small, body, title, large };  // 12, 14, 17, 22 px times the scale
double nominal(TextSize size);                      // [px at scale 1]

class Fonts {
  public:
    // Finds and reads the font files. Faults: those of find_font. A wanted family that the system lacks is
    // replaced, and `notice` says so.
    static Checked<std::shared_ptr<Fonts>> find(const std::string& wanted_family);

    // Rasterises every glyph into the atlas of the current toolkit context; the renderer must upload it
    // again.
    Checked<Done> build(double scale);

    ImFont* toolkit_font(TextSize size) const;  // for the toolkit's own text fields

    // A rasterised face whose em is nearest to `em`, not smaller where there is one [px].
    struct Face {
        const ImFont* font = nullptr;
        double em = 0;        // [px]
        double baseline = 0;  // of its glyph coordinates, from the top [px]
    };
    Face face(double em) const;

    const TextMetrics& metrics() const { return *metrics_; }
    std::shared_ptr<const TextMetrics> metrics_ptr() const { return metrics_; }
    const FontChoice& choice() const { return choice_; }
    const std::string& notice() const { return notice_; }

  private:
    FontChoice choice_;
    std::shared_ptr<const TextMetrics> metrics_;
    std::vector<Face> faces_;  // ascending em
    std::string notice_;
    double scale_ = 1;
};

}  // namespace rope
