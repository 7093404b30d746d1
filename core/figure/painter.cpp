#include "core/figure/painter.h"

#include <algorithm>

#include "core/figure/painting.h"

namespace rope {

void draw_label(const Label& label, const Theme& theme, const TextMetrics& text, Canvas& canvas) {
    if (label.text.empty()) return;
    TextStyle style;
    style.size = label.size;
    style.colour = theme.colour(label.ink);
    const double ascent = text.ascent() * label.size;
    if (label.turned) {
        style.angle = 90;
        canvas.text({label.box.x + ascent, label.box.bottom()}, label.text, style);
    } else {
        canvas.text({label.box.x, label.box.y + ascent}, label.text, style);
    }
}

bool is_handle(Role role) {
    switch (role) {
        case Role::cross_hair:
        case Role::mini_map:
        case Role::query_tip:
        case Role::key_tip:
        case Role::delta_handle:
        case Role::query_handle:
        case Role::key_handle:
            return true;
        default:
            return false;
    }
}

namespace {

void paint_lines(const std::vector<Label>& lines, Role role, const Theme& theme, const TextMetrics& text,
                 Canvas& canvas) {
    if (lines.empty()) return;
    const Group group(canvas, {role});
    for (const Label& line : lines)
        draw_label(line, theme, text, canvas);
}

}  // namespace

void paint(const Figure& figure, const FigureLayout& places, const Theme& theme, const TextMetrics& text,
           const PaintOptions& options, Canvas& canvas) {
    const Rect page{0, 0, places.size.width, places.size.height};
    if (options.background) {
        const Group group(canvas, {Role::background});
        canvas.rectangle(page, theme.colour({InkKind::ground}), std::nullopt);
    }
    if (!places.title.text.empty()) {
        const Group group(canvas, {Role::title});
        draw_label(places.title, theme, text, canvas);
    }
    paint_lines(places.sentence, Role::note, theme, text, canvas);
    const std::size_t count =
        figure.sentence.empty() ? std::min(figure.panels.size(), places.panels.size()) : 0;
    for (std::size_t i = 0; i < count; ++i) {
        const PanelLayout& panel = places.panels[i];
        if (panel.plot.width < 1 || panel.plot.height < 1) continue;
        const PanelPainting p{figure.panels[i],    panel, theme, text, options, canvas, static_cast<int>(i),
                              places.zero_contours};
        paint_axes(p);
        paint_marks(p);
        paint_colour_bar(p);
        paint_labels(p);
    }
    paint_lines(places.caption, Role::caption, theme, text, canvas);
    if (options.faded > 0) {
        // One veil over all, so that everything fades alike on every canvas.
        const Group group(canvas, {Role::background});
        canvas.rectangle(page, theme.colour({InkKind::ground, 0, 1, std::min(options.faded, 1.0)}),
                         std::nullopt);
    }
}

}  // namespace rope
