// Keeps every primitive as a line of text: golden files and laws read it.
#pragma once

#include <string>
#include <vector>

#include "core/figure/canvas.h"

namespace rope {

class RecordingCanvas final : public Canvas {
  public:
    struct Item {
        Tag tag;           // innermost group
        std::string what;  // "polyline", "text", ...
        Rect bounds;       // within the clip; text: its width is unknown here, so the anchor
        std::string text;  // text items: the markup
        std::string line;  // canonical, two decimals
        TextStyle style;   // text items
    };

    void push_group(const Tag& tag) override;
    void pop_group() override;
    void push_clip(const Rect& rect) override;
    void pop_clip() override;
    void polyline(std::span<const Point> points, const Stroke& stroke) override;
    void polygon(std::span<const Point> convex, Colour fill) override;
    void rectangle(const Rect& rect, std::optional<Colour> fill, std::optional<Stroke> stroke) override;
    void circle(Point centre, double radius, std::optional<Colour> fill,
                std::optional<Stroke> stroke) override;
    void sector(Point centre, double radius, double from, double to, Colour fill) override;
    void cells(const Rect& rect, const Raster& raster, const ColourScale& scale) override;
    void text(Point baseline_anchor, std::string_view markup, const TextStyle& style) override;

    const std::vector<Item>& items() const { return items_; }
    int count(Role role, std::string_view what = {}) const;
    std::vector<std::string> texts(Role role) const;
    std::string transcript() const;  // all lines, for golden files and equality

  private:
    void add(std::string what, Rect bounds, const std::string& details, std::string text = {});
    Tag tag() const { return groups_.empty() ? Tag{} : groups_.back(); }
    std::vector<Tag> groups_;
    std::vector<Rect> clips_;
    std::vector<Item> items_;
};

}  // namespace rope
