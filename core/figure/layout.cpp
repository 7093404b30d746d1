#include "core/figure/layout.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/figure/axis_scale.h"
#include "core/figure/caption.h"
#include "core/figure/dial_places.h"
#include "core/figure/label_places.h"
#include "core/figure/lanes.h"
#include "core/figure/panel_parts.h"
#include "core/figure/spacing.h"
#include "core/figure/text_fit.h"
#include "core/figure/zero_contour.h"

namespace rope {
namespace {

constexpr int kMostPasses = 6;         // margins settle in two or three
constexpr double kCaptionShare = 0.3;  // of the page's height at most
constexpr double kWorthACaption = 72;  // [pt] at 12 pt text: the side of a square as large as all plots
constexpr double kLineStep = 1.2;      // between lines of a paragraph, times their height

class Layouter {
  public:
    Layouter(const Figure& figure, Size size, const Theme& theme, const TextMetrics& text)
        : figure_(figure), theme_(theme), text_(text), space_(theme) {
        out_.size = size;
        out_.panels.resize(figure.panels.size());
    }

    FigureLayout run(bool show_caption) {
        if (!figure_.sentence.empty()) {
            place_sentence();
            return out_;
        }
        // A word that covers data costs less than titles, and more than the caption, which files and the
        // window have elsewhere too.
        constexpr std::array<std::pair<Detail, bool>, 5> kTries{{{Detail::all, true},
                                                                 {Detail::no_caption, true},
                                                                 {Detail::no_caption, false},
                                                                 {Detail::no_titles, false},
                                                                 {Detail::bare, false}}};
        for (const auto& [detail, labels_above] : kTries) {
            if (detail == Detail::all && !show_caption) continue;
            if (attempt(detail, labels_above)) break;
        }
        out_.zero_contours = are_readable_contours(figure_, out_.panels, theme_);
        return out_;
    }

  private:
    Rect page(Detail detail) const {
        const double least = std::min(out_.size.width, out_.size.height);
        const double pad = detail == Detail::bare ? std::min(space_.step(), 0.05 * least)
                                                  : std::min(2 * space_.step(), 0.1 * least);
        return {pad, pad, std::max(0.0, out_.size.width - 2 * pad),
                std::max(0.0, out_.size.height - 2 * pad)};
    }

    int lines_in(double height, double size) const {
        const double high = line_height(text_, size);
        return static_cast<int>(std::clamp((height - high) / (kLineStep * high) + 1 + 1e-9, 0.0, 1000.0));
    }

    std::vector<Label> paragraph(std::vector<std::string> lines, const Rect& room, double size,
                                 const Ink& ink, const Tag& tag, bool centred) const {
        const double high = line_height(text_, size), step = kLineStep * high;
        std::vector<Label> out;
        double y = room.y;
        for (std::string& line : lines) {
            const double wide = text_.rich_width(line, size);
            Label label;
            label.box = {room.x + (centred ? (room.width - wide) / 2 : 0), y, wide, high};
            label.text = std::move(line);
            label.ink = ink;
            label.size = size;
            label.tag = tag;
            out.push_back(std::move(label));
            y += step;
        }
        return out;
    }

    void place_sentence() {
        Rect room = page(Detail::all);
        const double inset = 0.1 * room.width;
        room.x += inset;
        room.width -= 2 * inset;
        const double size = theme_.font_size;
        out_.sentence =
            paragraph(wrap_words(figure_.sentence, room.width, size, lines_in(room.height, size), text_),
                      room, size, {InkKind::muted}, {Role::note}, true);
        if (out_.sentence.empty()) return;
        const double used = out_.sentence.back().box.bottom() - room.y;
        for (Label& line : out_.sentence)
            line.box.y += (room.height - used) / 2;
    }

    void place_caption(Rect& body) {
        const double size = theme_.small_size;
        std::vector<std::string> lines = caption_lines(figure_, body.width, size, text_);
        if (lines.empty() ||
            static_cast<int>(lines.size()) > lines_in(kCaptionShare * out_.size.height, size))
            return;
        out_.caption = paragraph(std::move(lines), {body.x, 0, body.width, 0}, size, {InkKind::muted},
                                 {Role::caption}, false);
        const double high = out_.caption.back().box.bottom();
        for (Label& line : out_.caption)
            line.box.y += body.bottom() - high;
        body.height = std::max(0.0, body.height - high - 3 * space_.step());
    }

    void place_title(Rect& body) {
        Label& title = out_.title;
        title.size = theme_.title_size;
        title.text = fit_text(figure_.title, body.width, title.size, text_);
        title.tag = {Role::title};
        title.box = {body.x, body.y, text_.rich_width(title.text, title.size),
                     line_height(text_, title.size)};
        const double used = title.box.height + 2 * space_.step();
        body.y += used;
        body.height = std::max(0.0, body.height - used);
    }

    // One arrangement at one degree of detail; false when plots get too small for it.
    bool attempt(Detail detail, bool labels_above) {
        out_.title = {};
        out_.caption.clear();
        Rect body = page(detail);
        if (detail == Detail::all) place_caption(body);
        if (detail < Detail::no_titles && !figure_.title.empty()) place_title(body);

        std::vector<PanelParts> parts;
        int columns = 0;
        for (const Panel& panel : figure_.panels)
            columns = std::max(columns, panel.column + std::max(panel.column_span, 1));
        for (const Panel& panel : figure_.panels) {
            // Into the gap, but not up to the next panel's title.
            const bool last = panel.column + std::max(panel.column_span, 1) >= columns;
            const double beyond = last ? 0 : space_.gap() - 1.75 * space_.step();
            // Where the hand draws multipliers, nothing may move under it.
            const bool above = labels_above && panel.multipliers.empty();
            parts.emplace_back(panel, detail, above, beyond, theme_, text_);
        }
        for (int pass = 0; pass < kMostPasses; ++pass) {
            std::vector<Margins> margins;
            margins.reserve(parts.size());
            for (const PanelParts& part : parts)
                margins.push_back(part.margins());
            const std::vector<PanelRects> rects = place_panels(figure_, margins, body, space_.gap());
            bool grown = false;
            for (std::size_t i = 0; i < parts.size(); ++i) {
                out_.panels[i] = {};
                out_.panels[i].outer = rects[i].outer;
                out_.panels[i].plot = rects[i].plot;
                grown |= parts[i].measure(out_.panels[i]);
            }
            if (!grown) break;
        }
        bool roomy = true;
        double area = 0;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            parts[i].finish(out_.panels[i]);
            roomy &= parts[i].roomy(out_.panels[i]);
            area += out_.panels[i].plot.width * out_.panels[i].plot.height;
        }
        // A caption is not worth a picture too small to read.
        return roomy &&
               (detail != Detail::all || parts.empty() || std::sqrt(area) >= kWorthACaption * space_.unit);
    }

    const Figure& figure_;
    const Theme& theme_;
    const TextMetrics& text_;
    Spacing space_;
    FigureLayout out_;
};

}  // namespace

FigureLayout layout(const Figure& figure, Size size, const Theme& theme, const TextMetrics& text,
                    bool show_caption) {
    const auto usable = [](double side) { return std::isfinite(side) ? std::max(side, 0.0) : 0.0; };
    return Layouter(figure, {usable(size.width), usable(size.height)}, theme, text).run(show_caption);
}

Point to_page(const Panel& panel, const PanelLayout& places, Point data) {
    return PageMap(panel, places.plot).page(data);
}

Point to_data(const Panel& panel, const PanelLayout& places, Point page) {
    return PageMap(panel, places.plot).data(page);
}

}  // namespace rope
