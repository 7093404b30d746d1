#include "core/export/svg_canvas.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/utf8.h"
#include "core/export/base64.h"
#include "core/export/cell_image.h"
#include "core/export/near_page.h"
#include "core/export/place_text.h"
#include "core/export/png_writer.h"
#include "core/export/xml.h"

namespace rope {
namespace {

std::string attribute(std::string_view name, double value) {
    return fmt::format(" {}=\"{}\"", name, xml_number(value));
}

std::string colour_attributes(std::string_view name, Colour colour) {
    std::string out = fmt::format(" {}=\"#{:02x}{:02x}{:02x}\"", name, colour.r, colour.g, colour.b);
    if (colour.a != 255) out += fmt::format(" {}-opacity=\"{}\"", name, xml_number(colour.a / 255.0));
    return out;
}

std::string stroke_attributes(const Stroke& stroke) {
    std::string out = colour_attributes("stroke", stroke.colour);
    out +=
        attribute("stroke-width", std::isfinite(stroke.width) ? std::clamp(stroke.width, 0.0, kFarAway) : 0);
    std::string dashes;
    for (const double length : dash_lengths(stroke))
        dashes += (dashes.empty() ? "" : " ") + xml_number(length);
    if (!dashes.empty()) out += fmt::format(" stroke-dasharray=\"{}\"", dashes);
    return out;
}

std::string rectangle_attributes(const Rect& rect) {
    return attribute("x", rect.x) + attribute("y", rect.y) + attribute("width", rect.width) +
           attribute("height", rect.height);
}

std::string points_attribute(std::span<const Point> points) {
    std::string out = " points=\"";
    for (const Point& p : points) {
        if (&p != points.data()) out += ' ';
        out += xml_number(p.x);
        out += ',';
        out += xml_number(p.y);
    }
    return out + '"';
}

// Readers that have not the family: fonts of nearly the same widths first.
std::string family_list(const std::string& family) {
    std::string out = fmt::format("'{}'", family);
    for (const char* next : {"DejaVu Sans", "Bitstream Vera Sans", "Verdana"}) {
        if (family != next) out += fmt::format(", '{}'", next);
    }
    return out + ", sans-serif";
}

constexpr double kBold = 0.035;  // of the size: as heavy as CairoCanvas's

constexpr std::string_view kCrisp = " shape-rendering=\"crispEdges\"";

}  // namespace

SvgCanvas::SvgCanvas(Size page, const std::string& family, const TextMetrics& metrics, const Theme& theme)
    : page_(page), family_(family), metrics_(metrics), theme_(theme) {}

Checked<std::string> SvgCanvas::finish(const std::string& title, const std::string& description,
                                       const std::string& session) {
    require(groups_.empty(), "SvgCanvas: a group or clip was not popped");
    if (fault_) return *fault_;
    std::string out = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
        "version=\"1.1\" "
        "width=\"{0}pt\" height=\"{1}pt\" viewBox=\"0 0 {0} {1}\" fill=\"none\" stroke-linejoin=\"round\" "
        "font-family=\"{2}\" style=\"font-kerning:none;font-variant-ligatures:none\" "
        "xml:space=\"preserve\" role=\"img\"{3}{4}>\n",
        xml_number(page_.width), xml_number(page_.height), xml_text(family_list(family_)),
        title.empty() ? "" : " aria-labelledby=\"figure-title\"",
        description.empty() ? "" : " aria-describedby=\"figure-desc\"");
    if (!title.empty()) out += "<title id=\"figure-title\">" + xml_text(title) + "</title>\n";
    if (!description.empty()) out += "<desc id=\"figure-desc\">" + xml_text(description) + "</desc>\n";
    if (!session.empty()) {
        out += "<metadata><session xmlns=\"urn:rope-explorer:session\">" + xml_text(session) +
               "</session></metadata>\n";
    }
    if (!clip_rects_.empty()) {
        out += "<defs>\n";
        std::vector<std::string> clips(clip_rects_.size());
        for (const auto& [rect, number] : clip_rects_)
            clips.at(static_cast<std::size_t>(number - 1)) = rect;
        for (std::size_t i = 0; i < clips.size(); ++i) {
            out += fmt::format("<clipPath id=\"clip-{}\"><rect{}/></clipPath>\n", i + 1, clips[i]);
        }
        out += "</defs>\n";
    }
    out += body_;
    return out + "</svg>\n";
}

void SvgCanvas::open_group(const std::string& attributes) {
    const std::size_t start = body_.size();
    body_ += "<g" + attributes + ">\n";
    groups_.push_back({start, body_.size()});
}

void SvgCanvas::close_group() {
    require(!groups_.empty(), "SvgCanvas: more pops than pushes");
    const Group group = groups_.back();
    groups_.pop_back();
    if (body_.size() == group.content) {
        body_.resize(group.start);
    } else {
        body_ += "</g>\n";
    }
}

std::string SvgCanvas::unique_id(const std::string& wanted) {
    const int times = ++ids_[wanted];
    return times == 1 ? wanted : fmt::format("{}.{}", wanted, times);
}

void SvgCanvas::push_group(const Tag& tag) {
    std::string name(id(tag.role));
    if (tag.panel >= 0) name = fmt::format("panel{}-{}", tag.panel, name);
    if (tag.index >= 0) name += fmt::format("-{}", tag.index);
    open_group(fmt::format(" id=\"{}\" class=\"{}\"", unique_id(name), id(tag.role)));
}

void SvgCanvas::pop_group() {
    close_group();
}

void SvgCanvas::push_clip(const Rect& rect) {
    const std::string key = rectangle_attributes(is_near(rect) ? rect : Rect{});
    const int next = static_cast<int>(clip_rects_.size()) + 1;
    const int number = clip_rects_.emplace(key, next).first->second;
    open_group(fmt::format(" clip-path=\"url(#clip-{})\"", number));
}

void SvgCanvas::pop_clip() {
    close_group();
}

void SvgCanvas::polyline(std::span<const Point> points, const Stroke& stroke) {
    if (points.size() < 2) return;
    if (!all_near(points)) {
        for (const auto& part : near_parts(points))
            polyline(part, stroke);
        return;
    }
    const Point a = points[0], b = points[1];
    const bool crisp = points.size() == 2 && (a.x == b.x || a.y == b.y);
    body_ += fmt::format("<polyline{}{}{}/>\n", points_attribute(points), stroke_attributes(stroke),
                         crisp ? kCrisp : "");
}

void SvgCanvas::polygon(std::span<const Point> convex, Colour fill) {
    if (convex.size() < 3) return;
    std::vector<Point> near(convex.size());
    std::transform(convex.begin(), convex.end(), near.begin(), brought_near);
    body_ += fmt::format("<polygon{}{}/>\n", points_attribute(near), colour_attributes("fill", fill));
}

void SvgCanvas::rectangle(const Rect& rect, std::optional<Colour> fill, std::optional<Stroke> stroke) {
    const Point from = brought_near({rect.x, rect.y}), to = brought_near({rect.right(), rect.bottom()});
    body_ += fmt::format(
        "<rect{}{}{}{}/>\n", rectangle_attributes({from.x, from.y, to.x - from.x, to.y - from.y}),
        fill ? colour_attributes("fill", *fill) : "", stroke ? stroke_attributes(*stroke) : "", kCrisp);
}

void SvgCanvas::circle(Point centre, double radius, std::optional<Colour> fill,
                       std::optional<Stroke> stroke) {
    if (!is_near(centre) || !(radius > 0) || radius > kFarAway) return;
    body_ += fmt::format("<circle{}{}{}{}{}/>\n", attribute("cx", centre.x), attribute("cy", centre.y),
                         attribute("r", radius), fill ? colour_attributes("fill", *fill) : "",
                         stroke ? stroke_attributes(*stroke) : "");
}

void SvgCanvas::sector(Point centre, double radius, double from, double to, Colour fill) {
    if (!is_near(centre) || !(radius > 0) || radius > kFarAway) return;
    if (!std::isfinite(from) || !std::isfinite(to) || from == to) return;
    const double sweep = std::abs(to - from);
    if (sweep >= 2 * std::numbers::pi - 1e-6) {  // an arc whose ends meet draws nothing
        circle(centre, radius, fill, std::nullopt);
        return;
    }
    const auto rim = [&](double angle) {
        return fmt::format("{},{}", xml_number(centre.x + radius * std::cos(angle)),
                           xml_number(centre.y - radius * std::sin(angle)));
    };
    body_ += fmt::format("<path d=\"M{},{}L{}A{},{} 0 {} {} {}Z\"{}/>\n", xml_number(centre.x),
                         xml_number(centre.y), rim(from), xml_number(radius), xml_number(radius),
                         sweep > std::numbers::pi ? 1 : 0, to > from ? 0 : 1, rim(to),
                         colour_attributes("fill", fill));
}

void SvgCanvas::cells(const Rect& rect, const Raster& raster, const ColourScale& scale) {
    if (raster.rows < 1 || raster.columns < 1 || !is_near(rect) || rect.width <= 0 || rect.height <= 0)
        return;
    const CellImage image = cell_image_for_vector(raster, scale, theme_, rect);
    PngPicture picture;
    picture.width = image.width;
    picture.height = image.height;
    picture.row = [&](int row, std::span<std::uint8_t> out) {
        std::copy_n(
            image.rgba.begin() + static_cast<std::ptrdiff_t>(row) * static_cast<std::ptrdiff_t>(out.size()),
            out.size(), out.begin());
    };
    const auto png = encode_png(picture);
    if (!png.ok()) {
        fault_ = png.fault();
        return;
    }
    // xlink:href is what every reader knows; the style is for browsers, the attribute for older readers.
    const std::string_view hard_cells =
        image.fine ? "" : " image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\"";
    body_ +=
        fmt::format("<image{} preserveAspectRatio=\"none\"{} xlink:href=\"data:image/png;base64,{}\"/>\n",
                    rectangle_attributes(rect), hard_cells, base64(png.value()));
}

void SvgCanvas::text(Point anchor, std::string_view markup, const TextStyle& style) {
    if (!is_near(anchor) || !std::isfinite(style.angle)) return;
    if (!(style.size > 0) || style.size > kFarAway) return;
    const PlacedText placed = place_text(markup, style, metrics_);
    if (placed.runs.empty()) return;
    body_ +=
        "<text" + attribute("x", anchor.x) + attribute("y", anchor.y) + attribute("font-size", style.size);
    if (style.align == Align::centre) body_ += " text-anchor=\"middle\"";
    if (style.align == Align::right) body_ += " text-anchor=\"end\"";
    // A bold face would be wider than the layout knows; an outline makes the same face heavier.
    if (style.bold) {
        body_ += colour_attributes("stroke", style.colour) + attribute("stroke-width", kBold * style.size);
    }
    // Keeps the width of the layout where the reader's font differs.
    if (placed.width > 0)
        body_ += attribute("textLength", placed.width) + " lengthAdjust=\"spacingAndGlyphs\"";
    if (style.angle != 0) {
        body_ += fmt::format(" transform=\"rotate({} {} {})\"", xml_number(-style.angle),
                             xml_number(anchor.x), xml_number(anchor.y));
    }
    body_ += colour_attributes("fill", style.colour) + ">";
    double rise = 0;
    for (const PlacedRun& run : placed.runs) {
        std::string words, attributes;
        for (const char32_t c : run.text)
            append_utf8(words, c);
        if (run.rise != rise) attributes += attribute("dy", rise - run.rise);
        if (run.size != style.size) attributes += attribute("font-size", run.size);
        if (run.italic) attributes += " font-style=\"italic\"";
        body_ += attributes.empty() ? xml_text(words)
                                    : fmt::format("<tspan{}>{}</tspan>", attributes, xml_text(words));
        rise = run.rise;
    }
    body_ += "</text>\n";
}

}  // namespace rope
