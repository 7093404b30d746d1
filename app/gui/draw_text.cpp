#include "app/gui/draw_text.h"

#include <cmath>
#include <numbers>

#include "core/base/utf8.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace {

constexpr double kSlant = 0.2;  // of italics, sideways per height

struct Pen {
    ImDrawList& list;
    const Fonts& fonts;
    Point anchor;
    double cosine = 1, sine = 0;
    ImU32 colour = 0;
    bool upright = true;

    // From text coordinates (x along the baseline, y down) to the frame.
    ImVec2 place(double x, double y) const {
        return {static_cast<float>(anchor.x + x * cosine + y * sine),
                static_cast<float>(anchor.y - x * sine + y * cosine)};
    }

    void glyph(char32_t code_point, double x, double baseline, double em, bool italic) const {
        const Fonts::Face face = fonts.face(em);
        const ImFontGlyph* glyph = face.font->FindGlyph(
            code_point > 0xFFFF ? static_cast<ImWchar>('?') : static_cast<ImWchar>(code_point));
        if (glyph == nullptr || glyph->Visible == 0U) return;
        const double scale = em / face.em;
        // Whole pixels keep upright text of an exact size crisp.
        if (upright && std::abs(scale - 1) < 0.05) x = std::round(anchor.x + x) - anchor.x;
        const double left = x + static_cast<double>(glyph->X0) * scale;
        const double right = x + static_cast<double>(glyph->X1) * scale;
        const double top = baseline + (static_cast<double>(glyph->Y0) - face.baseline) * scale;
        const double bottom = baseline + (static_cast<double>(glyph->Y1) - face.baseline) * scale;
        const double lean_top = italic ? kSlant * (baseline - top) : 0;
        const double lean_bottom = italic ? kSlant * (baseline - bottom) : 0;
        list.PrimReserve(6, 4);
        list.PrimQuadUV(place(left + lean_top, top), place(right + lean_top, top),
                        place(right + lean_bottom, bottom), place(left + lean_bottom, bottom),
                        {glyph->U0, glyph->V0}, {glyph->U1, glyph->V0}, {glyph->U1, glyph->V1},
                        {glyph->U0, glyph->V1}, colour);
    }
};

}  // namespace

void draw_text(ImDrawList& list, const Fonts& fonts, Point anchor, std::string_view markup, double em,
               Colour colour, Align align, double angle_degrees, bool bold) {
    if (markup.empty() || colour.a == 0 || !(em > 0)) return;
    const TextMetrics& metrics = fonts.metrics();
    const double radians = angle_degrees * std::numbers::pi / 180;
    Pen pen{list, fonts, anchor, std::cos(radians), std::sin(radians), packed(colour), angle_degrees == 0};
    if (pen.upright) pen.anchor.y = std::round(anchor.y);
    double x = 0;
    if (align != Align::left) {
        const double width = metrics.rich_width(markup, em);
        x = align == Align::centre ? -width / 2 : -width;
    }
    for (const TextRun& run : parse_rich_text(markup)) {
        const double size = run.script == Script::base ? em : em * kScriptScale;
        double baseline = run.script == Script::sub     ? em * kSubDrop
                          : run.script == Script::super ? -em * kSuperRise
                                                        : 0;
        if (pen.upright) baseline = std::round(baseline);
        for (std::size_t at = 0; at < run.utf8.size();) {
            const char32_t c = next_code_point(run.utf8, at);
            pen.glyph(c, x, baseline, size, run.italic);
            if (bold) pen.glyph(c, x + std::max(1.0, em / 24), baseline, size, run.italic);
            x += metrics.advance(c) * size;
        }
    }
}

}  // namespace rope
