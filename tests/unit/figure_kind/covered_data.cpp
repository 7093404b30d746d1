#include "tests/unit/figure_kind/covered_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "core/figure/layout.h"
#include "core/figure/painter.h"

namespace rope {
namespace {

// A box grown on all sides meets a segment: the box cut to the line's slab, side by side (Liang and Barsky).
bool meets(const Rect& box, Point from, Point to) {
    double t0 = 0, t1 = 1;
    const auto cut = [&](double start, double delta, double lo, double hi) {
        if (delta == 0) return start >= lo && start <= hi;
        const double a = (lo - start) / delta, b = (hi - start) / delta;
        t0 = std::max(t0, std::min(a, b));
        t1 = std::min(t1, std::max(a, b));
        return t0 <= t1;
    };
    return cut(from.x, to.x - from.x, box.x, box.right()) && cut(from.y, to.y - from.y, box.y, box.bottom());
}

struct DataInk {
    std::vector<Point> points;  // of a line; of an area all around it
    double half_width = 0;
    bool area = false;
    Rect clip;
};

struct Word {
    Rect box;
    std::string text;
};

class InkCanvas final : public Canvas {
  public:
    InkCanvas(const Figure& figure, const TextMetrics& text) : figure_(figure), text_(text) {}

    void push_group(const Tag& tag) override { groups_.push_back(tag); }
    void pop_group() override { groups_.pop_back(); }
    void push_clip(const Rect& rect) override { clips_.push_back(rect); }
    void pop_clip() override { clips_.pop_back(); }
    void polyline(std::span<const Point> points, const Stroke& stroke) override {
        add({points.begin(), points.end()}, stroke.width / 2, false);
    }
    void polygon(std::span<const Point> convex, Colour) override {
        add({convex.begin(), convex.end()}, 0, true);
    }
    void rectangle(const Rect&, std::optional<Colour>, std::optional<Stroke>) override {}
    void circle(Point centre, double radius, std::optional<Colour>, std::optional<Stroke>) override {
        add({centre, centre}, radius, false);
    }
    void sector(Point, double, double, double, Colour) override {}
    void cells(const Rect&, const Raster&, const ColourScale&) override {}
    void text(Point at, std::string_view markup, const TextStyle& style) override {
        // Without the ascent and descent that capitals and digits leave free.
        const double width = text_.rich_width(markup, style.size), height = 0.72 * style.size;
        const double before = style.align == Align::left    ? 0
                              : style.align == Align::right ? width
                                                            : width / 2;
        const Rect box = style.angle == 90 ? Rect{at.x - height, at.y - (width - before), height, width}
                                           : Rect{at.x - before, at.y - height, width, height};
        words.push_back({box, std::string(markup)});
    }

    std::vector<Word> words;
    std::vector<DataInk> data;

  private:
    void add(std::vector<Point> points, double half_width, bool area) {
        static const std::set<Role> kData{Role::series, Role::profile, Role::dial};
        if (groups_.empty() || clips_.empty() || !kData.contains(groups_.back().role)) return;
        const int panel = groups_.back().panel;
        if (panel < 0 || !figure_.panels[static_cast<std::size_t>(panel)].x) return;
        data.push_back({std::move(points), half_width, area, clips_.back()});
    }

    const Figure& figure_;
    const TextMetrics& text_;
    std::vector<Tag> groups_;
    std::vector<Rect> clips_;
};

bool covers(const Word& word, const DataInk& ink) {
    const Rect box = intersection(word.box, ink.clip);
    if (box.width <= 0 || box.height <= 0) return false;
    const double w = ink.half_width;
    const Rect grown{box.x - w, box.y - w, box.width + 2 * w, box.height + 2 * w};
    for (std::size_t i = 1; i < ink.points.size(); ++i)
        if (meets(grown, ink.points[i - 1], ink.points[i])) return true;
    if (!ink.area) return false;
    // The box lies within a convex area where all edges pass it on one side.
    const Point middle{box.x + box.width / 2, box.y + box.height / 2};
    int left = 0, right = 0;
    for (std::size_t i = 0; i < ink.points.size(); ++i) {
        const Point a = ink.points[i], b = ink.points[(i + 1) % ink.points.size()];
        if (meets(grown, a, b)) return true;
        const double side = (b.x - a.x) * (middle.y - a.y) - (b.y - a.y) * (middle.x - a.x);
        left += side > 0;
        right += side < 0;
    }
    return left == 0 || right == 0;
}

}  // namespace

std::vector<std::string> words_on_data(const Figure& figure, Size page, const Theme& theme,
                                       const TextMetrics& text) {
    InkCanvas canvas(figure, text);
    paint(figure, layout(figure, page, theme, text, !theme.paper), theme, text, {.handles = false}, canvas);
    std::vector<std::string> found;
    for (const Word& word : canvas.words)
        if (std::any_of(canvas.data.begin(), canvas.data.end(),
                        [&](const DataInk& ink) { return covers(word, ink); }))
            found.push_back(fmt::format("\"{}\" at [{:.1f}, {:.1f}, {:.1f} x {:.1f}]", word.text, word.box.x,
                                        word.box.y, word.box.width, word.box.height));
    return found;
}

}  // namespace rope
