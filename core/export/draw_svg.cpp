#include "core/export/drawing.h"
#include "core/export/svg_canvas.h"

namespace rope {

Checked<std::string> draw_svg(const Drawing& drawing) {
    SvgCanvas canvas(drawing.options.size, drawing.font.family, drawing.metrics, drawing.theme);
    paint_drawing(drawing, drawing.options.size, canvas);
    return canvas.finish(file_title(drawing.figure), file_description(drawing.figure), drawing.session);
}

}  // namespace rope
