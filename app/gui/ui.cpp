#include "app/gui/ui.h"

#include <algorithm>
#include <cmath>

#include "app/gui/style.h"
#include "core/base/utf8.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace {

ImDrawList& list() {
    return *ImGui::GetWindowDrawList();
}

// The longest beginning of `plain` that ends at a blank and fits; a word longer than a line is broken.
std::size_t line_end(const TextMetrics& metrics, std::string_view plain, double width, double em) {
    double x = 0;
    std::size_t at = 0, blank = 0;
    while (at < plain.size()) {
        const std::size_t before = at;
        const char32_t c = next_code_point(plain, at);
        if (c == U'\n') return before;
        x += metrics.advance(c) * em;
        if (x > width && before > 0) return blank > 0 ? blank : before;
        if (c == U' ') blank = before;
    }
    return plain.size();
}

}  // namespace

void Ui::begin_frame(ThemeId theme_id, double scale, FrameTime now, bool motion) {
    theme_ = &rope::theme(theme_id);
    scale_ = scale;
    now_ = now;
    motion_ = motion;
    log_.begin_frame();
    apply_style(*theme_, scale);
}

double Ui::px(double nominal_px) const {
    return std::round(nominal_px * scale_);
}

double Ui::em(TextSize size) const {
    return std::round(nominal(size) * scale_);
}

double Ui::text_width(std::string_view markup, TextSize size) const {
    return fonts_->metrics().rich_width(markup, em(size));
}

double Ui::centred_baseline(double top, double height, TextSize size) const {
    // Centred on the height of capitals, about 0.73 em, which is what the eye takes for the line.
    return std::round(top + height / 2 + 0.365 * em(size));
}

void Ui::text(Point baseline, std::string_view markup, TextSize size, InkKind ink, Align align,
              bool bold) const {
    draw_text(list(), *fonts_, baseline, markup, em(size), colour(ink), align, 0, bold);
}

void Ui::cut_text(Point baseline, std::string_view plain, double width, TextSize size, InkKind ink) const {
    const TextMetrics& metrics = fonts_->metrics();
    const double e = em(size), dots = metrics.advance(U'…') * e;
    std::string shown(plain);
    if (metrics.width(plain, e) > width) {
        double x = 0;
        std::size_t at = 0;
        while (at < plain.size()) {
            std::size_t next = at;
            x += metrics.advance(next_code_point(plain, next)) * e;
            if (x + dots > width) break;
            at = next;
        }
        shown = std::string(plain.substr(0, at)) + "…";
    }
    text(baseline, escape_markup(shown), size, ink);
}

double Ui::paragraph(Point top_left, std::string_view plain, double width, TextSize size, InkKind ink) const {
    const TextMetrics& metrics = fonts_->metrics();
    const double e = em(size), line = std::round(e * 1.4);
    double y = top_left.y;
    while (!plain.empty()) {
        const std::size_t end = line_end(metrics, plain, width, e);
        text({top_left.x, centred_baseline(y, line, size)}, escape_markup(plain.substr(0, end)), size, ink);
        y += line;
        plain.remove_prefix(std::min(
            plain.size(), end + (end < plain.size() && (plain[end] == ' ' || plain[end] == '\n') ? 1 : 0)));
    }
    return y - top_left.y;
}

void Ui::fill(const Rect& r, Colour c, double corner) const {
    list().AddRectFilled(vec({r.x, r.y}), vec({r.right(), r.bottom()}), packed(c),
                         static_cast<float>(corner));
}

void Ui::outline(const Rect& r, Colour c, double corner) const {
    list().AddRect(vec({r.x, r.y}), vec({r.right(), r.bottom()}), packed(c), static_cast<float>(corner), 0,
                   static_cast<float>(std::max(1.0, std::floor(scale_))));
}

void Ui::hairline(Point from, Point to) const {
    const double width = std::max(1.0, std::floor(scale_));
    const ImVec2 end = from.x == to.x ? vec({to.x + width, to.y}) : vec({to.x, to.y + width});
    list().AddRectFilled(vec(from), end, packed(colour(InkKind::hairline)));
}

void Ui::tooltip(std::string_view plain) const {
    const TextMetrics& metrics = fonts_->metrics();
    const double e = em(TextSize::small);
    double longest = 0;
    for (std::size_t from = 0; from <= plain.size();) {
        const std::size_t end = std::min(plain.find('\n', from), plain.size());
        longest = std::max(longest, metrics.width(plain.substr(from, end - from), e));
        from = end + 1;
    }
    const double width = std::min(longest + 1, px(320));
    ImGui::BeginTooltip();
    const Point at = point(ImGui::GetCursorScreenPos());
    const double height = paragraph(at, plain, width, TextSize::small, InkKind::text);
    ImGui::Dummy(vec({width, height}));
    ImGui::EndTooltip();
}

}  // namespace rope
