// Canvas that writes SVG: real text, groups named by role, heatmaps as one embedded picture.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/figure/canvas.h"
#include "core/figure/text_metrics.h"

namespace rope {

class SvgCanvas final : public Canvas {
  public:
    // `family` is tried first by the reader of the file. Metrics and theme outlive the canvas.
    SvgCanvas(Size page, const std::string& family, const TextMetrics& metrics, const Theme& theme);

    // The whole file; all arguments are plain UTF-8, and empty ones are left out. Once, after the last call.
    // Faults: those of encode_png.
    Checked<std::string> finish(const std::string& title, const std::string& description,
                                const std::string& session);

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

  private:
    void open_group(const std::string& attributes);
    void close_group();
    std::string unique_id(const std::string& wanted);

    Size page_;
    std::string family_;
    const TextMetrics& metrics_;
    const Theme& theme_;
    std::string body_;
    struct Group {
        std::size_t start, content;  // offsets in body_, so that an empty group leaves nothing
    };
    std::vector<Group> groups_;
    std::map<std::string, int> ids_;         // how often each was wanted
    std::map<std::string, int> clip_rects_;  // attributes of the rectangle → number of the clip
    std::optional<Fault> fault_;
};

}  // namespace rope
